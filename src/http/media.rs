//! What a client sends, and what it can read.

use axum::http::{
    HeaderMap, StatusCode,
    header::{ACCEPT, CONTENT_ENCODING, CONTENT_TYPE},
};

use super::answer::Refused;
use crate::graphql::error::ErrorCode;

/// A media type of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells whether there is data.
    GraphQl,
    /// `application/json`: the status is 200 for every well-formed request.
    Json,
}

impl Media {
    /// The value of `content-type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    const fn essence(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }
}

/// The media type that the client likes best.
///
/// Plain JSON where it does not care, as older clients expect; of two types that it names
/// with equal weight, the one made for GraphQL. A range that names a type weighs for it
/// more than a wildcard, as HTTP says.
///
/// # Errors
/// 406 when it reads neither.
pub fn accepted(headers: &HeaderMap) -> Result<Media, Refused> {
    if !headers.contains_key(ACCEPT) {
        return Ok(Media::Json);
    }
    let values = headers.get_all(ACCEPT).iter();
    let texts: Vec<&str> = values.map(|value| value.to_str().unwrap_or("?")).collect();
    let ranges = || texts.iter().flat_map(|text| text.split(','));
    if ranges().all(|range| range.trim().is_empty()) {
        return Ok(Media::Json);
    }
    let best_for = |media: Media| ranges().filter_map(|range| weight(range, media)).max();
    let weigh = |media: Media| {
        best_for(media)
            .filter(|weight| weight.thousandths > 0)
            .map(|weight| (weight.thousandths, weight.specificity))
    };
    match (weigh(Media::GraphQl), weigh(Media::Json)) {
        (None, None) => Err(Refused::new(
            StatusCode::NOT_ACCEPTABLE,
            ErrorCode::BadRequest,
            "answers are application/graphql-response+json or application/json; \
             the header accept allows neither",
        )),
        (Some(graphql), Some(json)) if graphql == json && graphql.1 < NAMED => Ok(Media::Json),
        (graphql, json) if graphql >= json => Ok(Media::GraphQl),
        _ => Ok(Media::Json),
    }
}

/// How closely a range names a type; the closest range decides its quality.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    specificity: u8,
    thousandths: u16,
}

/// The specificity of a range without wildcards.
const NAMED: u8 = 2;

fn weight(range: &str, media: Media) -> Option<Weight> {
    let mut parts = range.split(';').map(str::trim);
    let name = parts.next()?;
    let specificity = if name.eq_ignore_ascii_case(media.essence()) {
        NAMED
    } else if name.eq_ignore_ascii_case("application/*") {
        1
    } else if name == "*/*" {
        0
    } else {
        return None;
    };
    let mut thousandths = 1000;
    for part in parts.filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        if key.eq_ignore_ascii_case("q") {
            thousandths = quality(value)?;
        } else if key.eq_ignore_ascii_case("charset") && !is_utf8(value) {
            return None;
        }
    }
    Some(Weight {
        specificity,
        thousandths,
    })
}

/// A weight from 0 to 1 in thousandths.
fn quality(text: &str) -> Option<u16> {
    let number: f32 = text.trim().parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1000"
    )]
    (0.0..=1.0)
        .contains(&number)
        .then(|| (number * 1000.0).round() as u16)
}

/// Whether the body of a POST is what this server reads: JSON in UTF-8, as it is.
///
/// This is also the protection against forged requests: a page of another origin can
/// send forms and plain text without asking, but `application/json` only after a
/// preflight, which this server grants to the origins of its settings alone.
///
/// # Errors
/// 415, and the text says what is needed.
pub fn check_body(headers: &HeaderMap) -> Result<(), Refused> {
    let refused = |message: String| {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Err(Refused::new(status, ErrorCode::BadRequest, message))
    };
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return refused("the header content-type is missing; send application/json".to_owned());
    };
    let text = value.to_str().unwrap_or_default();
    let (name, parts) = text.split_once(';').unwrap_or((text, ""));
    let name = name.trim();
    if !name.eq_ignore_ascii_case(Media::Json.essence()) {
        return refused(format!(
            "expected content-type application/json, found {name:?}"
        ));
    }
    for part in parts.split(';').map(str::trim) {
        if let Some((key, charset)) = part.split_once('=')
            && key.eq_ignore_ascii_case("charset")
            && !is_utf8(charset)
        {
            return refused(format!("expected charset utf-8, found {charset:?}"));
        }
    }
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
            refused("compressed bodies are not supported; send the body as it is".to_owned())
        }
        _ => Ok(()),
    }
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}
