//! Plans: what to resolve, flattened by object type and merged by response key.
//!
//! A selection belongs to one object type. It is shared wherever the same fields are
//! selected on that type; without that, interfaces inside interfaces would multiply the
//! plan by their possible types at each level.

use std::{
    collections::{HashMap, HashSet},
    ptr,
};

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{Directive, ExecutableDocument, Field, Selection as Item, SelectionSet},
};
use async_graphql_value::Value;

use super::{
    coerce::{Coercion, Mistake, Origin},
    cost::Price,
    input::Coerced,
    items::Items,
    types::{FieldType, InputField, ObjectType, TypeRef, Types},
    variables::Variables,
};
use crate::graphql::error::{ApiError, ErrorCode, RequestError};

/// Most fields of a plan, counted once for each object type they are resolved on.
const PLAN_FIELDS_MAX: usize = 50_000;

/// What one operation with one set of variables resolves; owns everything it needs.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: SelectionId,
    /// Each behind those that are selected inside it.
    pub(super) selections: Vec<Selection>,
    frames: Vec<Frame>,
}

/// Arguments of one field, in the order of their definitions, or why there are none.
pub(super) type Frame = Result<Vec<Option<Coerced>>, ApiError>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SelectionId(u32);

impl SelectionId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is resolved on one object type.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) type_name: String,
    pub(super) fields: Vec<PlanField>,
}

/// One field of an answer.
#[derive(Debug)]
pub struct PlanField {
    /// The name in the answer.
    pub(super) response_key: String,
    /// Where the document selects it first.
    pub(super) position: Pos,
    pub(super) target: Target,
    /// Which frame holds its arguments.
    frame: usize,
    pub(super) price: Price,
    /// What is selected below it, for each of its possible types in their order.
    pub(super) selections: Vec<SelectionId>,
}

/// Who answers a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The resolver in this group at this number of the object's table.
    Resolver(u8, u8),
    /// The object's name.
    Typename,
    /// The field of this number that every root has.
    Introspection(u8),
}

impl Plan {
    pub(super) fn root(&self) -> &Selection {
        self.selection(self.root)
    }

    /// What `field` selects below, for the possible type of this number.
    pub(super) fn below(&self, field: &PlanField, possible: usize) -> &Selection {
        self.selection(field.selections[possible])
    }

    pub(super) fn frame(&self, field: &PlanField) -> Option<&Frame> {
        self.frames.get(field.frame)
    }

    pub(super) fn selection(&self, id: SelectionId) -> &Selection {
        &self.selections[id.index()]
    }

    /// How many fields are planned, on all types together.
    pub fn size(&self) -> usize {
        let selections = self.selections.iter();
        selections.map(|selection| selection.fields.len()).sum()
    }
}

/// Plans an operation.
pub(super) fn plan<'a>(
    types: &'a Types,
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    variables: &'a Variables,
    items: &'a Items,
) -> Result<Plan, RequestError> {
    let mut planner = Planner {
        types,
        document,
        variables,
        items,
        plan: Plan {
            root: SelectionId(0),
            selections: Vec::new(),
            frames: Vec::new(),
        },
        size: 0,
        selections_known: HashMap::new(),
        frames_known: HashMap::new(),
    };
    planner.plan.root = planner.selection(types.query(), &[set])?;
    Ok(planner.plan)
}

struct Planner<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    items: &'a Items,
    plan: Plan,
    size: usize,
    /// By object type and the addresses of the selection sets.
    selections_known: HashMap<(&'a str, Vec<usize>), SelectionId>,
    /// By the address of the field: its arguments are the same on every type.
    frames_known: HashMap<usize, usize>,
}

/// The fields of one response key.
type Group<'a> = (&'a str, Vec<&'a Positioned<Field>>);

/// The fields of an object type by response key, in the order of their first inclusion.
#[derive(Default)]
struct Groups<'a> {
    ordered: Vec<Group<'a>>,
    places: HashMap<&'a str, usize>,
    spreads: HashSet<&'a str>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, field: &'a Positioned<Field>) {
        let key = field.node.response_key().node.as_str();
        let place = *self.places.entry(key).or_insert(self.ordered.len());
        if place == self.ordered.len() {
            self.ordered.push((key, Vec::new()));
        }
        self.ordered[place].1.push(field);
    }
}

