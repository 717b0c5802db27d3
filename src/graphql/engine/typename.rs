//! `__typename`, made visible to the library's rules.

use std::mem;

use async_graphql::{
    Positioned,
    parser::types::{
        DocumentOperations, ExecutableDocument, InlineFragment, Selection, SelectionSet,
    },
};

/// The document for the library, which does not look at `__typename` or its directives.
///
/// Each stands in an inline fragment with its directives, so that their variables are
/// seen. [`check`](super::check) sees the document as it is.
pub(super) fn made_visible(document: &ExecutableDocument) -> ExecutableDocument {
    let mut document = document.clone();
    let operations = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![operation],
        DocumentOperations::Multiple(operations) => operations.values_mut().collect(),
    };
    let operations = operations.into_iter();
    let operation_sets = operations.map(|operation| &mut operation.node.selection_set);
    let fragments = document.fragments.values_mut();
    let fragment_sets = fragments.map(|fragment| &mut fragment.node.selection_set);
    for set in operation_sets.chain(fragment_sets) {
        show_typenames(&mut set.node);
    }
    document
}

fn show_typenames(set: &mut SelectionSet) {
    for selection in &mut set.items {
        let at = selection.pos;
        match &mut selection.node {
            Selection::InlineFragment(fragment) => {
                show_typenames(&mut fragment.node.selection_set.node);
            }
            Selection::Field(field)
                if field.node.name.node == "__typename" && !field.node.directives.is_empty() =>
            {
                let directives = mem::take(&mut field.node.directives);
                let items = vec![Positioned::new(Selection::Field(field.clone()), at)];
                let fragment = InlineFragment {
                    type_condition: None,
                    directives,
                    selection_set: Positioned::new(SelectionSet { items }, at),
                };
                selection.node = Selection::InlineFragment(Positioned::new(fragment, at));
            }
            Selection::Field(field) => show_typenames(&mut field.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}
