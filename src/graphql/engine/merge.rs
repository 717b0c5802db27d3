//! Whether fields with the same response key can merge: the specification's
//! `FieldsInSetCanMerge`.
//!
//! The specification compares pairs; here fields are grouped, so the work does not grow
//! with the square of a group. Two questions are asked separately, each with its own
//! recursion into the merged selections of a group:
//!
//! 1. *Shape*: all fields of a key have types of one shape, whatever their parents.
//! 2. *Sameness*: fields whose parents may be one object are one field with one set of
//!    arguments. Different object types never are; an interface may be any of them.
//!
//! Both remember the sets they have seen. Sameness comes first: its texts say more.

use std::{collections::BTreeMap, ptr};

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};
use hashbrown::HashSet;

use super::{
    document::in_order,
    types::{TypeRef, Types},
};
use crate::graphql::error::{ErrorCode, RequestError};

/// Most fields to look at, each counted in every set that it is merged into.
///
/// Documents of people need a few times their number of fields.
const WORK_MAX: usize = 200_000;

/// Fields of one selection that are compared pair by pair.
const COMPARED_MAX: usize = 32;

/// Reports every group of fields that cannot merge, in all operations.
pub(super) fn check(types: &Types, document: &ExecutableDocument) -> Vec<RequestError> {
    let mut merge = Merge {
        types,
        document,
        work: 0,
        shapes_seen: HashSet::new(),
        sameness_seen: HashSet::new(),
        reported: HashSet::new(),
        errors: Vec::new(),
    };
    for (_, operation) in in_order(document.operations.iter()) {
        let selected = &operation.node.selection_set.node;
        if is_merged(selected) {
            continue;
        }
        let mut set = FieldSet::default();
        merge.collect(types.query(), selected, &mut set);
        merge.sameness(&set);
        merge.shapes(&set);
    }
    if merge.work > WORK_MAX {
        let message = "the operation merges too many fields";
        return vec![RequestError::whole(ErrorCode::LimitReached, message)];
    }
    merge.errors
}

/// Whether there is nothing to merge, as in most documents: few fields of different keys, and no
/// fragments, here and below.
fn is_merged(set: &SelectionSet) -> bool {
    let is_alone = |(at, selection): (usize, &Positioned<Selection>)| {
        field(selection).is_some_and(|one| {
            let key = &one.response_key().node;
            let mut before = set.items[..at].iter().filter_map(field);
            before.all(|other| other.response_key().node != *key)
                && is_merged(&one.selection_set.node)
        })
    };
    set.items.len() <= COMPARED_MAX && set.items.iter().enumerate().all(is_alone)
}

fn field(selection: &Positioned<Selection>) -> Option<&Field> {
    match &selection.node {
        Selection::Field(field) => Some(&field.node),
        _ => None,
    }
}

/// A field and the type that it is selected on.
#[derive(Clone, Copy)]
struct Node<'a> {
    parent: &'a str,
    field: &'a Positioned<Field>,
}

impl Node<'_> {
    fn address(&self) -> usize {
        ptr::from_ref(self.field).addr()
    }
}

/// Fields of one merged selection, each once, with fragments expanded.
#[derive(Default)]
struct FieldSet<'a> {
    nodes: Vec<Node<'a>>,
    spreads: HashSet<&'a str>,
    fields: HashSet<usize>,
}

impl<'a> FieldSet<'a> {
    fn add(&mut self, node: Node<'a>) {
        if self.fields.insert(node.address()) {
            self.nodes.push(node);
        }
    }

    /// Equal for sets of the same fields.
    fn identity(&self) -> Vec<usize> {
        let mut identity: Vec<usize> = self.fields.iter().copied().collect();
        identity.sort_unstable();
        identity
    }

    fn by_response_key(&self) -> impl Iterator<Item = Vec<Node<'a>>> + use<'a> {
        let mut groups: BTreeMap<&str, Vec<Node<'a>>> = BTreeMap::new();
        for node in &self.nodes {
            let key = node.field.node.response_key().node.as_str();
            groups.entry(key).or_default().push(*node);
        }
        groups.into_values()
    }
}

struct Merge<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    work: usize,
    shapes_seen: HashSet<Vec<usize>>,
    sameness_seen: HashSet<Vec<usize>>,
    /// Fields that are not the same, whose shapes are not worth a second error.
    reported: HashSet<usize>,
    errors: Vec<RequestError>,
}

