//! What a client is told when something goes wrong: a closed list of codes.

use std::any::Any;
use std::borrow::Cow;

use super::cost::{CostReport, Costs};
use async_graphql::Pos;
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Why a request or a field failed, as `extensions.code` says it.
///
/// The list is closed and part of the contract: clients branch on it, never on a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorCode {
    /// The document is not GraphQL.
    Parse,
    /// The document breaks a rule of the specification or does not fit the schema.
    Validation,
    /// The request does not say which operation to run, or names one that is not there.
    UnknownOperation,
    /// The request is not one that a GraphQL server reads, whatever its document says.
    BadRequest,
    /// The variables do not fit their declarations.
    BadVariables,
    /// An id that no node can have; an unknown id is `null`, not an error.
    BadId,
    /// A cursor that was not made by this list.
    BadCursor,
    /// Page arguments that contradict each other or leave their range.
    BadPage,
    /// A filter that no list can answer.
    BadFilter,
    /// The document or its answer is larger than this server allows.
    LimitReached,
    /// The client has spent what it may for now; the header `retry-after` says when to come back.
    RateLimited,
    /// A mutation where only queries may run, as over GET.
    MethodNotAllowed,
    /// The document of a hash is not known; send both once, and the hash will do.
    PersistedQueryNotFound,
    /// Documents cannot be named by this hash or id here.
    PersistedQueryNotSupported,
    /// Only the documents of a list are answered, and this is none of them.
    UntrustedDocument,
    /// The answer was not ready in time.
    Timeout,
    /// The server has too much to do just now; the same request may be sent again.
    Overloaded,
    /// An admin's request without the token.
    Unauthorized,
    /// The data that were to be loaded are not good.
    BadData,
    /// The request was given up, by its client or by a server that stops.
    Cancelled,
    /// A fault of the server; the log has the cause beside the request id.
    Internal,
}

impl ErrorCode {
    /// The text in `extensions.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parse => "PARSE",
            Self::Validation => "VALIDATION",
            Self::UnknownOperation => "UNKNOWN_OPERATION",
            Self::BadRequest => "BAD_REQUEST",
            Self::BadVariables => "BAD_VARIABLES",
            Self::BadId => "BAD_ID",
            Self::BadCursor => "BAD_CURSOR",
            Self::BadPage => "BAD_PAGE",
            Self::BadFilter => "BAD_FILTER",
            Self::LimitReached => "LIMIT_REACHED",
            Self::RateLimited => "RATE_LIMITED",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
            Self::UntrustedDocument => "UNTRUSTED_DOCUMENT",
            Self::Timeout => "TIMEOUT",
            Self::Overloaded => "OVERLOADED",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::BadData => "BAD_DATA",
            Self::Cancelled => "CANCELLED",
            Self::Internal => "INTERNAL",
        }
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Why a resolver has no value.
///
/// It deliberately does not implement `Display`, and nothing converts into it: what a
/// client reads is written for the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    code: ErrorCode,
    message: Cow<'static, str>,
    cause: Option<String>,
}

impl ApiError {
    /// A failure that the client may read about.
    pub fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            cause: None,
        }
    }

    /// A malformed id.
    pub fn bad_id(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::BadId, message)
    }

    /// A malformed or foreign cursor.
    pub fn bad_cursor(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::BadCursor, message)
    }

    /// Wrong page arguments.
    pub fn bad_page(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::BadPage, message)
    }

    /// A wrong filter.
    pub fn bad_filter(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorCode::BadFilter, message)
    }

    /// A fault of ours; `cause` goes to the log, never to the client.
    pub fn internal(cause: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::Internal,
            message: Cow::Borrowed(INTERNAL_MESSAGE),
            cause: Some(cause.into()),
        }
    }

    /// What kind of failure it is.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What the client reads.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What only the log may say.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }
}

/// What a panic says, for the log; never for a client.
pub fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without text")
}

/// The one text that clients read about faults of the server.
pub const INTERNAL_MESSAGE: &str = "internal error";

/// One entry of `errors` that concerns the request, not a field of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    /// What kind of failure it is.
    pub code: ErrorCode,
    /// What the client reads.
    pub message: String,
    /// Where in the document; empty when it concerns the document as a whole.
    pub locations: Vec<Pos>,
    /// Names the line in the log; only beside [`ErrorCode::Internal`].
    pub request_id: Option<String>,
}

impl RequestError {
    /// An error about the place `at` in the document.
    pub fn at(code: ErrorCode, at: Pos, message: impl Into<String>) -> Self {
        Self {
            locations: vec![at],
            ..Self::whole(code, message)
        }
    }

    /// An error about the request as a whole.
    pub fn whole(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            locations: Vec::new(),
            request_id: None,
        }
    }

    /// A fault of the server, findable in the log by the request id.
    pub fn internal(request_id: &str) -> Self {
        Self {
            request_id: Some(request_id.to_owned()),
            ..Self::whole(ErrorCode::Internal, INTERNAL_MESSAGE)
        }
    }
}

impl Serialize for RequestError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("Error", 3)?;
        entry.serialize_field("message", &self.message)?;
        if !self.locations.is_empty() {
            entry.serialize_field("locations", &self.locations)?;
        }
        let extensions = Extensions {
            code: self.code,
            request_id: self.request_id.as_deref(),
        };
        entry.serialize_field("extensions", &extensions)?;
        entry.end()
    }
}

/// `extensions` of an error.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extensions<'a> {
    pub(super) code: ErrorCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<&'a str>,
}

/// Why a request was not executed at all; the answer has no `data`.
///
/// Never empty; all errors of one stage together, in the order of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    errors: Vec<RequestError>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "extensions")]
    costs: Option<Costs>,
}

impl Refusal {
    /// Orders the errors by place and drops repetitions; there must be at least one.
    pub fn new(mut errors: Vec<RequestError>) -> Self {
        errors.sort_by(|one, other| {
            let key = |error: &RequestError| {
                let first = error.locations.first();
                first.map(|at| (at.line, at.column))
            };
            (key(one), &one.message).cmp(&(key(other), &other.message))
        });
        errors.dedup();
        debug_assert!(!errors.is_empty(), "a refusal says why");
        Self {
            errors,
            costs: None,
        }
    }

    /// What costs too much; the answer says how much that is.
    pub fn of_cost(error: RequestError, cost: CostReport) -> Self {
        Self {
            costs: Some(Costs { cost }),
            ..Self::from(error)
        }
    }

    /// Whether it is because of the cost.
    pub const fn is_of_cost(&self) -> bool {
        self.costs.is_some()
    }

    /// The errors, in the order of the document.
    pub fn errors(&self) -> &[RequestError] {
        &self.errors
    }

    /// The code of the first error; all errors of a refusal come from one stage.
    pub fn code(&self) -> ErrorCode {
        self.errors
            .first()
            .map_or(ErrorCode::Internal, |error| error.code)
    }

    /// The body of the answer: `{"errors":[...]}`.
    #[expect(clippy::missing_panics_doc, reason = "plain text is always JSON")]
    pub fn body(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("errors are plain text")
    }
}

impl From<RequestError> for Refusal {
    fn from(error: RequestError) -> Self {
        Self {
            errors: vec![error],
            costs: None,
        }
    }
}
