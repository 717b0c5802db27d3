//! Builds a graph from changes; the one door through which facts enter.

use super::Graph;
use super::assemble::Assembly;
use super::checks::Known;
use super::draft::{Draft, Targets, drafts, in_words};
use super::error::{Reason, Refusal};
use crate::model::{Change, Key, Pointer, Relation};
use std::collections::HashMap;

impl Graph {
    /// This graph with a batch of changes; all of them or none.
    ///
    /// The order of the changes makes no difference to the graph.
    ///
    /// Cost: O(n log n) for a graph of n claims, however small the batch.
    ///
    /// # Errors
    /// Everything that is wrong with the batch, in its order.
    pub fn apply(&self, batch: Vec<Change>) -> Result<Self, Vec<Refusal>> {
        let mut changes = self.changes();
        let known = changes.len();
        changes.extend(batch);
        let drafts = drafts(&changes);
        let targets = Targets::new(&drafts);
        let premises: Vec<Vec<usize>> = drafts
            .iter()
            .map(|draft| follow(&targets, &draft.basis.derived_from))
            .collect();

        let mut refusals = Refusals::default();
        let all = Known::new(&changes);
        for (at, change) in changes.iter().enumerate() {
            refusals.extend(at, all.check(change));
        }
        refuse_duplicates(&changes, &drafts, &mut refusals);
        refuse_pointers(&changes, &drafts, &targets, &mut refusals);
        refuse_circles(&drafts, &premises, &mut refusals);
        refuse_circular_parts(&changes, &mut refusals);
        refusals.into_result(known)?;

        let disputes = changes.iter().filter_map(|change| match change {
            Change::Dispute(dispute) => Some((dispute.clone(), follow(&targets, &dispute.claims))),
            _ => None,
        });
        let disputes = disputes.collect();
        Ok(Assembly {
            changes: &changes,
            drafts: &drafts,
            premises: &premises,
            disputes,
        }
        .graph())
    }
}

/// What is wrong so far.
#[derive(Default)]
struct Refusals(Vec<Refusal>);

impl Refusals {
    fn push(&mut self, change: usize, clashes_with: Option<usize>, reason: Reason) {
        self.0.push(Refusal {
            change,
            clashes_with,
            reason,
        });
    }

    fn extend(&mut self, change: usize, reasons: Vec<Reason>) {
        self.0.extend(reasons.into_iter().map(|reason| Refusal {
            change,
            clashes_with: None,
            reason,
        }));
    }

    /// The refusals in the order of the batch, which begins behind `known` changes.
    fn into_result(mut self, known: usize) -> Result<(), Vec<Refusal>> {
        self.0.sort_by_key(|refusal| refusal.change);
        let place = |refusal: Refusal| Refusal {
            change: refusal.change.saturating_sub(known),
            clashes_with: refusal.clashes_with.and_then(|at| at.checked_sub(known)),
            reason: refusal.reason,
        };
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0.into_iter().map(place).collect())
        }
    }
}

