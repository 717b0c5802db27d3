//! What an operation may cost, known before anything is executed.
//!
//! The unit is one field that is resolved, or one thing that is visited to resolve it. Terms
//! are those of the *GraphQL Cost Directives* specification (IBM, 2021): a field has a
//! *weight*, 1 unless its table states another ([`field!`](crate::field)), and what is
//! selected beneath a list costs as often as the list has items. How many these may be,
//!
//! - *slicing arguments* say: `first` and `last`, or their default where both are left out;
//!   without these, of a field that is a list, the longest list among its arguments (`ids`);
//! - for *sized fields*, the slicing arguments of the field above: `nodes` beneath `cast`;
//! - else an *assumed size* stands for them.
//!
//! A cost follows from the document and its variables, never from the graph, so what is
//! refused on one graph is refused on any. Selections are shared and stand behind those
//! inside them: one pass over the fields of the plan sums them up, however often fragments
//! spread one another.

use async_graphql::Pos;

use super::{
    frames::Frame,
    input::{Arguments, Coerced},
    plan::{Plan, PlanField, SelectionId},
    types::{FieldType, TypeRef},
};
use crate::graphql::{
    cost::CostReport,
    error::{ErrorCode, Refusal, RequestError},
    limits::{Limits, PAGE_SIZES},
};

/// How many items a list is taken to have where no argument says.
const ASSUMED_SIZE: usize = 10;

/// What a field weighs for its coerced arguments.
pub(super) type Weight = fn(&[Option<Coerced>]) -> usize;

/// The weight that a table states from typed arguments.
///
/// A field whose arguments cannot be read fails at once.
pub fn weigh<'v, A: Arguments<'v>>(
    values: &'v [Option<Coerced>],
    weight: impl FnOnce(A) -> usize,
) -> usize {
    A::read(values).map_or(1, weight)
}

/// What one field adds to the cost, apart from what is selected beneath it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    weight: usize,
    is_list: bool,
    /// How many items its slicing arguments ask for, where it has such.
    slice: Option<usize>,
}

impl Price {
    /// Of the name of a type, which is no field of a table.
    pub(super) const TYPENAME: Self = Self {
        weight: 1,
        is_list: false,
        slice: None,
    };

    /// How many items the lists among its fields have.
    fn size_beneath(self) -> usize {
        let slice = self.slice.filter(|_| !self.is_list);
        slice.unwrap_or(ASSUMED_SIZE)
    }

    fn with(self, beneath: Cost) -> Cost {
        let value = beneath.at(self.size_beneath());
        let of_items = |count| self.weight.saturating_add(value.saturating_mul(count));
        match (self.is_list, self.slice) {
            (true, None) => Cost {
                fixed: self.weight,
                per_item: value,
            },
            (true, Some(count)) => Cost::fixed(of_items(count)),
            (false, _) => Cost::fixed(of_items(1)),
        }
    }
}

/// How the price of a field follows from its arguments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pricing {
    /// One, where the table states none.
    weight: Option<Weight>,
    is_list: bool,
    /// Where its slicing arguments stand, if it has such: `first`, and `last`.
    slicing: Option<(usize, Option<usize>)>,
}

impl Pricing {
    pub(super) fn of(definition: &FieldType) -> Self {
        let of = |name: &str| {
            let mut arguments = definition.arguments.iter();
            arguments.position(|argument| argument.name == name)
        };
        Self {
            weight: definition.weight,
            is_list: is_list(&definition.type_ref),
            slicing: of("first").map(|first| (first, of("last"))),
        }
    }

    /// Whether the values of arguments have a say.
    pub(super) fn depends_on_values(self) -> bool {
        self.weight.is_some() || self.slicing.is_some() || self.is_list
    }

    pub(super) fn price(self, values: &[Option<Coerced>]) -> Price {
        let listed = || self.is_list.then(|| longest_list(values)).flatten();
        Price {
            weight: self.weight.map_or(1, |weight| weight(values)),
            is_list: self.is_list,
            slice: self.page_size(values).or_else(listed),
        }
    }

    /// Sizes that no page has are taken as the nearest; the field says what is wrong with them.
    /// A field that is a list itself has bounds of its own.
    fn page_size(self, values: &[Option<Coerced>]) -> Option<usize> {
        let (first, last) = self.slicing?;
        let asked = [Some(first), last].into_iter().flatten();
        let asked = asked.filter_map(|place| match values.get(place) {
            Some(Some(Coerced::Int(count))) => Some(usize::try_from(*count).unwrap_or(0)),
            _ => None,
        });
        let most = if self.is_list {
            usize::MAX
        } else {
            PAGE_SIZES.max
        };
        let asked = asked.max().map(|count| count.min(most));
        Some(asked.unwrap_or(PAGE_SIZES.default))
    }
}

