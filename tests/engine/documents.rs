//! Documents made up from a schema: valid ones, and ones spoilt in a known way.
//!
//! A document is read off a tape of numbers, so that proptest can shrink it: an empty
//! tape gives the smallest document. Nothing here knows which schema it is.
//!
//! Fields that may meet must merge, so a response key is decided by everything that must
//! agree: the field's name, its arguments and its type.

use std::{collections::BTreeMap, fmt::Write};

use async_graphql::dynamic::TypeRef;
use castgraph::graphql::engine::{FieldType, InputField, Types};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::xxh3_64;

/// A document with values for its variables.
#[derive(Clone, Debug)]
pub struct Document {
    pub text: String,
    pub variables: Map<String, Value>,
}

/// What is allowed in a document.
#[derive(Clone, Debug)]
pub struct Options {
    /// Most fields inside each other.
    pub depth: usize,
    /// Fields that are never selected, by name.
    pub without: Vec<&'static str>,
    /// Whether a variable may be `null` where only its default saves the document.
    pub nulls_for_defaults: bool,
    /// Whether `__typename` may have directives.
    pub typename_directives: bool,
    /// The only literals of an argument or input field, where not every value will do; of
    /// none, it is left out.
    pub samples: fn(&InputField) -> Option<&'static [&'static str]>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            depth: 4,
            without: Vec::new(),
            nulls_for_defaults: true,
            typename_directives: true,
            samples: |_| None,
        }
    }
}

/// Tapes for documents.
pub fn tapes() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 0..220)
}

/// The valid document on a tape.
pub fn document(types: &Types, options: &Options, tape: &[u16]) -> Document {
    Generator::new(types, options, tape).finish(None)
}

/// A document that breaks one rule, and which.
pub fn spoilt(types: &Types, options: &Options, tape: &[u16], spoiler: u16) -> (Document, Spoiler) {
    let spoiler = SPOILERS[usize::from(spoiler) % SPOILERS.len()];
    (
        Generator::new(types, options, tape).finish(Some(spoiler)),
        spoiler,
    )
}

