//! The specification's `ExecuteRequest`, as slow and obvious as it stands there.
//!
//! It shares the world's hash with the tables, and nothing with the engine but the list
//! of types. Fields run one after the other, and the first failure that reaches a parent
//! ends it, as the specification allows.

use async_graphql::{
    Name, Pos, Positioned, Value as Constant,
    dynamic::TypeRef,
    parser::{
        parse_query,
        types::{
            BaseType, Directive, ExecutableDocument, Field, OperationDefinition, Selection,
            SelectionSet, Type,
        },
    },
};
use async_graphql_value::Value as Literal;
use castgraph::graphql::engine::{InputField, Types};
use serde_json::{Map, Value, json};

use super::world;

/// Executes the only operation of a valid document.
pub fn execute(
    types: &Types,
    fails: bool,
    seed: u64,
    query: &str,
    variables: &Map<String, Value>,
) -> Value {
    let document = parse_query(query).expect("valid documents parse");
    let operation = document.operations.iter().next().expect("an operation").1;
    let mut reference = Reference {
        types,
        fails,
        document: &document,
        variables: coerce_variables(types, &operation.node, variables),
        errors: Vec::new(),
    };
    let sets = [&operation.node.selection_set.node];
    let data = reference.execute_selection_set(&sets, types.query(), seed, &[]);
    let mut answer = Map::new();
    answer.insert("data".into(), data.unwrap_or(Value::Null));
    if !reference.errors.is_empty() {
        answer.insert("errors".into(), Value::Array(reference.errors));
    }
    Value::Object(answer)
}

/// Coerced values: enums are strings, objects have all fields that are not left out.
type Variables = Map<String, Value>;

struct Reference<'a> {
    types: &'a Types,
    fails: bool,
    document: &'a ExecutableDocument,
    variables: Variables,
    errors: Vec<Value>,
}

/// A field error that was reported already.
struct Failed;

impl<'a> Reference<'a> {
    fn execute_selection_set(
        &mut self,
        sets: &[&'a SelectionSet],
        object: &str,
        seed: u64,
        path: &[Value],
    ) -> Result<Value, Failed> {
        let mut grouped = Vec::new();
        let mut visited = Vec::new();
        for set in sets {
            self.collect_fields(object, set, &mut visited, &mut grouped);
        }
        let mut result = Map::new();
        for (key, fields) in grouped {
            let mut path = path.to_vec();
            path.push(json!(key));
            let value = if fields[0].node.name.node == "__typename" {
                json!(object)
            } else {
                self.execute_field(object, seed, &fields, &path)?
            };
            result.insert(key, value);
        }
        Ok(Value::Object(result))
    }

    fn collect_fields(
        &self,
        object: &str,
        set: &'a SelectionSet,
        visited: &mut Vec<String>,
        grouped: &mut Vec<(String, Vec<&'a Positioned<Field>>)>,
    ) {
        for selection in &set.items {
            let directives = selection.node.directives();
            if self.condition(directives, "skip") == Some(true)
                || self.condition(directives, "include") == Some(false)
            {
                continue;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.to_string();
                    match grouped.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, fields)) => fields.push(field),
                        None => grouped.push((key, vec![field])),
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.to_string();
                    if visited.contains(&name) {
                        continue;
                    }
                    let fragment = &self.document.fragments[name.as_str()].node;
                    visited.push(name);
                    if self.does_fragment_type_apply(object, &fragment.type_condition.node.on.node)
                    {
                        let set = &fragment.selection_set.node;
                        self.collect_fields(object, set, visited, grouped);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    if condition
                        .is_none_or(|on| self.does_fragment_type_apply(object, &on.node.on.node))
                    {
                        let set = &fragment.node.selection_set.node;
                        self.collect_fields(object, set, visited, grouped);
                    }
                }
            }
        }
    }

