//! Introspection: which fields are the library's to answer, and the document for it.

use std::collections::HashMap;

use async_graphql::{
    Positioned, Value, Variables,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, OperationDefinition, OperationType,
        Selection, SelectionSet,
    },
};

use super::{schema::LibrarySchema, types::TypeRef};

/// Stands for every type of the introspection, which the tables do not know.
pub(super) const INSIDE: &str = "__Introspection";

/// Most lists of types and fields inside each other, as in graphql-js.
///
/// The usual introspection query has one; each more multiplies the answer by the
/// size of the schema.
pub(super) const LIST_DEPTH_MAX: usize = 3;

/// Whether a root field is answered by the library.
pub(super) fn is_root_field(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// Whether a field of the type `parent` belongs to the introspection.
pub(super) fn is_part(parent: &str, name: &str) -> bool {
    is_root_field(name) || parent.starts_with("__")
}

/// The type of an argument of any introspection field, and whether it has a default.
pub(super) fn argument(name: &str) -> Option<(TypeRef, bool)> {
    match name {
        "name" => Some((TypeRef::named_nn(TypeRef::STRING), false)),
        "includeDeprecated" => Some((TypeRef::named(TypeRef::BOOLEAN), true)),
        _ => None,
    }
}

/// How many lists that multiply each other are asked for, one inside the other.
pub(super) fn list_depth(document: &ExecutableDocument, set: &SelectionSet) -> usize {
    set_depth(document, set, &mut HashMap::new())
}

fn set_depth<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    known: &mut HashMap<&'a str, usize>,
) -> usize {
    let depths = set.items.iter().map(|selection| match &selection.node {
        Selection::Field(field) => {
            let inner = set_depth(document, &field.node.selection_set.node, known);
            let multiplies = matches!(
                field.node.name.node.as_str(),
                "fields" | "inputFields" | "interfaces" | "possibleTypes"
            );
            inner + usize::from(multiplies)
        }
        Selection::InlineFragment(fragment) => {
            set_depth(document, &fragment.node.selection_set.node, known)
        }
        Selection::FragmentSpread(spread) => {
            let name = spread.node.fragment_name.node.as_str();
            if let Some(depth) = known.get(name) {
                return *depth;
            }
            let fragment = document.fragments.get(name);
            let depth = fragment.map_or(0, |fragment| {
                set_depth(document, &fragment.node.selection_set.node, known)
            });
            known.insert(name, depth);
            depth
        }
    });
    depths.max().unwrap_or(0)
}

/// The fields of one response key, all of which are to be answered together.
pub(super) type Group<'a> = (&'a str, Vec<&'a Positioned<Field>>);

/// Answers introspection fields, and nothing else of the document, by response key.
pub(super) fn answer(
    schema: &LibrarySchema,
    document: &ExecutableDocument,
    operation: &Positioned<OperationDefinition>,
    groups: &[Group<'_>],
    variables: &serde_json::Map<String, serde_json::Value>,
) -> Result<Value, String> {
    let items = groups.iter().filter_map(|(_, fields)| {
        let mut merged = (*fields.first()?).clone();
        merged.node.directives.clear();
        for other in fields.get(1..)? {
            let items = &other.node.selection_set.node.items;
            merged
                .node
                .selection_set
                .node
                .items
                .extend(items.iter().cloned());
        }
        let at = merged.pos;
        Some(Positioned::new(Selection::Field(merged), at))
    });
    let selection_set = SelectionSet {
        items: items.collect(),
    };
    let introspection = OperationDefinition {
        ty: OperationType::Query,
        variable_definitions: operation.node.variable_definitions.clone(),
        directives: Vec::new(),
        selection_set: Positioned::new(selection_set, operation.pos),
    };
    let introspection = Positioned::new(introspection, operation.pos);
    let document = ExecutableDocument {
        operations: DocumentOperations::Single(introspection),
        fragments: document.fragments.clone(),
    };
    let variables = serde_json::Value::Object(variables.clone());
    schema.introspect(document, Variables::from_json(variables))
}