/// Whether values are lists, null aside.
pub(super) fn is_list(type_ref: &TypeRef) -> bool {
    match type_ref {
        TypeRef::Named(_) => false,
        TypeRef::NonNull(inner) => is_list(inner),
        TypeRef::List(_) => true,
    }
}

fn longest_list(values: &[Option<Coerced>]) -> Option<usize> {
    let lengths = values.iter().filter_map(|value| match value {
        Some(Coerced::List(items)) => Some(items.len()),
        _ => None,
    });
    lengths.max()
}

/// What a selection costs: `fixed`, and `per_item` for each item of its sized fields.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    fixed: usize,
    per_item: usize,
}

impl Cost {
    fn fixed(fixed: usize) -> Self {
        Self { fixed, per_item: 0 }
    }

    fn at(self, size: usize) -> usize {
        self.fixed
            .saturating_add(self.per_item.saturating_mul(size))
    }

    fn plus(self, other: Self) -> Self {
        Self {
            fixed: self.fixed.saturating_add(other.fixed),
            per_item: self.per_item.saturating_add(other.per_item),
        }
    }

    /// For a value that is one or the other.
    fn or(self, other: Self) -> Self {
        Self {
            fixed: self.fixed.max(other.fixed),
            per_item: self.per_item.max(other.per_item),
        }
    }
}

/// The costs of all selections of a plan.
struct Costs<'p> {
    plan: &'p Plan,
    bound: &'p [Frame],
    of_selections: Vec<Cost>,
}

/// What a plan costs with these arguments; a refusal where that is more than the limit, and limits
/// are enforced.
pub(super) fn check(plan: &Plan, bound: &[Frame], limits: &Limits) -> Result<usize, Refusal> {
    let costs = Costs::of(plan, bound);
    let cost = costs.of_selection(plan.root).at(ASSUMED_SIZE);
    let max = limits.cost_max;
    if cost <= max || !limits.cost_is_enforced {
        return Ok(cost);
    }
    let (path, position) = costs.most_expensive();
    let message = format!(
        "the operation may cost {cost}, at most {max} are allowed, and {path:?} costs most: \
         ask there for fewer items or fewer levels, or in several requests"
    );
    let error = RequestError::at(ErrorCode::LimitReached, position, message);
    Err(Refusal::of_cost(error, CostReport::refused(cost, max)))
}

impl<'p> Costs<'p> {
    fn of(plan: &'p Plan, bound: &'p [Frame]) -> Self {
        let mut costs = Self {
            plan,
            bound,
            of_selections: Vec::with_capacity(plan.selections.len()),
        };
        for selection in &plan.selections {
            let fields = selection.fields.iter().map(|field| costs.of_field(field));
            let cost = fields.fold(Cost::default(), Cost::plus);
            costs.of_selections.push(cost);
        }
        costs
    }

    fn of_selection(&self, id: SelectionId) -> Cost {
        self.of_selections[id.index()]
    }

    fn of_field(&self, field: &PlanField) -> Cost {
        let possible = field.selections.iter().map(|id| self.of_selection(*id));
        self.price(field)
            .with(possible.fold(Cost::default(), Cost::or))
    }

    fn price(&self, field: &PlanField) -> Price {
        let Some(pricing) = field.pricing else {
            return field.price;
        };
        let values = self.plan.frame(field, self.bound);
        let values = values.and_then(|frame| frame.as_deref().ok());
        pricing.price(values.unwrap_or_default())
    }

    /// Leads from the root to the field that costs most, and on as long as there is one field
    /// with more than half of what its parent costs, of which less can be asked.
    fn most_expensive(&self) -> (String, Pos) {
        let mut path: Vec<&str> = Vec::new();
        let mut position = Pos::default();
        let (mut selection, mut size, mut half) = (self.plan.root, ASSUMED_SIZE, 0);
        loop {
            let fields = self.plan.selection(selection).fields.iter();
            let costs = fields.map(|field| (self.of_field(field).at(size), field));
            // Of equal ones the first.
            let most = costs.rev().max_by_key(|(cost, _)| *cost);
            let Some((cost, field)) = most.filter(|(cost, _)| *cost > half) else {
                break;
            };
            let price = self.price(field);
            let is_plain_leaf = field.selections.is_empty() && price.weight <= 1;
            if is_plain_leaf && !path.is_empty() {
                break;
            }
            path.push(field.response_key());
            position = field.position;
            size = price.size_beneath();
            let possible = field.selections.iter();
            let most = possible.max_by_key(|id| self.of_selection(**id).at(size));
            let Some(next) = most.filter(|_| price.weight <= cost / 2) else {
                break;
            };
            selection = *next;
            half = self.of_selection(selection).at(size) / 2;
        }
        (path.join("."), position)
    }
}
