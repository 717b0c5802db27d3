//! Makes plans: collects, merges and binds what a document selects.

use std::ptr;

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, Field, Selection as Item, SelectionSet},
};
use async_graphql_value::Value;
use hashbrown::{HashMap, HashSet};
use smallvec::{SmallVec, smallvec};

use super::{
    cost::{self, Price, Pricing},
    field_key::FieldKey,
    frames::{self, FrameId},
    input::Coerced,
    plan::{Plan, PlanField, Selection, SelectionId, Target},
    types::{FieldType, ObjectType, Types},
    variables::Variables,
};
use crate::graphql::{
    error::{ErrorCode, RequestError},
    limits::Limits,
};

/// Most fields of a plan, counted once for each object type they are resolved on.
const PLAN_FIELDS_MAX: usize = 50_000;

/// How many selections most plans have at most.
const SELECTIONS_USUAL: usize = 14;

/// Most response keys of a selection that are looked for one by one.
const COMPARED_MAX: usize = 32;

/// Plans an operation; of its variables, only those that conditions name have a say.
pub(super) fn plan<'a>(
    types: &'a Types,
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    variables: &'a Variables<'a>,
    limits: &Limits,
) -> Result<Plan, RequestError> {
    let mut planner = Planner {
        types,
        document,
        variables,
        plan: Plan::empty(),
        size: 0,
        selections_known: HashMap::with_capacity(SELECTIONS_USUAL),
        frames_known: HashMap::new(),
    };
    let root = types.object(types.query()).expect("the root is an object");
    planner.plan.root = planner.selection(root, &[set])?;
    let mut plan = planner.plan;
    let mut fields = plan
        .selections
        .iter()
        .flat_map(|selection| &selection.fields);
    if fields.all(|field| field.pricing.is_none()) {
        plan.cost = Some(cost::check(&plan, &[], limits));
    }
    Ok(plan)
}

struct Planner<'a> {
    types: &'a Types,
    document: &'a ExecutableDocument,
    variables: &'a Variables<'a>,
    plan: Plan,
    size: usize,
    /// By the addresses of the object type and of the selection sets.
    selections_known: HashMap<SmallVec<[usize; 2]>, SelectionId>,
    /// By the address of the field: its arguments are the same on every type.
    frames_known: HashMap<usize, FrameId>,
}

/// The fields of one response key.
type Group<'a> = (&'a str, SmallVec<[&'a Positioned<Field>; 1]>);

/// The fields of an object type by response key, in the order of their first inclusion.
#[derive(Default)]
struct Groups<'a> {
    ordered: Vec<Group<'a>>,
    /// Where each of them stands; empty as long as they are few.
    places: HashMap<&'a str, usize>,
    spreads: HashSet<&'a str>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, field: &'a Positioned<Field>) {
        let key = field.node.response_key().node.as_str();
        let place = if self.places.is_empty() {
            self.ordered.iter().position(|(known, _)| *known == key)
        } else {
            self.places.get(key).copied()
        };
        if let Some(place) = place {
            self.ordered[place].1.push(field);
            return;
        }
        self.ordered.push((key, smallvec![field]));
        if self.ordered.len() > COMPARED_MAX {
            let new = self.ordered.iter().enumerate().skip(self.places.len());
            self.places
                .extend(new.map(|(place, (key, _))| (*key, place)));
        }
    }
}

impl<'a> Planner<'a> {
    fn selection(
        &mut self,
        object: &'a ObjectType,
        sets: &[&'a SelectionSet],
    ) -> Result<SelectionId, RequestError> {
        let addresses = sets.iter().map(|set| ptr::from_ref(*set).addr());
        let mut identity: SmallVec<_> = smallvec![ptr::from_ref(object).addr()];
        identity.extend(addresses);
        if let Some(known) = self.selections_known.get(&identity) {
            return Ok(*known);
        }
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
            let is_first = fields.is_empty();
            fields.push(self.field(object, group, is_first)?);
        }
        let id = u32::try_from(self.plan.selections.len()).expect("the plan is bounded");
        self.plan.selections.push(Selection {
            type_name: ["\"", &object.name, "\""].concat(),
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
        is_first: bool,
    ) -> Result<PlanField, RequestError> {
        let first = nodes[0];
        let name = first.node.name.node.as_str();
        let mut planned = PlanField {
            key: FieldKey::new(key, is_first),
            position: first.pos,
            target: Target::Typename,
            is_composite: false,
            frame: FrameId::None,
            price: Price::TYPENAME,
            pricing: None,
            selections: Vec::new(),
        };
        if name != "__typename" {
            let types = self.types;
            let mut own = object.fields.iter();
            let definition = own
                .find(|field| field.name == name)
                .or_else(|| types.field(&object.name, name))
                .expect("the document is validated");
            let (group, number) = definition.address;
            planned.target = if matches!(name, "__schema" | "__type") {
                Target::Introspection(number)
            } else {
                Target::Resolver(group, number)
            };
            planned.frame = self.frame(definition, first);
            self.price(definition, &mut planned);
            let sets: SmallVec<[_; 1]> = nodes
                .iter()
                .map(|node| &node.node.selection_set.node)
                .collect();
            // Leaves have no selection.
            if !sets[0].items.is_empty() {
                for possible in types.possible_objects(definition.type_ref.type_name()) {
                    planned.selections.push(self.selection(possible, &sets)?);
                }
            }
            planned.is_composite =
                !planned.selections.is_empty() || cost::is_list(&definition.type_ref);
        }
        Ok(planned)
    }

    fn frame(&mut self, definition: &FieldType, field: &'a Positioned<Field>) -> FrameId {
        if definition.arguments.is_empty() {
            return FrameId::None;
        }
        let address = ptr::from_ref(field).addr();
        if let Some(known) = self.frames_known.get(&address) {
            return *known;
        }
        let number = |next: usize| u32::try_from(next).expect("the plan is bounded");
        let template = frames::template(self.types, &definition.arguments, field);
        let id = match template.constant() {
            Ok(frame) => {
                self.plan.constants.push(frame);
                FrameId::Constant(number(self.plan.constants.len() - 1))
            }
            Err(template) => {
                self.plan.templates.push(template);
                FrameId::Bound(number(self.plan.templates.len() - 1))
            }
        };
        self.frames_known.insert(address, id);
        id
    }

    fn price(&self, definition: &FieldType, planned: &mut PlanField) {
        let pricing = Pricing::of(definition);
        if matches!(planned.frame, FrameId::Bound(_)) && pricing.depends_on_values() {
            planned.pricing = Some(pricing);
            return;
        }
        let values = self.plan.frame(planned, &[]);
        let values = values.and_then(|frame| frame.as_deref().ok());
        planned.price = pricing.price(values.unwrap_or_default());
    }
}
