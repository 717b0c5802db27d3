//! Costs are those of a slow and obvious count.

use async_graphql::{
    Name, Positioned,
    dynamic::TypeRef,
    parser::{
        parse_query,
        types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
    },
};
use castgraph::graphql::{
    engine::{Request, Types},
    limits::PAGE_SIZES,
};
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{
    documents::{self, Options},
    world,
};

/// How many items a list has where nothing says.
const ASSUMED_SIZE: u128 = 10;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn costs_are_those_of_a_slow_count(tape in documents::tapes()) {
        let engine = world::engine_within(usize::MAX);
        let options = Options { depth: 5, nulls_for_defaults: false, ..Options::default() };
        let document = documents::document(engine.types(), &options, &tape);
        let prepared = engine.prepare(&Request {
            query: document.text.clone(),
            variables: document.variables.clone(),
            ..Request::default()
        });
        let cost = prepared.expect("valid").cost() as u128;
        let (counted, exact) = count(engine.types(), &document.text, &document.variables);
        prop_assert!(counted <= cost, "{} {}: {}", counted, cost, document.text);
        prop_assert!(counted == cost || !exact, "{} {}: {}", counted, cost, document.text);
    }
}

/// What an operation costs, and whether that is exact: of several possible types the engine
/// takes what costs most apart from their lists, and the lists that cost most.
fn count(types: &Types, query: &str, variables: &Map<String, Value>) -> (u128, bool) {
    let document = parse_query(query).expect("valid documents parse");
    let operation = &document
        .operations
        .iter()
        .next()
        .expect("an operation")
        .1
        .node;
    let mut values = variables.clone();
    for definition in &operation.variable_definitions {
        let definition = &definition.node;
        if let Some(default) = &definition.default_value {
            let value = default.node.clone().into_json().expect("JSON");
            values.entry(definition.name.node.as_str()).or_insert(value);
        }
    }
    let mut count = Count {
        types,
        document: &document,
        variables: values,
        exact: true,
    };
    let sets = [&operation.selection_set.node];
    (
        count.selection(types.query(), &sets, ASSUMED_SIZE),
        count.exact,
    )
}

struct Count<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    variables: Map<String, Value>,
    exact: bool,
}

impl<'a> Count<'a> {
    /// The fields of one object; its lists have `size` items where they do not say.
    fn selection(&mut self, object: &str, sets: &[&'a SelectionSet], size: u128) -> u128 {
        let (mut fields, mut spread) = (Vec::new(), Vec::new());
        for set in sets {
            self.collect(object, set, &mut spread, &mut fields);
        }
        let costs = fields
            .iter()
            .map(|(_, same)| self.field(object, same, size));
        costs.sum()
    }

    fn field(&mut self, object: &str, same: &[&'a Field], size: u128) -> u128 {
        let field = same[0];
        let name = field.name.node.as_str();
        if name == "__typename" {
            return 1;
        }
        let definition = self.types.field(object, name).expect("valid").clone();
        let first = definition
            .arguments
            .iter()
            .find(|argument| argument.name == "first");
        let first = first.map(|argument| {
            let first = self.argument(field, "first");
            let default = || {
                argument
                    .default
                    .clone()
                    .expect("a default")
                    .into_json()
                    .ok()
            };
            first
                .or_else(default)
                .and_then(|first| first.as_i64())
                .expect("a number")
        });
        let slice = first.map(|first| {
            u128::try_from(first).map_or(0, |first| first.min(PAGE_SIZES.max as u128))
        });
        let longest = definition
            .arguments
            .iter()
            .filter(|argument| is_list(&argument.type_ref));
        let longest =
            longest.filter_map(|argument| match self.argument(field, &argument.name)? {
                Value::Null => None,
                Value::Array(items) => Some(items.len() as u128),
                _ => Some(1),
            });
        let (items, size_beneath) = if is_list(&definition.type_ref) {
            (slice.or(longest.max()).unwrap_or(size), ASSUMED_SIZE)
        } else {
            (1, slice.unwrap_or(ASSUMED_SIZE))
        };
        let sets: Vec<_> = same.iter().map(|field| &field.selection_set.node).collect();
        let possible = self.types.possible(definition.type_ref.type_name());
        self.exact &= possible.len() < 2;
        let of_one = possible
            .iter()
            .map(|possible| self.selection(possible, &sets, size_beneath));
        let of_one = of_one.max().unwrap_or(0);
        self.weight(object, field) + items * of_one
    }

    /// What the tables of the world state.
    fn weight(&self, object: &str, field: &Field) -> u128 {
        match (object, field.name.node.as_str()) {
            ("Crowd", "leader") => 3,
            ("Query", "crowd") => match self.argument(field, "only") {
                None | Some(Value::Null) => 5,
                Some(_) => 7,
            },
            _ => 1,
        }
    }

    /// The value of an argument, if it is given.
    fn argument(&self, field: &Field, name: &str) -> Option<Value> {
        let given = &field.get_argument(name)?.node;
        if let async_graphql_value::Value::Variable(name) = given {
            return self.variables.get(name.as_str()).cloned();
        }
        let value = |name: Name| {
            let value = self.variables.get(name.as_str()).cloned();
            async_graphql::Value::from_json(value.unwrap_or_default())
        };
        let constant = given.clone().into_const_with(value).expect("JSON");
        Some(constant.into_json().expect("JSON"))
    }

    fn collect(
        &self,
        object: &str,
        set: &'a SelectionSet,
        spread: &mut Vec<String>,
        fields: &mut Vec<(String, Vec<&'a Field>)>,
    ) {
        for selection in &set.items {
            let directives = selection.node.directives();
            if self.says(directives, "skip") == Some(true)
                || self.says(directives, "include") == Some(false)
            {
                continue;
            }
            let (on, set) = match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.to_string();
                    match fields.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, same)) => same.push(&field.node),
                        None => fields.push((key, vec![&field.node])),
                    }
                    continue;
                }
                Selection::FragmentSpread(fragment) => {
                    let name = fragment.node.fragment_name.node.to_string();
                    if spread.contains(&name) {
                        continue;
                    }
                    let fragment = &self.document.fragments[name.as_str()].node;
                    spread.push(name);
                    (Some(&fragment.type_condition), &fragment.selection_set.node)
                }
                Selection::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    (
                        fragment.type_condition.as_ref(),
                        &fragment.selection_set.node,
                    )
                }
            };
            let applies = |on: &str| self.types.possible(on).contains(&object);
            if on.is_none_or(|on| applies(&on.node.on.node)) {
                self.collect(object, set, spread, fields);
            }
        }
    }

    fn says(&self, directives: &[Positioned<Directive>], name: &str) -> Option<bool> {
        let mut directives = directives.iter().map(|directive| &directive.node);
        let directive = directives.find(|directive| directive.name.node == name)?;
        match &directive.get_argument("if")?.node {
            async_graphql_value::Value::Boolean(truth) => Some(*truth),
            async_graphql_value::Value::Variable(name) => self.variables[name.as_str()].as_bool(),
            _ => None,
        }
    }
}

fn is_list(type_ref: &TypeRef) -> bool {
    match type_ref {
        TypeRef::Named(_) => false,
        TypeRef::NonNull(inner) => is_list(inner),
        TypeRef::List(_) => true,
    }
}
