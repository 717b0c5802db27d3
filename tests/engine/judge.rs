//! async-graphql's dynamic executor as a judge of an engine, which stays a black box.
//!
//! The judge's schema is made from the engine's list of types. An object is nothing but
//! its type's name and its path from the root; to resolve one field of it, the judge asks
//! the engine for that single path, without aliases, variables, directives or merging. All
//! that a document does beyond such a path is then the library's work, so an engine that
//! does it wrongly disagrees.
//!
//! The library's known faults are kept out of the documents:
//! - it drops the rest of an answer on any error, so answers here have none;
//! - its validation does not see directives of `__typename`, so it misses their variables;
//! - it takes a `null` in a list for an object or a list, see [`unjudged`].

use std::{
    borrow::Cow,
    collections::HashMap,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use async_graphql::{
    Name, Value as Constant, Variables,
    dynamic::{
        Enum, Field, FieldFuture, FieldValue, InputObject, InputValue, Interface, InterfaceField,
        Object, ResolverContext, Scalar, Schema, TypeRef,
    },
};
use castgraph::graphql::engine::{FieldType, InputField, Types};
use serde_json::{Map, Value};

/// Answers a document that has no variables; the whole body.
pub type Ask = dyn Fn(&str) -> Value + Send + Sync;

/// The library's executor over an engine's types and single answers.
pub struct Judge {
    schema: Schema,
}

/// What resolvers share.
struct Source {
    types: Arc<Types>,
    ask: Box<Ask>,
    known: Mutex<HashMap<String, Value>>,
}

/// An object: its type, and what to write before and behind a field of it.
#[derive(Clone, Debug)]
struct Place {
    type_name: String,
    /// Response keys and indices from the root.
    steps: Vec<Step>,
    /// The document up to the object's selection.
    before: String,
    /// How many braces that opens.
    open: usize,
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Judge {
    /// Builds the judge's schema.
    pub fn new(types: &Arc<Types>, ask: Box<Ask>) -> Self {
        let source = Arc::new(Source {
            types: Arc::clone(types),
            ask,
            known: Mutex::default(),
        });
        let mut builder = Schema::build(types.query(), None, None).limit_recursive_depth(1000);
        for object in &types.objects {
            let mut judged = Object::new(&object.name);
            for interface in object.interfaces {
                judged = judged.implement(*interface);
            }
            for field in &object.fields {
                let nullable = nullable_as_interfaces(types, object.interfaces, field);
                judged = judged.field(judged_field(&source, field, nullable));
            }
            builder = builder.register(judged);
        }
        for interface in &types.interfaces {
            let fields = interface.fields.iter();
            let judged = fields.fold(Interface::new(interface.name), |judged, field| {
                let fields = field.arguments.iter().map(judged_input);
                let field = InterfaceField::new(field.name, field.type_ref.clone());
                judged.field(fields.fold(field, InterfaceField::argument))
            });
            builder = builder.register(judged);
        }
        for enum_type in &types.enums {
            let values = enum_type.values.iter().map(|value| value.name);
            builder = builder.register(Enum::new(&enum_type.name).items(values));
        }
        for scalar in &types.scalars {
            builder = builder.register(Scalar::new(&scalar.name));
        }
        for input_object in &types.input_objects {
            let fields = input_object.fields.iter().map(judged_input);
            let judged = fields.fold(InputObject::new(input_object.name), InputObject::field);
            builder = builder.register(judged);
        }
        Self {
            schema: builder.finish().expect("the judge has a schema"),
        }
    }

    /// The library's answer to a document.
    pub fn answer(&self, text: &str, variables: &Map<String, Value>) -> Value {
        let variables = Variables::from_json(Value::Object(variables.clone()));
        let request = async_graphql::Request::new(text).variables(variables);
        let response = at_once(self.schema.execute(request));
        serde_json::to_value(response).expect("JSON")
    }
}

/// Fields that the library cannot answer: lists of items that are no scalars, but null.
pub fn unjudged(types: &Types) -> Vec<&'static str> {
    let objects = types.objects.iter().flat_map(|object| &object.fields);
    let unjudged = objects.filter(|field| {
        let mut type_ref = &field.type_ref;
        let leaf = types.possible(type_ref.type_name()).is_empty()
            && types.enum_type(type_ref.type_name()).is_none();
        let mut in_list = false;
        loop {
            match type_ref {
                TypeRef::NonNull(inner) => {
                    let TypeRef::List(item) = &**inner else {
                        return false;
                    };
                    type_ref = item;
                }
                TypeRef::List(_) if in_list => return true,
                TypeRef::List(item) => type_ref = item,
                TypeRef::Named(_) => return in_list && !leaf,
            }
            in_list = true;
        }
    });
    unjudged.map(|field| field.name).collect()
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("no resolver waits"),
    }
}

/// The library refuses an object whose field is less nullable than its interface's.
fn nullable_as_interfaces(types: &Types, interfaces: &[&str], field: &FieldType) -> TypeRef {
    let mut interfaces = interfaces.iter();
    let of_interface = interfaces.find_map(|interface| types.field(interface, field.name));
    of_interface.unwrap_or(field).type_ref.clone()
}