impl<'a> Merge<'a> {
    fn collect(&mut self, parent: &'a str, set: &'a SelectionSet, into: &mut FieldSet<'a>) {
        for selection in &set.items {
            self.work += 1;
            match &selection.node {
                Selection::Field(field) => into.add(Node { parent, field }),
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let parent = condition.map_or(parent, |on| on.node.on.node.as_str());
                    self.collect(parent, &fragment.node.selection_set.node, into);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name)
                        && into.spreads.insert(name)
                    {
                        let parent = fragment.node.type_condition.node.on.node.as_str();
                        self.collect(parent, &fragment.node.selection_set.node, into);
                    }
                }
            }
        }
    }

    fn merged_selections(&mut self, group: &[Node<'a>]) -> FieldSet<'a> {
        let mut merged = FieldSet::default();
        for node in group {
            let name = node.field.node.name.node.as_str();
            let field = self.types.field(node.parent, name);
            let child = field.map_or(node.parent, |field| field.type_ref.type_name());
            self.collect(child, &node.field.node.selection_set.node, &mut merged);
        }
        merged
    }

    fn shapes(&mut self, set: &FieldSet<'a>) {
        if self.work > WORK_MAX || !self.shapes_seen.insert(set.identity()) {
            return;
        }
        for group in set.by_response_key() {
            let first = group[0];
            let shape = self.type_of(first);
            let other = group
                .iter()
                .find(|node| !self.same_shape(&shape, &self.type_of(**node)));
            if let Some(other) = other {
                let found = self.type_of(*other);
                let why = format!("they have the types {shape} and {found}");
                let reported = |node: Node<'_>| self.reported.contains(&node.address());
                if !(reported(first) && reported(*other)) {
                    self.report(first, *other, &why);
                }
            } else {
                let merged = self.merged_selections(&group);
                self.shapes(&merged);
            }
        }
    }

    fn sameness(&mut self, set: &FieldSet<'a>) {
        if self.work > WORK_MAX || !self.sameness_seen.insert(set.identity()) {
            return;
        }
        for group in set.by_response_key() {
            for group in self.by_common_parent(&group) {
                let first = group[0];
                let other = group.iter().find_map(|node| {
                    difference(&first.field.node, &node.field.node).map(|why| (*node, why))
                });
                if let Some((other, why)) = other {
                    self.report(first, other, &why);
                    self.reported.extend([first.address(), other.address()]);
                } else {
                    let merged = self.merged_selections(&group);
                    self.sameness(&merged);
                }
            }
        }
    }

    /// Groups in which every two fields may be asked of one object.
    fn by_common_parent(&self, group: &[Node<'a>]) -> Vec<Vec<Node<'a>>> {
        let mut concrete: BTreeMap<&str, Vec<Node<'a>>> = BTreeMap::new();
        let mut of_interfaces = Vec::new();
        for node in group {
            if self.types.interface(node.parent).is_some() {
                of_interfaces.push(*node);
            } else {
                concrete.entry(node.parent).or_default().push(*node);
            }
        }
        if concrete.is_empty() {
            return vec![of_interfaces];
        }
        let mut groups: Vec<_> = concrete.into_values().collect();
        for group in &mut groups {
            group.extend(of_interfaces.iter().copied());
        }
        groups
    }

    fn type_of(&self, node: Node<'_>) -> TypeRef {
        let name = node.field.node.name.node.as_str();
        let field = self.types.field(node.parent, name);
        // The one field that no table has.
        field.map_or(TypeRef::named_nn(TypeRef::STRING), |field| {
            field.type_ref.clone()
        })
    }

    fn same_shape(&self, one: &TypeRef, other: &TypeRef) -> bool {
        match (one, other) {
            (TypeRef::NonNull(one), TypeRef::NonNull(other))
            | (TypeRef::List(one), TypeRef::List(other)) => self.same_shape(one, other),
            (TypeRef::Named(one), TypeRef::Named(other)) => {
                let composite = |name: &str| !self.types.fields(name).is_empty();
                one == other || (composite(one) && composite(other))
            }
            _ => false,
        }
    }

    fn report(&mut self, first: Node<'_>, other: Node<'_>, why: &str) {
        let key = &first.field.node.response_key().node;
        let message = format!("Fields \"{key}\" cannot merge: {why}; give one of them an alias");
        self.errors.push(RequestError {
            locations: vec![first.field.pos, other.field.pos],
            ..RequestError::whole(ErrorCode::Validation, message)
        });
    }
}

/// Why two fields are not one.
fn difference(one: &Field, other: &Field) -> Option<String> {
    let (name, other_name) = (&one.name.node, &other.name.node);
    if name != other_name {
        return Some(format!("they are \"{name}\" and \"{other_name}\""));
    }
    let same_arguments = one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, value)| {
            let other = other.get_argument(&name.node);
            other.is_some_and(|other| other.node == value.node)
        });
    (!same_arguments).then(|| "they have different arguments".to_owned())
}