    fn condition(&self, directives: &[Positioned<Directive>], name: &str) -> Option<bool> {
        let directive = directives
            .iter()
            .find(|directive| directive.node.name.node == name)?;
        match &directive.node.get_argument("if")?.node {
            Literal::Boolean(truth) => Some(*truth),
            Literal::Variable(name) => self.variables[name.as_str()].as_bool(),
            _ => None,
        }
    }

    fn does_fragment_type_apply(&self, object: &str, condition: &str) -> bool {
        let interface = self.types.interface(condition);
        object == condition
            || interface
                .is_some_and(|interface| interface.possible.iter().any(|name| name == object))
    }

    fn execute_field(
        &mut self,
        object: &str,
        seed: u64,
        fields: &[&'a Positioned<Field>],
        path: &[Value],
    ) -> Result<Value, Failed> {
        let field = fields[0];
        let name = field.node.name.node.as_str();
        let definition = self.types.field(object, name).expect("valid").clone();
        let Ok(arguments) = self.coerce_arguments(&definition.arguments, &field.node) else {
            self.report("BAD_VARIABLES", field.pos, path);
            return match definition.type_ref {
                TypeRef::NonNull(_) => Err(Failed),
                _ => Ok(Value::Null),
            };
        };
        let canonical = if definition.arguments.is_empty() {
            String::new()
        } else {
            self.canonical_fields(&definition.arguments, &arguments)
        };
        if name == "canonical" {
            return Ok(json!(canonical));
        }
        let hash = world::hash(seed, name, &canonical);
        let may = May {
            fail: name.starts_with("risky"),
            items_fail: name.starts_with("flaky"),
        };
        let completed = self.complete(&definition.type_ref, fields, hash, may, path);
        or_null(&definition.type_ref, completed)
    }

    fn complete(
        &mut self,
        type_ref: &TypeRef,
        fields: &[&'a Positioned<Field>],
        hash: u64,
        may: May,
        path: &[Value],
    ) -> Result<Value, Failed> {
        if self.fails && may.fail && world::fails(hash) {
            self.report("BAD_FILTER", fields[0].pos, path);
            return Err(Failed);
        }
        let type_ref = match type_ref {
            TypeRef::NonNull(inner) => inner,
            _ if world::is_null(hash) => return Ok(Value::Null),
            nullable => nullable,
        };
        match type_ref {
            TypeRef::List(item) => {
                let mut items = Vec::new();
                for index in 0..world::length(hash) {
                    let mut path = path.to_vec();
                    path.push(json!(index));
                    let may = May {
                        fail: may.items_fail,
                        items_fail: false,
                    };
                    let item_hash = world::item_hash(hash, index);
                    let completed = self.complete(item, fields, item_hash, may, &path);
                    items.push(or_null(item, completed)?);
                }
                Ok(Value::Array(items))
            }
            TypeRef::Named(name) => self.complete_named(name, fields, hash, path),
            TypeRef::NonNull(_) => unreachable!("there is no T!!"),
        }
    }

    fn complete_named(
        &mut self,
        name: &str,
        fields: &[&'a Positioned<Field>],
        hash: u64,
        path: &[Value],
    ) -> Result<Value, Failed> {
        Ok(match name {
            "String" => json!(world::text(hash)),
            "Int" => json!(world::int(hash)),
            "Float" => json!(world::float(hash)),
            "Boolean" => json!(hash.is_multiple_of(2)),
            "ID" => json!((hash % 1000).to_string()),
            "Day" => json!(format!("{:04}", world::possible(hash, 10_000))),
            "Kind" => json!(["MAIN", "GUEST", "EXTRA"][world::possible(hash, 3)]),
            composite => {
                let types = self.types;
                let object = match types.interface(composite) {
                    Some(interface) => {
                        &interface.possible[world::possible(hash, interface.possible.len())]
                    }
                    None => composite,
                };
                let sets: Vec<_> = fields
                    .iter()
                    .map(|field| &field.node.selection_set.node)
                    .collect();
                return self.execute_selection_set(&sets, object, hash, path);
            }
        })
    }

    fn report(&mut self, code: &str, at: Pos, path: &[Value]) {
        self.errors.push(json!({
            "locations": [{ "line": at.line, "column": at.column }],
            "path": path,
            "extensions": { "code": code },
        }));
    }

    fn coerce_arguments(
        &self,
        definitions: &[InputField],
        field: &Field,
    ) -> Result<Map<String, Value>, ()> {
        let mut coerced = Map::new();
        for definition in definitions {
            let given = field
                .get_argument(&definition.name)
                .map(|given| &given.node);
            if let Some(value) = self.coerce_field(definition, given)? {
                coerced.insert(definition.name.clone(), value);
            }
        }
        Ok(coerced)
    }

    fn coerce_field(
        &self,
        definition: &InputField,
        given: Option<&Literal>,
    ) -> Result<Option<Value>, ()> {
        let absent = match given {
            None => true,
            Some(Literal::Variable(name)) => !self.variables.contains_key(name.as_str()),
            Some(_) => false,
        };
        if absent {
            let required = matches!(definition.type_ref, TypeRef::NonNull(_));
            return match &definition.default {
                Some(default) => {
                    let default = default.clone().into_value();
                    self.coerce(&definition.type_ref, &default).map(Some)
                }
                None if required => Err(()),
                None => Ok(None),
            };
        }
        self.coerce(&definition.type_ref, given.ok_or(())?)
            .map(Some)
    }

    fn coerce(&self, type_ref: &TypeRef, value: &Literal) -> Result<Value, ()> {
        if let Literal::Variable(name) = value {
            let value = self
                .variables
                .get(name.as_str())
                .cloned()
                .unwrap_or(Value::Null);
            let required = matches!(type_ref, TypeRef::NonNull(_));
            return if value.is_null() && required {
                Err(())
            } else {
                Ok(value)
            };
        }
        match (type_ref, value) {
            (TypeRef::NonNull(_), Literal::Null) => Err(()),
            (TypeRef::NonNull(inner), _) => self.coerce(inner, value),
            (_, Literal::Null) => Ok(Value::Null),
            (TypeRef::List(item), Literal::List(items)) => {
                let items = items.iter().map(|value| self.coerce(item, value));
                items.collect::<Result<_, _>>().map(Value::Array)
            }
            (TypeRef::List(item), single) => Ok(json!([self.coerce(item, single)?])),
            (TypeRef::Named(name), Literal::Object(given)) => {
                let input_object = self.types.input_object(name).ok_or(())?;
                let mut fields = Map::new();
                for field in &input_object.fields {
                    let given = given.get(&Name::new(&field.name));
                    if let Some(value) = self.coerce_field(field, given)? {
                        fields.insert(field.name.clone(), value);
                    }
                }
                Ok(Value::Object(fields))
            }
            (TypeRef::Named(name), leaf) => {
                let leaf = leaf.clone().into_const().ok_or(())?;
                leaf_value(name, &leaf)
            }
        }
    }

    fn canonical_fields(&self, definitions: &[InputField], values: &Map<String, Value>) -> String {
        let fields: Vec<_> = definitions
            .iter()
            .map(|field| {
                let value = values.get(&field.name).unwrap_or(&Value::Null);
                self.canonical(&field.type_ref, value)
            })
            .collect();
        format!("{{{}}}", fields.join(","))
    }

    fn canonical(&self, type_ref: &TypeRef, value: &Value) -> String {
        match (type_ref, value) {
            (TypeRef::NonNull(inner), _) => self.canonical(inner, value),
            (_, Value::Null) => "null".into(),
            (TypeRef::List(item), Value::Array(items)) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|value| self.canonical(item, value))
                    .collect();
                format!("[{}]", items.join(","))
            }
            (TypeRef::Named(name), Value::Object(fields)) => {
                let input_object = self.types.input_object(name).expect("an input object");
                self.canonical_fields(&input_object.fields, fields)
            }
            (TypeRef::Named(name), Value::String(text)) if name == "Kind" => text.clone(),
            (_, Value::String(text)) => format!("{text:?}"),
            (_, other) => other.to_string(),
        }
    }
}

/// A field error becomes null where the type allows it.
fn or_null(type_ref: &TypeRef, completed: Result<Value, Failed>) -> Result<Value, Failed> {
    match (completed, type_ref) {
        (Err(Failed), TypeRef::NonNull(_)) => Err(Failed),
        (Err(Failed), _) => Ok(Value::Null),
        (completed, _) => completed,
    }
}

#[derive(Clone, Copy)]
struct May {
    fail: bool,
    items_fail: bool,
}

fn leaf_value(name: &str, leaf: &Constant) -> Result<Value, ()> {
    Ok(match (name, leaf) {
        ("Float", Constant::Number(number)) => json!(number.as_f64()),
        ("ID", Constant::Number(number)) => json!(number.to_string()),
        (_, Constant::Enum(value)) => json!(value.as_str()),
        _ => leaf.clone().into_json().map_err(|_| ())?,
    })
}

fn coerce_variables(
    types: &Types,
    operation: &OperationDefinition,
    given: &Map<String, Value>,
) -> Variables {
    let mut coerced = Variables::new();
    for definition in &operation.variable_definitions {
        let name = definition.node.name.node.to_string();
        let type_ref = type_ref(&definition.node.var_type.node);
        if let Some(value) = given.get(&name) {
            coerced.insert(name, coerce_json(types, &type_ref, value));
        } else if let Some(default) = &definition.node.default_value {
            let reference = Reference {
                types,
                fails: false,
                document: &ExecutableDocument {
                    operations: async_graphql::parser::types::DocumentOperations::Multiple(
                        std::collections::HashMap::new(),
                    ),
                    fragments: std::collections::HashMap::new(),
                },
                variables: Variables::new(),
                errors: Vec::new(),
            };
            let default = default.node.clone().into_value();
            let value = reference
                .coerce(&type_ref, &default)
                .expect("valid defaults");
            coerced.insert(name, value);
        }
    }
    coerced
}

fn coerce_json(types: &Types, type_ref: &TypeRef, value: &Value) -> Value {
    match (type_ref, value) {
        (TypeRef::NonNull(inner), _) => coerce_json(types, inner, value),
        (_, Value::Null) => Value::Null,
        (TypeRef::List(item), Value::Array(items)) => items
            .iter()
            .map(|value| coerce_json(types, item, value))
            .collect(),
        (TypeRef::List(item), single) => json!([coerce_json(types, item, single)]),
        (TypeRef::Named(name), Value::Object(given)) => {
            let input_object = types.input_object(name).expect("an input object");
            let mut fields = Map::new();
            for field in &input_object.fields {
                if let Some(value) = given.get(&field.name) {
                    fields.insert(
                        field.name.clone(),
                        coerce_json(types, &field.type_ref, value),
                    );
                } else if let Some(default) = &field.default {
                    let default = default.clone().into_json().expect("JSON");
                    fields.insert(
                        field.name.clone(),
                        coerce_json(types, &field.type_ref, &default),
                    );
                }
            }
            Value::Object(fields)
        }
        (TypeRef::Named(name), Value::Number(number)) if name == "Float" => json!(number.as_f64()),
        (TypeRef::Named(name), Value::Number(number)) if name == "Int" && number.is_f64() => {
            #[expect(clippy::cast_possible_truncation, reason = "valid values are whole")]
            let whole = number.as_f64().expect("a number") as i64;
            json!(whole)
        }
        (TypeRef::Named(name), Value::Number(number)) if name == "ID" => json!(number.to_string()),
        _ => value.clone(),
    }
}

fn type_ref(parsed: &Type) -> TypeRef {
    let inner = match &parsed.base {
        BaseType::Named(name) => TypeRef::named(name.as_str()),
        BaseType::List(item) => TypeRef::List(Box::new(type_ref(item))),
    };
    if parsed.nullable {
        inner
    } else {
        TypeRef::NonNull(Box::new(inner))
    }
}
