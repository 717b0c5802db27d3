//! Counts what a document would expand to, in time linear in the document.
//!
//! Sizes are sums over all operations, because every operation is validated, also those
//! that are not run. Everything after it, the library's rules included, may follow fragments wherever they
//! are spread; this is what makes that safe.

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::Value;
use hashbrown::HashMap;

use super::{document::in_order, items};
use crate::graphql::{
    error::{ErrorCode, RequestError},
    limits::Limits,
};

/// The size of a document, fragments counted where they are spread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Selections looked at, each once: the work of the scan itself.
    pub visited: u64,
    /// What all operations expand to, and fragments that none of them reaches.
    pub size: Size,
    /// How many operations there are.
    pub operations: usize,
    /// Whether a path is longer than `nesting_max`; the numbers then leave it out.
    pub too_nested: bool,
    /// Spreads by which a fragment reaches itself.
    pub cycles: Vec<RequestError>,
}

/// What a selection set expands to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Fields.
    pub fields: u64,
    /// Fields with another name in the answer.
    pub aliases: u64,
    /// Directives.
    pub directives: u64,
    /// Items of lists and fields of input objects, in literals at all levels.
    pub items: u64,
    /// Fields inside each other.
    pub depth: usize,
    /// Fields and fragments inside each other.
    pub nesting: usize,
}

impl Size {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.items = self.items.saturating_add(other.items);
        self.depth = self.depth.max(other.depth);
        self.nesting = self.nesting.max(other.nesting);
    }

    fn add_directives(&mut self, directives: &[Positioned<Directive>]) {
        self.directives = self.directives.saturating_add(directives.len() as u64);
        for directive in directives {
            self.add_arguments(&directive.node.arguments);
        }
    }

    fn add_arguments(&mut self, arguments: &[(Positioned<Name>, Positioned<Value>)]) {
        for (_, value) in arguments {
            self.add_items(items::of_literal(&value.node, &|_| 0));
        }
    }

    fn add_items(&mut self, items: usize) {
        self.items = self.items.saturating_add(items as u64);
    }
}

/// Counts the operations and fragments of a document.
pub fn scan(document: &ExecutableDocument, nesting_max: usize) -> Scan {
    let mut scanner = Scanner {
        document,
        nesting_max,
        known: HashMap::new(),
        scan: Scan::default(),
    };
    for (_, operation) in in_order(document.operations.iter()) {
        let mut size = scanner.set(&operation.node.selection_set.node, 0);
        size.add_directives(&operation.node.directives);
        for definition in &operation.node.variable_definitions {
            let default = definition.node.default_value.as_ref();
            size.add_items(default.map_or(0, |default| items::of_constant(&default.node)));
        }
        scanner.scan.size.add(size);
        scanner.scan.operations += 1;
    }
    // Unused fragments are for the validation to report, but it walks them first.
    for (name, _) in in_order(document.fragments.iter()) {
        if !scanner.known.contains_key(name.as_str()) {
            let size = scanner.fragment(name, 0);
            scanner.scan.size.add(size);
        }
    }
    scanner.scan
}

impl Scan {
    /// Refuses what is too large, or endless.
    pub fn check(&self, limits: &Limits) -> Result<(), Vec<RequestError>> {
        if !self.cycles.is_empty() {
            return Err(self.cycles.clone());
        }
        let size = &self.size;
        let whose = if self.operations == 1 {
            "the operation has"
        } else {
            "all operations together have"
        };
        let mut errors = Vec::new();
        let mut check = |what: &str, count: u64, max: usize| {
            if count > max as u64 {
                errors.push(RequestError::whole(
                    ErrorCode::LimitReached,
                    format!("{whose} {what}: {count}, at most {max} are allowed"),
                ));
            }
        };
        check("too many fields", size.fields, limits.fields_max);
        check("too many aliases", size.aliases, limits.aliases_max);
        check(
            "too many directives",
            size.directives,
            limits.directives_max,
        );
        check(
            "too many items of lists and input objects",
            size.items,
            limits.input_items_max,
        );
        check(
            "too many levels of fields",
            size.depth as u64,
            limits.depth_max,
        );
        if self.too_nested || size.nesting > limits.nesting_max {
            errors.push(RequestError::whole(
                ErrorCode::LimitReached,
                format!(
                    "fields and fragments stand inside each other in more than {} levels",
                    limits.nesting_max
                ),
            ));
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

struct Scanner<'a> {
    document: &'a ExecutableDocument,
    nesting_max: usize,
    /// `None` while the fragment is being counted.
    known: HashMap<&'a str, Option<Size>>,
    scan: Scan,
}

impl<'a> Scanner<'a> {
    fn set(&mut self, set: &'a SelectionSet, nesting: usize) -> Size {
        let mut size = Size::default();
        if set.items.is_empty() {
            return size;
        }
        if nesting >= self.nesting_max {
            self.scan.too_nested = true;
            return size;
        }
        for selection in &set.items {
            self.scan.visited += 1;
            size.add_directives(selection.node.directives());
            let mut inner = match &selection.node {
                Selection::Field(field) => {
                    let mut inner = self.set(&field.node.selection_set.node, nesting + 1);
                    inner.depth += 1;
                    inner.add_arguments(&field.node.arguments);
                    inner.fields = inner.fields.saturating_add(1);
                    inner.aliases = inner
                        .aliases
                        .saturating_add(u64::from(field.node.alias.is_some()));
                    inner
                }
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, nesting + 1)
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(None) = self.known.get(name) {
                        self.scan.cycles.push(RequestError::at(
                            ErrorCode::Validation,
                            spread.pos,
                            format!("Fragment \"{name}\" reaches itself by this spread"),
                        ));
                    }
                    self.fragment(name, nesting + 1)
                }
            };
            inner.nesting += 1;
            size.add(inner);
        }
        size
    }

    fn fragment(&mut self, name: &'a str, nesting: usize) -> Size {
        if let Some(known) = self.known.get(name) {
            return known.unwrap_or_default();
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            // Counted as a field, so that spreads of nothing are bounded too.
            return Size {
                fields: 1,
                ..Size::default()
            };
        };
        self.known.insert(name, None);
        let mut size = self.set(&fragment.node.selection_set.node, nesting);
        size.add_directives(&fragment.node.directives);
        self.known.insert(name, Some(size));
        size
    }
}
