//! Things that were found to be one, each class with the thing that stays.

use crate::graph::view::Node;
use crate::model::KeyRef;
use std::collections::HashMap;

/// Classes of things that are one; what is not named is alone.
#[derive(Debug, Default)]
pub(super) struct Classes<'g> {
    /// What stays of each class of several, by those that give way.
    stays: HashMap<KeyRef<'g>, Node<'g>>,
    /// All of each class of several, by what stays of it.
    members: HashMap<KeyRef<'g>, Vec<Node<'g>>>,
}

impl<'g> Classes<'g> {
    /// What stays of the class of a thing.
    pub fn one(&self, node: Node<'g>) -> Node<'g> {
        self.stays.get(&node.key()).copied().unwrap_or(node)
    }

    /// All things of the class of a thing, what stays first.
    pub fn members(&self, node: Node<'g>) -> Vec<Node<'g>> {
        let one = self.one(node);
        let members = self.members.get(&one.key()).cloned();
        members.unwrap_or_else(|| vec![one])
    }

    /// Whether a thing was found to be one with another.
    pub fn is_joined(&self, node: Node<'g>) -> bool {
        self.members.contains_key(&self.one(node).key())
    }

    /// What stays of each class of several, in no order.
    pub fn joined(&self) -> impl Iterator<Item = Node<'g>> {
        self.members.values().map(|members| members[0])
    }

    /// Makes two classes one, given what stays of each; the second gives way.
    pub fn join(&mut self, stays: Node<'g>, gives_way: Node<'g>) {
        let mut members = self.members(stays);
        let others = self.members(gives_way);
        self.members.remove(&gives_way.key());
        self.stays
            .extend(others.iter().map(|other| (other.key(), stays)));
        members.extend(others);
        self.members.insert(stays.key(), members);
    }
}
