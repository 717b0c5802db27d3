//! Documents and variables in the log and in spans: only where somebody asks for them.

use crate::graphql::engine::Request;

/// Which texts of a request are logged; neither, unless asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The document.
    pub documents: bool,
    /// The values of variables, which may be of concern to persons.
    pub variables: bool,
}

impl Texts {
    /// The document, where it is asked for.
    pub(super) fn document(self, request: &Request) -> Option<&str> {
        self.documents.then_some(request.query.as_str())
    }

    /// The variables as JSON, where they are asked for.
    pub(super) fn variables(self, request: &Request) -> Option<String> {
        let json = || serde_json::to_string(&request.variables);
        self.variables
            .then(|| json().expect("what was JSON is JSON"))
    }

    /// Writes a line of the log with what is asked for.
    pub(super) fn log(self, request: &Request) {
        if self == Self::default() {
            return;
        }
        let request_id = request.request_id.as_str();
        let operation = request.operation_name.as_deref();
        let (document, variables) = (self.document(request), self.variables(request));
        tracing::info!(operation, document, variables, request_id, "asked");
    }
}