/// The claims at which pointers point, in order, without repetition.
fn follow(targets: &Targets<'_>, pointers: &[Pointer]) -> Vec<usize> {
    let mut found: Vec<usize> = pointers
        .iter()
        .flat_map(|pointer| targets.of(pointer))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn refuse_duplicates(changes: &[Change], drafts: &[Draft], refusals: &mut Refusals) {
    let (mut nodes, mut disputes, mut claims) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (at, change) in changes.iter().enumerate() {
        match change {
            Change::Node(node) => {
                let first = *nodes.entry(&node.key).or_insert(at);
                if first != at {
                    refusals.push(
                        at,
                        Some(first),
                        Reason::DuplicateKey {
                            key: node.key.clone(),
                        },
                    );
                }
            }
            Change::Dispute(dispute) => {
                let first = *disputes.entry(&dispute.key).or_insert(at);
                if first != at {
                    refusals.push(
                        at,
                        Some(first),
                        Reason::DuplicateDispute {
                            key: dispute.key.clone(),
                        },
                    );
                }
            }
            _ => {}
        }
    }
    for (at, draft) in drafts.iter().enumerate() {
        let duplicate_node = matches!(&changes[draft.change], Change::Node(node) if nodes[&node.key] != draft.change);
        if duplicate_node {
            continue;
        }
        let first = *claims.entry(draft.key).or_insert(at);
        if first != at {
            let claim = draft.in_words();
            let first = drafts[first].change;
            let clashes_with = (first != draft.change).then_some(first);
            refusals.push(draft.change, clashes_with, Reason::DuplicateClaim { claim });
        }
    }
}

fn refuse_pointers(
    changes: &[Change],
    drafts: &[Draft],
    targets: &Targets<'_>,
    refusals: &mut Refusals,
) {
    let mut lost = |change: usize, pointers: &[Pointer]| {
        for pointer in pointers
            .iter()
            .filter(|pointer| targets.of(pointer).is_empty())
        {
            refusals.push(
                change,
                None,
                Reason::UnknownClaim {
                    pointer: in_words(pointer),
                },
            );
        }
    };
    for draft in drafts {
        lost(draft.change, &draft.basis.derived_from);
    }
    for (at, change) in changes.iter().enumerate() {
        if let Change::Dispute(dispute) = change {
            lost(at, &dispute.claims);
        }
    }
    for (at, change) in changes.iter().enumerate() {
        if let Change::Dispute(dispute) = change {
            let lost = |pointer: &Pointer| targets.of(pointer).is_empty();
            let found = follow(targets, &dispute.claims).len();
            if found < 2 && !dispute.claims.iter().any(lost) {
                refusals.push(at, None, Reason::LoneClaim { found });
            }
        }
    }
}

/// Refuses claims that rest on themselves.
fn refuse_circles(drafts: &[Draft], premises: &[Vec<usize>], refusals: &mut Refusals) {
    let circular = circular(premises);
    for (at, draft) in drafts.iter().enumerate().filter(|(at, _)| circular[*at]) {
        let back = premises[at].iter().find(|premise| circular[**premise]);
        let pointer = back.map_or_else(String::new, |premise| drafts[*premise].in_words());
        refusals.push(draft.change, None, Reason::CircularPremise { pointer });
    }
}

/// Refuses things that are part of themselves.
fn refuse_circular_parts(changes: &[Change], refusals: &mut Refusals) {
    let part = |change: &Change| match change {
        Change::Edge(edge) if edge.relation == Relation::PartOf => {
            Some((edge.from.clone(), edge.to.clone()))
        }
        _ => None,
    };
    let parts: Vec<(usize, (Key, Key))> = changes
        .iter()
        .enumerate()
        .filter_map(|(at, change)| Some((at, part(change)?)))
        .collect();
    let mut wholes: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (place, (_, (from, _))) in parts.iter().enumerate() {
        wholes.entry(from).or_default().push(place);
    }
    let above: Vec<Vec<usize>> = parts
        .iter()
        .map(|(_, (_, to))| wholes.get(to).cloned().unwrap_or_default())
        .collect();
    let circular = circular(&above);
    for ((at, (key, whole)), _) in parts
        .iter()
        .zip(&circular)
        .filter(|(_, circular)| **circular)
    {
        let (key, whole) = (key.clone(), whole.clone());
        refusals.push(*at, None, Reason::CircularPart { key, whole });
    }
}

/// Which things rest on themselves: those left when all that rest on nothing are taken
/// away again and again.
fn circular(premises: &[Vec<usize>]) -> Vec<bool> {
    let mut open: Vec<usize> = premises.iter().map(Vec::len).collect();
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); premises.len()];
    for (at, premises) in premises.iter().enumerate() {
        for premise in premises {
            followers[*premise].push(at);
        }
    }
    let mut settled: Vec<usize> = (0..premises.len()).filter(|at| open[*at] == 0).collect();
    while let Some(premise) = settled.pop() {
        for follower in &followers[premise] {
            open[*follower] -= 1;
            if open[*follower] == 0 {
                settled.push(*follower);
            }
        }
    }
    open.into_iter().map(|open| open > 0).collect()
}