impl<'a> Planner<'a> {
    fn selection(
        &mut self,
        type_name: &'a str,
        sets: &[&'a SelectionSet],
    ) -> Result<SelectionId, RequestError> {
        let addresses = sets.iter().map(|set| ptr::from_ref(*set).addr());
        let identity = (type_name, addresses.collect());
        if let Some(known) = self.selections_known.get(&identity) {
            return Ok(*known);
        }
        let object = self
            .types
            .object(type_name)
            .expect("possible types are objects");
        let mut groups = Groups::default();
        for set in sets {
            self.collect(object, set, &mut groups)?;
        }
        self.size += groups.ordered.len();
        if self.size > PLAN_FIELDS_MAX {
            let message = "the operation selects too many fields on too many types";
            return Err(RequestError::whole(ErrorCode::LimitReached, message));
        }
        let mut fields = Vec::with_capacity(groups.ordered.len());
        for group in groups.ordered {
            fields.push(self.field(object, group)?);
        }
        let id = u32::try_from(self.plan.selections.len()).expect("the plan is bounded");
        self.plan.selections.push(Selection {
            type_name: object.name.clone(),
            fields,
        });
        self.selections_known.insert(identity, SelectionId(id));
        Ok(SelectionId(id))
    }

    /// The specification's `CollectFields`.
    fn collect(
        &self,
        object: &ObjectType,
        set: &'a SelectionSet,
        groups: &mut Groups<'a>,
    ) -> Result<(), RequestError> {
        for item in &set.items {
            if !self.is_included(item.node.directives())? {
                continue;
            }
            let (condition, set) = match &item.node {
                Item::Field(field) => {
                    groups.add(field);
                    continue;
                }
                Item::InlineFragment(fragment) => {
                    let fragment = &fragment.node;
                    (
                        fragment.type_condition.as_ref(),
                        &fragment.selection_set.node,
                    )
                }
                Item::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let Some(fragment) = self.document.fragments.get(name) else {
                        continue;
                    };
                    if !groups.spreads.insert(name) {
                        continue;
                    }
                    let fragment = &fragment.node;
                    (Some(&fragment.type_condition), &fragment.selection_set.node)
                }
            };
            if condition.is_none_or(|on| object.is_a(&on.node.on.node)) {
                self.collect(object, set, groups)?;
            }
        }
        Ok(())
    }

    fn is_included(&self, directives: &[Positioned<Directive>]) -> Result<bool, RequestError> {
        for directive in directives {
            let wanted = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => continue,
            };
            let condition = directive.node.get_argument("if");
            let truth = condition.and_then(|value| match &value.node {
                Value::Boolean(truth) => Some(*truth),
                Value::Variable(name) => match self.variables.get(name) {
                    Some(Coerced::Boolean(truth)) => Some(*truth),
                    _ => None,
                },
                _ => None,
            });
            match truth {
                Some(truth) if truth == wanted => {}
                Some(_) => return Ok(false),
                None => {
                    let message = "the condition of this directive is null";
                    return Err(RequestError::at(
                        ErrorCode::BadVariables,
                        directive.pos,
                        message,
                    ));
                }
            }
        }
        Ok(true)
    }

    fn field(
        &mut self,
        object: &'a ObjectType,
        (key, nodes): Group<'a>,
    ) -> Result<PlanField, RequestError> {
        let first = nodes[0];
        let name = first.node.name.node.as_str();
        let mut planned = PlanField {
            response_key: key.to_owned(),
            position: first.pos,
            target: Target::Typename,
            frame: usize::MAX,
            price: Price::TYPENAME,
            selections: Vec::new(),
        };
        if name != "__typename" {
            let definition = self.types.field(&object.name, name);
            let definition = definition.expect("the document is validated");
            let (group, number) = definition.address;
            planned.target = if matches!(name, "__schema" | "__type") {
                Target::Introspection(number)
            } else {
                Target::Resolver(group, number)
            };
            planned.frame = self.frame(definition, first)?;
            let values = self
                .plan
                .frame(&planned)
                .and_then(|frame| frame.as_deref().ok());
            planned.price = Price::of(definition, values.unwrap_or_default());
            let sets: Vec<_> = nodes
                .iter()
                .map(|node| &node.node.selection_set.node)
                .collect();
            for possible in self.types.possible(definition.type_ref.type_name()) {
                planned.selections.push(self.selection(possible, &sets)?);
            }
        }
        Ok(planned)
    }

    fn frame(
        &mut self,
        definition: &FieldType,
        field: &'a Positioned<Field>,
    ) -> Result<usize, RequestError> {
        if definition.arguments.is_empty() {
            return Ok(usize::MAX);
        }
        let next = self.plan.frames.len();
        let address = ptr::from_ref(field).addr();
        let place = *self.frames_known.entry(address).or_insert(next);
        if place == next {
            self.items.check_field(field)?;
            let frame = bind(
                self.types,
                &definition.arguments,
                &field.node,
                self.variables,
            );
            self.plan.frames.push(frame);
        }
        Ok(place)
    }
}

/// The specification's `CoerceArgumentValues`.
fn bind(types: &Types, definitions: &[InputField], field: &Field, variables: &Variables) -> Frame {
    let mut on_variable = |name: &str, place: &TypeRef, has_default: bool| {
        let required = matches!(place, TypeRef::NonNull(_));
        match variables.get(&Name::new(name)) {
            Some(Coerced::Null) if required => Err(Mistake::new(format!(
                "expected {place}, but ${name} is null"
            ))),
            Some(value) => Ok(Some(value.clone())),
            None if required && !has_default => Err(Mistake::new(format!(
                "expected {place}, but ${name} is not given"
            ))),
            None => Ok(None),
        }
    };
    let mut coercion = Coercion {
        types,
        origin: Origin::Document,
        on_variable: &mut on_variable,
    };
    let coerced = definitions.iter().map(|definition| {
        let given = field.get_argument(&definition.name);
        let coerced = coercion.field(definition, given.map(|given| &given.node));
        coerced.map_err(|mistake| {
            let whole = format!("Argument \"{}\"", definition.name);
            ApiError::new(ErrorCode::BadVariables, mistake.in_words(&whole))
        })
    });
    coerced.collect()
}
