//! Which documents are surely valid, seen in one walk over the tables.
//!
//! Validation by the library copies the document and visits it twice, with some twenty rules. Most
//! documents break none, and most of those hold nothing rare; these need no library, nor [`check`](super::check). A
//! `false` here says nothing: the rules then say what is wrong, if anything is.
//!
//! Fields that cannot merge are left to [`merge`](super::merge).

use async_graphql::{
    Name, Positioned, Value as Constant,
    parser::types::{
        BaseType, Directive, ExecutableDocument, Field, OperationType, Selection, SelectionSet,
        Type, VariableDefinition,
    },
};
use async_graphql_value::Value;

use super::{
    types::{FieldType, InputField, TypeRef, Types},
    variables,
};

/// Most variables, and most fragments: they are looked for one by one.
const DEFINITIONS_MAX: usize = 64;

/// Whether a document breaks no rule, without any doubt; `false` where it might.
///
/// The [`scan`](super::scan) must have found neither circles nor too many levels. Cost: O(document).
pub fn is_valid(types: &Types, document: &ExecutableDocument) -> bool {
    let mut operations = document.operations.iter();
    let (Some((_, operation)), None) = (operations.next(), operations.next()) else {
        return false;
    };
    let operation = &operation.node;
    let definitions = operation.variable_definitions.as_slice();
    if operation.ty != OperationType::Query
        || !operation.directives.is_empty()
        || definitions.len().max(document.fragments.len()) > DEFINITIONS_MAX
    {
        return false;
    }
    let mut walk = Walk {
        types,
        document,
        definitions,
        used: 0,
        spread: Vec::new(),
    };
    let (root, set) = (types.query(), &operation.selection_set.node);
    walk.definitions()
        && walk.set(root, types.fields(root), set)
        && walk.spread.len() == document.fragments.len()
        && walk.used.count_ones() as usize == definitions.len()
}

