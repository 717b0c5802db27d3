//! The library's dynamic schema, for its rules of validation. It resolves no field.

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use async_graphql::{
    Response, ServerError, Value,
    dynamic::{
        Enum, EnumItem, Field, FieldFuture, InputObject, InputValue, Interface, InterfaceField,
        Object, Scalar, Schema,
    },
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::types::ExecutableDocument,
};

use super::types::{
    EnumType, FieldType, InputField, InputObjectType, InterfaceType, ObjectType, ScalarType,
    SchemaError, TypeRef, Types,
};
use crate::graphql::error::{ErrorCode, RequestError};

/// async-graphql's view of the types.
pub(super) struct LibrarySchema(Schema);

impl LibrarySchema {
    /// Registers all types; the library checks that they make a schema.
    pub(super) fn new(types: &Types) -> Result<Self, SchemaError> {
        let mut builder = Schema::build(types.query(), None, None)
            .extension(Gate)
            // The scan before it has a bound of its own, and a better text.
            .limit_recursive_depth(usize::MAX);
        for object in &types.objects {
            builder = builder.register(library_object(types, object));
        }
        for interface in &types.interfaces {
            builder = builder.register(library_interface(interface));
        }
        for enum_type in &types.enums {
            builder = builder.register(library_enum(enum_type));
        }
        for scalar in &types.scalars {
            builder = builder.register(library_scalar(scalar));
        }
        for input_object in &types.input_objects {
            builder = builder.register(library_input_object(input_object));
        }
        let schema = builder.finish();
        schema
            .map(Self)
            .map_err(|error| SchemaError(vec![error.to_string()]))
    }

    /// Applies the library's rules, without variables: the verdict is the document's own.
    ///
    /// Fields that cannot merge pass; [`merge`](super::merge) refuses all of them.
    pub(super) fn validate(
        &self,
        types: &Types,
        document: ExecutableDocument,
        operation: Option<&str>,
    ) -> Result<(), Vec<RequestError>> {
        let mut request = async_graphql::Request::new("");
        if let Some(name) = operation {
            request = request.operation_name(name);
        }
        request.set_parsed_query(document);
        let errors = at_once(self.0.execute(request)).errors.into_iter();
        let errors = errors.filter(|error| !is_conflict(&error.message));
        let errors: Vec<_> = errors.map(|error| request_error(types, error)).collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }
}

/// Whether the library says that fields cannot merge, which it words and checks by half.
fn is_conflict(message: &str) -> bool {
    message.starts_with("Fields \"") && message.contains("\" conflict because ")
}

fn request_error(types: &Types, error: ServerError) -> RequestError {
    let message = missing_argument(types, &error.message).unwrap_or(error.message);
    RequestError {
        locations: error.locations,
        ..RequestError::whole(ErrorCode::Validation, message)
    }
}

/// Our own text where the library misses an argument: it names the type that the field is on.
fn missing_argument(types: &Types, message: &str) -> Option<String> {
    let names = message.strip_suffix("\" is required but not provided")?;
    let (field, names) = names
        .strip_prefix("Field \"")?
        .split_once("\" argument \"")?;
    let (argument, parent) = names.split_once("\" of type \"")?;
    let mut arguments = types.field(parent, field)?.arguments.iter();
    let expected = &arguments.find(|input| input.name == argument)?.type_ref;
    Some(format!(
        "Argument \"{argument}\" of field \"{field}\": expected {expected}, found none"
    ))
}

/// Stops the library between validation and execution.
struct Gate;

impl ExtensionFactory for Gate {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Gate {
    async fn execute(
        &self,
        _: &ExtensionContext<'_>,
        _: Option<&str>,
        _: NextExecute<'_>,
    ) -> Response {
        Response::new(Value::Null)
    }
}

/// Polls once: nothing behind the gate waits for anything.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("no resolver and no extension waits"),
    }
}

fn library_object(types: &Types, object: &ObjectType) -> Object {
    let mut library = Object::new(&object.name).description(&object.description);
    for interface in object.interfaces {
        library = library.implement(*interface);
    }
    for field in &object.fields {
        // The library wants an object's field as nullable as its interface's, against the
        // specification; its rules do not look at the nullability of fields.
        let interfaces = object.interfaces.iter();
        let of_interface = interfaces.filter_map(|interface| types.field(interface, field.name));
        let type_ref = of_interface.map(|field| &field.type_ref).next();
        let type_ref = type_ref.unwrap_or(&field.type_ref);
        library = library.field(library_field(field, type_ref.clone()));
    }
    library
}

fn library_field(field: &FieldType, type_ref: TypeRef) -> Field {
    let mut library = Field::new(field.name, type_ref, |_| FieldFuture::from_value(None))
        .description(field.description);
    if let Some(reason) = field.deprecation {
        library = library.deprecation(Some(reason));
    }
    for argument in &*field.arguments {
        library = library.argument(library_input(argument));
    }
    library
}

fn library_interface(interface: &InterfaceType) -> Interface {
    let mut library = Interface::new(interface.name).description(&interface.description);
    for field in &interface.fields {
        let mut library_field =
            InterfaceField::new(field.name, field.type_ref.clone()).description(field.description);
        for argument in &*field.arguments {
            library_field = library_field.argument(library_input(argument));
        }
        library = library.field(library_field);
    }
    library
}

fn library_enum(enum_type: &EnumType) -> Enum {
    let values = enum_type.values.iter();
    let items = values.map(|value| EnumItem::new(value.name).description(&value.description));
    Enum::new(&enum_type.name)
        .description(&enum_type.description)
        .items(items)
}

fn library_scalar(scalar: &ScalarType) -> Scalar {
    let library = Scalar::new(&scalar.name).description(&scalar.description);
    match scalar.specified_by_url {
        Some(url) => library.specified_by_url(url),
        None => library,
    }
}

fn library_input_object(input_object: &InputObjectType) -> InputObject {
    let library = InputObject::new(input_object.name).description(&input_object.description);
    let fields = input_object.fields.iter();
    fields.fold(library, |library, field| {
        library.field(library_input(field))
    })
}

fn library_input(input: &InputField) -> InputValue {
    let library =
        InputValue::new(&input.name, input.type_ref.clone()).description(&input.description);
    match &input.default {
        Some(default) => library.default_value(default.clone()),
        None => library,
    }
}
