//! Pages of other origins that may ask; none unless named.

use std::{str::FromStr, time::Duration};

use axum::http::{
    HeaderValue, Method, Uri,
    header::{HeaderName, ORIGIN},
};
use tower_http::cors::{AllowHeaders, AllowOrigin, Any, CorsLayer, Vary};

/// How long a browser may remember that it may ask: the longest that browsers do.
const MAX_AGE: Duration = Duration::from_hours(2);

/// An origin whose pages may ask, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Every page, as `*`.
    Any,
    /// As browsers write it, such as `https://tv.example`.
    One(HeaderValue),
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "*" {
            return Ok(Self::Any);
        }
        let uri = text.parse::<Uri>().ok();
        let as_browsers_write = uri.as_ref().and_then(|uri| {
            let scheme = uri.scheme_str()?;
            let authority = uri.authority()?.as_str();
            (!authority.contains(['@', '*']))
                .then(|| format!("{scheme}://{authority}").to_ascii_lowercase())
        });
        let value = as_browsers_write.filter(|origin| origin == text);
        let value = value.and_then(|origin| HeaderValue::try_from(origin).ok());
        value.map(Self::One).ok_or_else(|| {
            "expected * or an origin as browsers write it: scheme, host in small letters, port \
             where it is not the usual one, and no slash at the end, such as https://tv.example"
                .to_owned()
        })
    }
}

/// Lets pages of the origins ask what is behind it, without cookies or passwords; `None` where no
/// origin is named.
pub(super) fn layer(origins: &[Origin]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let named = origins.iter().map(|origin| match origin {
        Origin::Any => None,
        Origin::One(value) => Some(value.clone()),
    });
    let (allowed, vary) = match named.collect::<Option<Vec<_>>>() {
        Some(named) => (AllowOrigin::list(named), Vary::list([ORIGIN])),
        // The same answer for all, so that a cache needs one copy.
        None => (AllowOrigin::any(), Vary::list::<[HeaderName; 0]>([])),
    };
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .vary(vary)
            .allow_methods([Method::GET, Method::POST])
            // Without credentials there is no header that a page could misuse.
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers(Any)
            .max_age(MAX_AGE),
    )
}
