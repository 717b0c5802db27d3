//! Whether numbers of a column mean something in the rest of the graph.

use super::Graph;
use super::storage::PointerRow;
use crate::model::value::is_time;
use crate::model::{Property, Qualifier, Relation, ValueType, property};

impl Graph {
    pub(super) fn are_nodes(&self, column: &[u32]) -> bool {
        let last = column.iter().copied().max();
        last.is_none_or(|last| (last as usize) < self.node_count())
    }

    pub(super) fn is_text(&self, text: u32) -> bool {
        (text as usize) < self.pools.texts.len()
    }

    pub(super) fn is_optional_text(&self, text: u32) -> bool {
        (text as usize) <= self.pools.texts.len()
    }

    pub(super) fn is_value(&self, expected: ValueType, value: u32) -> bool {
        let at = value as usize;
        match expected {
            ValueType::Text => self.is_text(value),
            ValueType::Time => self.is_text(value) && is_time(self.pools.texts.get(value)),
            ValueType::Count => i32::try_from(value).is_ok(),
            ValueType::Number => at < self.pools.numbers.len(),
            ValueType::Flag => value < 2,
            ValueType::Date => true,
            ValueType::Term(vocabulary) => at < vocabulary.terms.len(),
            ValueType::AlternateName => at < self.pools.names.len(),
            ValueType::ExternalId => at < self.pools.ids.len(),
            ValueType::Key(kind) => self.nodes.range(kind).contains(&at),
        }
    }

    pub(super) fn is_pointer(&self, [sort, node, what, value, list]: PointerRow) -> bool {
        let is_node = |node: u32| (node as usize) < self.node_count();
        if sort == 2 {
            let relation = (what as usize) < Relation::ALL.len();
            let list = (list as usize) < self.pools.lists.len();
            return relation && list && is_node(node) && is_node(value);
        }
        let Some(property) = Property::ALL.get(what as usize) else {
            return false;
        };
        if sort > 2 || !is_node(node) {
            return false;
        }
        let rule = property::rule(self.nodes.kind(node), *property);
        rule.is_some_and(|rule| sort == 0 || self.is_value(rule.value, value))
    }

    pub(super) fn is_question(&self, [sort, about, what]: [u32; 3]) -> bool {
        let (about_at, what_at) = (about as usize, what as usize);
        match sort {
            0 => about_at < self.node_count() && what_at < Property::ALL.len(),
            1 => about_at < self.node_count() && what_at < Relation::ALL.len(),
            2 => about_at < self.edge_count() && what_at < Qualifier::ALL.len(),
            3 => self.is_text(about) && self.is_text(what),
            _ => false,
        }
    }
}