fn judged_input(input: &InputField) -> InputValue {
    let judged = InputValue::new(&input.name, input.type_ref.clone());
    match &input.default {
        Some(default) => judged.default_value(default.clone()),
        None => judged,
    }
}

fn judged_field(source: &Arc<Source>, field: &FieldType, type_ref: TypeRef) -> Field {
    let source = Arc::clone(source);
    let definition = field.clone();
    let judged = Field::new(field.name, type_ref, move |context| {
        let value = source.resolve(&definition, &context);
        FieldFuture::new(async move { Ok(value) })
    });
    field
        .arguments
        .iter()
        .map(judged_input)
        .fold(judged, Field::argument)
}

impl Source {
    fn resolve(
        &self,
        field: &FieldType,
        context: &ResolverContext<'_>,
    ) -> Option<FieldValue<'static>> {
        let root = Place {
            type_name: self.types.query().to_owned(),
            steps: Vec::new(),
            before: "{ ".to_owned(),
            open: 1,
        };
        let place = context
            .parent_value
            .downcast_ref::<Place>()
            .unwrap_or(&root);
        let given = context.args.iter().map(|(name, value)| {
            let mut definitions = field.arguments.iter();
            let definition = definitions.find(|argument| argument.name == name.as_str());
            let type_ref = &definition.expect("validated").type_ref;
            let value = self.literal(type_ref, value.as_value());
            format!("{name}: {value}")
        });
        let given: Vec<_> = given.collect();
        let arguments = if given.is_empty() {
            String::new()
        } else {
            format!("({})", given.join(", "))
        };
        let type_name = &place.type_name;
        let mut place = place.clone();
        place.before = format!(
            "{}... on {type_name} {{ {}{arguments} ",
            place.before, field.name
        );
        place.open += 1;
        place.steps.push(Step::Key(field.name.to_owned()));
        let composite = !self.types.possible(field.type_ref.type_name()).is_empty();
        if composite {
            place.before.push_str("{ ");
            place.open += 1;
        }
        let inside = if composite { "__typename " } else { "" };
        let text = format!("{}{inside}{}", place.before, "}".repeat(place.open));
        let value = self.value_at(&text, &place.steps);
        let is_interface = self.types.interface(field.type_ref.type_name()).is_some();
        (!value.is_null()).then(|| field_value(&value, is_interface, &place))
    }

    /// What the engine says at one path, asked once.
    fn value_at(&self, text: &str, steps: &[Step]) -> Value {
        let mut known = self.known.lock().expect("no judge panics");
        let answer = known.entry(text.to_owned()).or_insert_with(|| {
            let answer = (self.ask)(text);
            assert!(answer.get("errors").is_none(), "{text}: {answer}");
            answer
        });
        let mut value = &answer["data"];
        for step in steps {
            value = match step {
                Step::Key(key) => &value[key],
                Step::Index(index) => &value[index],
            };
        }
        value.clone()
    }

    /// A coerced argument as a literal of its type.
    fn literal(&self, type_ref: &TypeRef, value: &Constant) -> String {
        match (type_ref, value) {
            (TypeRef::NonNull(inner), _) => self.literal(inner, value),
            (TypeRef::List(item), Constant::List(items)) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|value| self.literal(item, value))
                    .collect();
                format!("[{}]", items.join(", "))
            }
            (TypeRef::List(item), single) if *single != Constant::Null => {
                self.literal(item, single)
            }
            (TypeRef::Named(name), Constant::Object(given)) => {
                let input_object = self.types.input_object(name).expect("an input object");
                let given = given.iter().map(|(name, value): (&Name, _)| {
                    let mut fields = input_object.fields.iter();
                    let field = fields
                        .find(|field| field.name == name.as_str())
                        .expect("known");
                    format!("{name}: {}", self.literal(&field.type_ref, value))
                });
                format!("{{{}}}", given.collect::<Vec<_>>().join(", "))
            }
            (TypeRef::Named(name), Constant::String(text))
                if self.types.enum_type(name).is_some() =>
            {
                text.clone()
            }
            (_, other) => other.to_string(),
        }
    }
}

fn field_value(value: &Value, is_interface: bool, place: &Place) -> FieldValue<'static> {
    match value {
        // Only in lists of scalars.
        Value::Null => FieldValue::NULL,
        Value::Array(items) => FieldValue::list(items.iter().enumerate().map(|(index, item)| {
            let mut place = place.clone();
            place.steps.push(Step::Index(index));
            field_value(item, is_interface, &place)
        })),
        Value::Object(object) => {
            let type_name = object["__typename"].as_str().expect("a name").to_owned();
            let object = Place {
                type_name: type_name.clone(),
                ..place.clone()
            };
            let object = FieldValue::owned_any(object);
            if is_interface {
                object.with_type(Cow::Owned(type_name))
            } else {
                object
            }
        }
        leaf => FieldValue::value(Constant::from_json(leaf.clone()).expect("a value")),
    }
}