/// A way to spoil a document: what is added to the root's selection, and behind it.
pub type Spoiler = (&'static str, &'static str, &'static str);

const SPOILERS: [Spoiler; 12] = [
    ("an unknown field", "noSuchField", ""),
    ("an unknown fragment", "...NoSuchFragment", ""),
    (
        "an unused fragment",
        "",
        "fragment Unused on Query { __typename }",
    ),
    (
        "a fragment cycle",
        "...Loop",
        "fragment Loop on Query { ...Loop }",
    ),
    (
        "a fragment on an unknown type",
        "... on NoSuchType { __typename }",
        "",
    ),
    ("an impossible fragment", "... on __Type { name }", ""),
    (
        "different fields of one key",
        "k: __typename k: __schema { description }",
        "",
    ),
    (
        "different shapes deep down",
        "__schema { d: description } __schema { d: __typename }",
        "",
    ),
    ("an unknown directive", "__typename @noSuchDirective", ""),
    (
        "a condition that is no boolean",
        "__typename @skip(if: 1)",
        "",
    ),
    (
        "an undefined variable",
        "__typename @skip(if: $noSuchVariable)",
        "",
    ),
    ("arguments of __typename", "__typename(x: 1)", ""),
];

struct Generator<'a> {
    types: &'a Types,
    options: &'a Options,
    tape: std::slice::Iter<'a, u16>,
    fragments: Vec<(String, &'a str, String)>,
    /// By name: the definition's text and the value, if given.
    variables: BTreeMap<String, (String, Option<Value>)>,
}

impl<'a> Generator<'a> {
    fn new(types: &'a Types, options: &'a Options, tape: &'a [u16]) -> Self {
        Self {
            types,
            options,
            tape: tape.iter(),
            fragments: Vec::new(),
            variables: BTreeMap::new(),
        }
    }

    fn finish(mut self, spoiler: Option<Spoiler>) -> Document {
        let set = self.set(self.types.query(), self.options.depth);
        let (_, inside, behind) = spoiler.unwrap_or_default();
        let definitions: Vec<_> = self
            .variables
            .values()
            .map(|(definition, _)| definition.as_str())
            .collect();
        let head = match definitions.as_slice() {
            [] => String::new(),
            definitions => format!("query ({}) ", definitions.join(", ")),
        };
        let mut text = format!("{head}{{ {set} {inside} }}");
        for (name, on, set) in &self.fragments {
            write!(text, " fragment {name} on {on} {{ {set} }}").expect("a String");
        }
        write!(text, " {behind}").expect("a String");
        let given = self.variables.into_iter();
        let given = given.filter_map(|(name, (_, value))| Some((name, value?)));
        Document {
            text,
            variables: given.collect(),
        }
    }

    /// A number below `count`; 0 when the tape is at its end.
    fn pick(&mut self, count: usize) -> usize {
        self.tape
            .next()
            .map_or(0, |number| usize::from(*number) % count)
    }

    /// Whether something of this chance in a hundred happens; not at the tape's end.
    fn chance(&mut self, percent: usize) -> bool {
        let drawn = self
            .tape
            .next()
            .map_or(99, |number| usize::from(*number) % 100);
        drawn < percent
    }

    fn set(&mut self, parent: &'a str, depth: usize) -> String {
        let mut selections = Vec::new();
        for _ in 0..=self.pick(4) {
            selections.push(self.selection(parent, depth));
            if self.tape.len() == 0 {
                break;
            }
        }
        selections.join(" ")
    }

    fn selection(&mut self, parent: &'a str, depth: usize) -> String {
        match self.pick(10) {
            7 | 8 if depth > 0 => {
                let on = self.overlapping(parent);
                let condition = if self.chance(15) { None } else { Some(on) };
                let directives = self.directives();
                let set = self.set(condition.unwrap_or(parent), depth - 1);
                let condition = condition.map_or(String::new(), |on| format!("on {on} "));
                format!("... {condition}{directives} {{ {set} }}")
            }
            9 if depth > 0 => {
                let name = self.fragment(parent, depth);
                format!("...{name} {}", self.directives())
            }
            _ => self.field(parent, depth),
        }
    }

    /// A named fragment that may be spread here: an old one, or a new one.
    fn fragment(&mut self, parent: &'a str, depth: usize) -> String {
        if self.chance(50) {
            let usable = self
                .fragments
                .iter()
                .filter(|(_, on, _)| self.overlap(parent, on));
            let usable: Vec<String> = usable.map(|(name, ..)| name.clone()).collect();
            if !usable.is_empty() {
                return usable[self.pick(usable.len())].clone();
            }
        }
        let on = self.overlapping(parent);
        // Complete before it is known: so no fragment reaches itself.
        let set = self.set(on, depth - 1);
        let name = format!("F{}", self.fragments.len());
        self.fragments.push((name.clone(), on, set));
        name
    }

    fn overlap(&self, one: &str, other: &str) -> bool {
        let possible = self.types.possible(other);
        self.types
            .possible(one)
            .iter()
            .any(|name| possible.contains(name))
    }

    /// A type that a fragment on `parent` may name.
    fn overlapping(&mut self, parent: &'a str) -> &'a str {
        let types = self.types;
        let mut names = vec![parent];
        names.extend(types.possible(parent));
        let interfaces = types.interfaces.iter().map(|interface| interface.name);
        names.extend(interfaces.filter(|name| self.overlap(parent, name)));
        names.sort_unstable();
        names.dedup();
        names[self.pick(names.len())]
    }

    fn field(&mut self, parent: &'a str, depth: usize) -> String {
        let types = self.types;
        let without = &self.options.without;
        let fields = types.fields(parent).iter().filter(|field| {
            let leaf = types.fields(field.type_ref.type_name()).is_empty();
            !without.contains(&field.name) && (leaf || depth > 0)
        });
        let fields: Vec<&'a FieldType> = fields.collect();
        let index = self.pick(fields.len() + 1);
        let Some(field) = fields.get(index) else {
            let key = if self.chance(30) { "t: " } else { "" };
            if !self.options.typename_directives {
                return format!("{key}__typename");
            }
            return format!("{key}__typename {}", self.directives());
        };
        let arguments = self.arguments(&field.arguments);
        let key = self.response_key(field, &arguments);
        let directives = self.directives();
        let child = field.type_ref.type_name();
        if types.fields(child).is_empty() {
            return format!("{key}{}{arguments} {directives}", field.name);
        }
        let set = self.set(child, depth - 1);
        format!("{key}{}{arguments} {directives} {{ {set} }}", field.name)
    }

    /// Empty, or an alias that only fields which can merge share.
    fn response_key(&mut self, field: &FieldType, arguments: &str) -> String {
        let types = self.types;
        let parents = types.objects.iter().map(|object| &object.fields);
        let parents = parents.chain(types.interfaces.iter().map(|interface| &interface.fields));
        let mut namesakes = parents.flatten().filter(|other| other.name == field.name);
        let unambiguous =
            arguments.is_empty() && namesakes.all(|other| other.type_ref == field.type_ref);
        if unambiguous && !self.chance(20) {
            return String::new();
        }
        let all = format!("{} {arguments} {}", field.name, field.type_ref);
        format!("a{:x}: ", xxh3_64(all.as_bytes()))
    }

    fn directives(&mut self) -> String {
        let mut directives = Vec::new();
        for name in ["skip", "include"] {
            if self.chance(12) {
                let truth = self.chance(50);
                let condition = if self.chance(50) {
                    let name = format!("b{truth}");
                    let definition = format!("${name}: Boolean!");
                    self.variables
                        .insert(name.clone(), (definition, Some(json!(truth))));
                    format!("${name}")
                } else {
                    truth.to_string()
                };
                directives.push(format!("@{name}(if: {condition})"));
            }
        }
        directives.join(" ")
    }

    fn arguments(&mut self, definitions: &[InputField]) -> String {
        let given = self.inputs(definitions, 2);
        if given.is_empty() {
            return String::new();
        }
        format!("({})", given.join(", "))
    }

    fn inputs(&mut self, definitions: &[InputField], depth: usize) -> Vec<String> {
        let mut given = Vec::new();
        for definition in definitions {
            if (self.options.samples)(definition).is_some_and(<[_]>::is_empty) {
                continue;
            }
            if definition.is_required() || self.chance(30) {
                let value = self.input(definition, depth);
                given.push(format!("{}: {value}", definition.name));
            }
        }
        given
    }

    /// A literal or a variable for an argument or input field.
    fn input(&mut self, definition: &InputField, depth: usize) -> String {
        if let Some(samples) = (self.options.samples)(definition) {
            return samples[self.pick(samples.len())].to_owned();
        }
        let required = matches!(definition.type_ref, TypeRef::NonNull(_));
        if definition.default.is_some() && required && self.chance(10) {
            // A nullable variable stands where only the place's default allows it.
            let TypeRef::NonNull(nullable) = &definition.type_ref else {
                unreachable!("it is required")
            };
            let null = self.options.nulls_for_defaults && self.chance(50);
            return self.variable(nullable, null.then_some(Value::Null), false);
        }
        self.value(&definition.type_ref, depth)
    }

    fn value(&mut self, type_ref: &TypeRef, depth: usize) -> String {
        if self.chance(25) {
            let given = self.json(type_ref, depth);
            let defaulted = self.chance(30);
            let left_out =
                (defaulted || !matches!(type_ref, TypeRef::NonNull(_))) && self.chance(40);
            return self.variable(type_ref, (!left_out).then_some(given), defaulted);
        }
        match type_ref {
            TypeRef::NonNull(inner) => self.literal(inner, depth),
            _ if self.chance(10) => "null".into(),
            nullable => self.literal(nullable, depth),
        }
    }

    fn variable(&mut self, type_ref: &TypeRef, given: Option<Value>, defaulted: bool) -> String {
        let name = format!("v{}", self.variables.len());
        let mut definition = format!("${name}: {type_ref}");
        if defaulted {
            let default = self.constant(type_ref);
            write!(definition, " = {default}").expect("a String");
        }
        self.variables.insert(name.clone(), (definition, given));
        format!("${name}")
    }

    /// A literal without variables.
    fn constant(&mut self, type_ref: &TypeRef) -> String {
        let json = self.json(type_ref, 1);
        self.print(type_ref, &json)
    }

    fn literal(&mut self, type_ref: &TypeRef, depth: usize) -> String {
        match type_ref {
            TypeRef::NonNull(inner) => self.literal(inner, depth),
            // A single value stands for a list of one.
            TypeRef::List(item) if self.chance(15) && !matches!(**item, TypeRef::List(_)) => {
                self.literal(item, depth)
            }
            TypeRef::List(item) => {
                let items = (0..self.pick(3))
                    .map(|_| self.value(item, depth))
                    .collect::<Vec<_>>();
                format!("[{}]", items.join(", "))
            }
            TypeRef::Named(name) => {
                let types = self.types;
                if let Some(input_object) = types.input_object(name) {
                    if depth == 0 {
                        let json = self.non_null(type_ref, 0);
                        return self.print(type_ref, &json);
                    }
                    return format!(
                        "{{{}}}",
                        self.inputs(&input_object.fields, depth - 1).join(", ")
                    );
                }
                let json = self.non_null(type_ref, 0);
                self.print(type_ref, &json)
            }
        }
    }

    fn print(&self, type_ref: &TypeRef, value: &Value) -> String {
        match (type_ref, value) {
            (TypeRef::NonNull(inner), _) => self.print(inner, value),
            (TypeRef::List(item), Value::Array(items)) => {
                let items: Vec<_> = items.iter().map(|value| self.print(item, value)).collect();
                format!("[{}]", items.join(", "))
            }
            (TypeRef::Named(name), Value::Object(given)) => {
                let fields = &self
                    .types
                    .input_object(name)
                    .expect("an input object")
                    .fields;
                let given = fields.iter().filter_map(|field| {
                    let value = self.print(&field.type_ref, given.get(&field.name)?);
                    Some(format!("{}: {value}", field.name))
                });
                format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
            }
            (TypeRef::Named(name), Value::String(text)) if self.types.enum_type(name).is_some() => {
                text.clone()
            }
            (_, other) => other.to_string(),
        }
    }

    /// A value of a variable.
    fn json(&mut self, type_ref: &TypeRef, depth: usize) -> Value {
        match type_ref {
            TypeRef::NonNull(inner) => self.non_null(inner, depth),
            _ if self.chance(10) => Value::Null,
            nullable => self.non_null(nullable, depth),
        }
    }

    fn non_null(&mut self, type_ref: &TypeRef, depth: usize) -> Value {
        let name = match type_ref {
            TypeRef::NonNull(inner) => return self.non_null(inner, depth),
            TypeRef::List(item) => {
                return (0..self.pick(3)).map(|_| self.json(item, depth)).collect();
            }
            TypeRef::Named(name) => name,
        };
        let types = self.types;
        if let Some(input_object) = types.input_object(name) {
            let mut given = Map::new();
            for field in &input_object.fields {
                let sampled = (self.options.samples)(field).is_some();
                if field.is_required() || (depth > 0 && !sampled && self.chance(30)) {
                    given.insert(
                        field.name.clone(),
                        self.json(&field.type_ref, depth.saturating_sub(1)),
                    );
                }
            }
            return Value::Object(given);
        }
        if let Some(enum_type) = types.enum_type(name) {
            return json!(enum_type.values[self.pick(enum_type.values.len())].name);
        }
        match &**name {
            "Int" => json!(self.pick(5)),
            "Float" => json!([0.5, 2.0, -1.25][self.pick(3)]),
            "Boolean" => json!(self.pick(2) == 0),
            "ID" => [json!("x"), json!("7"), json!(7)][self.pick(3)].clone(),
            "String" => json!(["", "x", "a \"b\" \\ é"][self.pick(3)]),
            _ => json!(["2009", "1066"][self.pick(2)]),
        }
    }
}