struct Walk<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    definitions: &'a [Positioned<VariableDefinition>],
    /// A bit for each variable.
    used: u64,
    /// Fragments that were walked through.
    spread: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn definitions(&mut self) -> bool {
        let definitions = self.definitions;
        definitions.iter().enumerate().all(|(at, definition)| {
            let VariableDefinition {
                name,
                var_type,
                directives,
                default_value,
            } = &definition.node;
            let mut before = definitions[..at].iter();
            directives.is_empty()
                && before.all(|other| other.node.name.node != name.node)
                && self.types.is_input(base_name(&var_type.node))
                && default_value.as_ref().is_none_or(|default| {
                    let type_ref = variables::type_ref(&var_type.node);
                    self.value(&type_ref, &default.node.clone().into_value())
                })
        })
    }

    fn set(&mut self, parent: &str, fields: &'a [FieldType], set: &'a SelectionSet) -> bool {
        set.items.iter().all(|selection| {
            self.directives(selection.node.directives())
                && match &selection.node {
                    Selection::Field(field) => self.field(fields, &field.node),
                    Selection::InlineFragment(fragment) => {
                        let set = &fragment.node.selection_set.node;
                        match &fragment.node.type_condition {
                            None => self.set(parent, fields, set),
                            Some(condition) => self.fragment(parent, &condition.node.on.node, set),
                        }
                    }
                    Selection::FragmentSpread(spread) => {
                        self.spread(parent, &spread.node.fragment_name.node)
                    }
                }
        })
    }

    fn fragment(&mut self, parent: &str, on: &'a str, set: &'a SelectionSet) -> bool {
        self.overlap(parent, on) && self.set(on, self.types.fields(on), set)
    }

    fn spread(&mut self, parent: &str, name: &str) -> bool {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            return false;
        };
        let on = fragment.node.type_condition.node.on.node.as_str();
        if self.spread.contains(&name.as_str()) {
            return self.overlap(parent, on);
        }
        self.spread.push(name);
        fragment.node.directives.is_empty()
            && self.fragment(parent, on, &fragment.node.selection_set.node)
    }

    /// Whether an object may be of both types; neither a leaf nor an unknown type has any.
    fn overlap(&self, parent: &str, on: &str) -> bool {
        let is_object_a = |object: &str, name| {
            let object = self.types.object(object);
            object.is_some_and(|object| object.is_a(name))
        };
        let mut possible = self
            .types
            .interface(on)
            .into_iter()
            .flat_map(|on| &on.possible);
        parent == on || is_object_a(on, parent) || possible.any(|name| is_object_a(name, parent))
    }

    fn field(&mut self, fields: &'a [FieldType], field: &'a Field) -> bool {
        let name = field.name.node.as_str();
        let selected = &field.selection_set.node;
        if name == "__typename" {
            return field.arguments.is_empty() && selected.items.is_empty();
        }
        // Those of the introspection are in no table.
        let Some(definition) = fields.iter().find(|field| field.name == name) else {
            return false;
        };
        let child = definition.type_ref.type_name();
        let fields = self.types.fields(child);
        fields.is_empty() == selected.items.is_empty()
            && self.arguments(&definition.arguments, &field.arguments)
            && self.set(child, fields, selected)
    }

    fn arguments(
        &mut self,
        definitions: &[InputField],
        given: &[(Positioned<Name>, Positioned<Value>)],
    ) -> bool {
        given.len() <= definitions.len()
            && given.iter().enumerate().all(|(at, (name, value))| {
                let name = &name.node;
                let mut before = given[..at].iter();
                let definition = definitions.iter().find(|input| input.name == name.as_str());
                before.all(|(other, _)| other.node != *name)
                    && definition.is_some_and(|input| self.value(&input.type_ref, &value.node))
            })
            && definitions.iter().all(|input| {
                !input.is_required() || given.iter().any(|(name, _)| name.node == *input.name)
            })
    }

    /// At most `@skip` and `@include`, each once.
    fn directives(&mut self, directives: &[Positioned<Directive>]) -> bool {
        let is_condition = |directive: &Positioned<Directive>| {
            let Directive { name, arguments } = &directive.node;
            let [(argument, condition)] = arguments.as_slice() else {
                return false;
            };
            matches!(name.node.as_str(), "skip" | "include")
                && argument.node == "if"
                && match &condition.node {
                    Value::Boolean(_) => true,
                    Value::Variable(name) => {
                        self.variable(&TypeRef::named(TypeRef::BOOLEAN), false, name)
                    }
                    _ => false,
                }
        };
        let is_repeated = match directives {
            [] | [_] => false,
            [one, other] => one.node.name == other.node.name,
            _ => true,
        };
        !is_repeated && directives.iter().all(is_condition)
    }

    /// Whether a value fits; as [`coerce`](super::coerce) has it, and the library.
    fn value(&mut self, type_ref: &TypeRef, value: &Value) -> bool {
        let (base, is_nullable) = match type_ref {
            TypeRef::NonNull(base) => (&**base, false),
            base => (base, true),
        };
        match (base, value) {
            (_, Value::Variable(name)) => self.variable(base, is_nullable, name),
            (_, Value::Null) => is_nullable,
            (TypeRef::List(item), Value::List(values)) => {
                values.iter().all(|value| self.value(item, value))
            }
            // One that stands for a list of one.
            (TypeRef::List(item), value) => self.value(item, value),
            (TypeRef::Named(name), value) => self.named(name, value),
            (TypeRef::NonNull(_), _) => false,
        }
    }

    fn named(&mut self, name: &str, value: &Value) -> bool {
        match (name, value) {
            ("Int", Value::Number(number)) => number
                .as_i64()
                .is_some_and(|int| i32::try_from(int).is_ok()),
            ("Float", Value::Number(number)) => number.as_f64().is_some_and(f64::is_finite),
            ("Boolean", Value::Boolean(_)) | ("String" | "ID", Value::String(_)) => true,
            ("Int" | "Float" | "Boolean" | "String" | "ID", _) => false,
            (_, Value::String(text)) => {
                let scalar = self.types.scalar(name);
                scalar.is_some_and(|scalar| (scalar.check)(text).is_ok())
            }
            (_, Value::Enum(given)) => {
                let known = self.types.enum_type(name).into_iter();
                let mut known = known.flat_map(|known| &known.values);
                known.any(|value| given == value.name)
            }
            (_, Value::Object(given)) => {
                let Some(input_object) = self.types.input_object(name) else {
                    return false;
                };
                let fields = &input_object.fields;
                given.iter().all(|(name, value)| {
                    let field = fields.iter().find(|field| field.name == name.as_str());
                    field.is_some_and(|field| self.value(&field.type_ref, value))
                }) && fields.iter().all(|field| {
                    !field.is_required() || given.keys().any(|name| *name == *field.name)
                })
            }
            _ => false,
        }
    }

    /// Whether a variable may stand at a place, where the library thinks so as well: it knows less
    /// of lists and of what a default allows.
    fn variable(&mut self, base: &TypeRef, is_nullable: bool, name: &str) -> bool {
        let mut definitions = self.definitions.iter();
        let Some(at) = definitions.position(|definition| definition.node.name.node == *name) else {
            return false;
        };
        self.used |= 1 << at;
        let definition = &self.definitions[at].node;
        let written = &definition.var_type.node;
        let default = definition.default_value.as_ref();
        let is_named = matches!(written.base, BaseType::Named(_));
        is_base(base, &written.base)
            && match (is_nullable, written.nullable) {
                (false, false) => true,
                (true, true) => default.is_none() || is_named,
                (true, false) => is_named,
                (false, true) => default.is_some_and(|default| default.node != Constant::Null),
            }
    }
}

fn base_name(written: &Type) -> &str {
    match &written.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => base_name(item),
    }
}

fn is_base(base: &TypeRef, written: &BaseType) -> bool {
    match (base, written) {
        (TypeRef::Named(name), BaseType::Named(written)) => *written == **name,
        (TypeRef::List(item), BaseType::List(written)) => match &**item {
            TypeRef::NonNull(item) => !written.nullable && is_base(item, &written.base),
            item => written.nullable && is_base(item, &written.base),
        },
        _ => false,
    }
}
