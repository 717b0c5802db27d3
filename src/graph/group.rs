//! Claims about one thing: which are the same, and which is best.

use super::builder::{Builder, Judgement, NoteDraft, Repeated};
use super::content::{identity, in_one_line};
use super::error::Reason;
use super::order::Standing;
use super::pools::Basis;
use crate::model::{ClaimKey, Mode, Rank, Relation, ValueRef};
use std::cmp::Ordering;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// A claim among those about one node, or on the edges from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grouped {
    /// The property; or the relation, the place of the node at the end, and the identity
    /// as [`Grouping::identity`] gave it.
    pub about: [u32; 3],
    /// The value, or the list of what is said of the edge.
    pub said: u32,
    pub mode: Mode,
    pub basis: u32,
    pub change: u32,
}

/// How to read what a claim says.
pub(super) trait Reader {
    /// The value of a property; `None` for a claim on an edge.
    fn value<'p>(&self, builder: &'p Builder, claim: &Grouped) -> Option<ValueRef<'p>>;
    /// How much is said of an edge; 0 for a claim on a property.
    fn length(&self, builder: &Builder, claim: &Grouped) -> usize;
    /// The claim as a text.
    fn content(&self, builder: &Builder, claim: &Grouped) -> String;
}

/// Joins claims that are the same and sorts those about the same.
pub(super) struct Grouping<'b> {
    pub builder: &'b mut Builder,
    /// Identities by relation and list, as places in `texts`.
    identities: HashMap<(Relation, u32), u32>,
    places: HashMap<String, u32>,
    /// Identities that occur; the first is empty.
    texts: Vec<String>,
}

impl<'b> Grouping<'b> {
    pub fn new(builder: &'b mut Builder) -> Self {
        Self {
            builder,
            identities: HashMap::new(),
            places: HashMap::from([(String::new(), 0)]),
            texts: vec![String::new()],
        }
    }

    /// The identity of an edge with this list: equal numbers for equal identities.
    pub fn identity(&mut self, relation: Relation, list: u32) -> u32 {
        if self.builder.interning.pools.lists.of(list).is_empty() {
            return 0;
        }
        if let Some(known) = self.identities.get(&(relation, list)) {
            return *known;
        }
        let (pools, nodes) = (&self.builder.interning.pools, &self.builder.nodes);
        let text = identity(pools, nodes, relation, list);
        let next = super::facts::index(self.texts.len());
        let number = *self.places.entry(text).or_insert_with_key(|text| {
            self.texts.push(text.clone());
            next
        });
        self.identities.insert((relation, list), number);
        number
    }

    /// Makes one claim of those that are the same; sorts the rest by what they are about,
    /// the best first.
    pub fn sort(&mut self, claims: &mut Vec<Grouped>, reader: &impl Reader) {
        if claims.len() < 2 {
            return;
        }
        let said = |claim: &Grouped| (claim.said, claim.mode);
        claims.sort_unstable_by(|left, right| {
            let about = self.compare(left, right);
            about.then((said(left), left.change).cmp(&(said(right), right.change)))
        });
        self.join(claims, reader);
        let builder = &*self.builder;
        for same in claims.chunk_by_mut(|left, right| left.about == right.about) {
            if same.len() > 1 {
                same.sort_unstable_by(|left, right| standing(builder, reader, left, right));
            }
        }
    }

    /// By what they are about.
    fn compare(&self, left: &Grouped, right: &Grouped) -> Ordering {
        let [[relation, to, identity], [other_relation, other_to, other]] =
            [left.about, right.about];
        let ends = (relation, to).cmp(&(other_relation, other_to));
        if ends.is_ne() || identity == other {
            return ends;
        }
        self.texts[identity as usize].cmp(&self.texts[other as usize])
    }

    fn join(&mut self, claims: &mut Vec<Grouped>, reader: &impl Reader) {
        let said = |claim: &Grouped| (claim.about, claim.said, claim.mode);
        let (mut kept, mut from) = (0, 0);
        while from < claims.len() {
            let rest = &claims[from..];
            let first = said(&rest[0]);
            let same = rest.iter().take_while(|claim| said(claim) == first).count();
            claims[kept] = if same == 1 {
                rest[0]
            } else {
                self.joined(&rest[..same], reader)
            };
            kept += 1;
            from += same;
        }
        claims.truncate(kept);
    }

    /// One claim of several that are the same; refuses the later ones where nothing may be
    /// told twice.
    fn joined(&mut self, same: &[Grouped], reader: &impl Reader) -> Grouped {
        let mut judgements: Vec<Judgement> = Vec::new();
        let mut joined = same[0];
        let mut references = self.basis(&joined).references;
        let mut before = None;
        for (at, claim) in same.iter().enumerate() {
            let basis = self.basis(claim);
            let judgement = Judgement {
                origins: self.origins(basis),
                rank: basis.rank,
                note: basis.note,
            };
            let again = |known: &&mut Judgement| known.origins == judgement.origins;
            if let Some(known) = judgements.iter_mut().find(again) {
                known.rank = worse_or_chosen(known.rank, judgement.rank);
                known.note = known.note.or(judgement.note);
                self.refuse_again(&same[0], &same[at], reader);
            } else {
                judgements.push(judgement);
            }
            references = self.builder.interning.union(references, basis.references);
            // Those that were there before come first.
            if claim.change < self.builder.known {
                before = Some(references);
            }
        }
        self.builder.gained += usize::from(before.is_some_and(|before| before != references));
        let (rank, note) = self.judged(judgements, same[0].change);
        joined.basis = self.builder.interning.basis(Basis {
            rank,
            mode: joined.mode,
            references,
            note,
        });
        joined
    }

    /// What some judgements come to; where they differ, the note remembers each.
    fn judged(&mut self, mut judgements: Vec<Judgement>, change: u32) -> (Rank, Option<u32>) {
        let ranks = judgements.iter().map(|judgement| judgement.rank);
        let rank = ranks.reduce(worse_or_chosen).unwrap_or(Rank::Normal);
        let origins = &self.builder.interning.pools.origins;
        judgements.sort_by(|left, right| origins.of(left.origins).cmp(origins.of(right.origins)));
        let mut deciding = judgements.iter().filter(|judgement| judgement.rank == rank);
        let note = deciding.find_map(|judgement| judgement.note);
        let alike = |judgement: &Judgement| (judgement.rank, judgement.note) == (rank, note);
        if judgements.iter().all(alike) {
            return (rank, note);
        }
        let notes = &mut self.builder.notes;
        let said = note.map(|note| &notes[note as usize]);
        let draft = NoteDraft {
            change: said.map_or(change, |said| said.change),
            reason: said.and_then(|said| said.reason.clone()),
            pointers: said.map(|said| said.pointers.clone()).unwrap_or_default(),
            judgements,
        };
        notes.push(draft);
        (rank, Some(super::facts::index(notes.len() - 1)))
    }

    fn basis(&self, claim: &Grouped) -> Basis {
        self.builder.interning.pools.basis(claim.basis)
    }

    /// Under which merged keys a claim came, as all of its references say.
    fn origins(&self, basis: Basis) -> u32 {
        let references = self.builder.interning.pools.references.of(basis.references);
        references.first().map_or(0, |entry| entry[3])
    }

    fn refuse_again(&mut self, first: &Grouped, later: &Grouped, reader: &impl Reader) {
        if self.builder.repeated == Repeated::Join {
            return;
        }
        let claim = in_one_line(&reader.content(self.builder, later));
        let clashes_with = (first.change != later.change).then_some(first.change);
        let reason = Reason::DuplicateClaim { claim };
        self.builder
            .refusals
            .push(later.change, clashes_with, reason);
    }
}

/// The rank of a claim that is judged twice: an error if either says so, else the better.
fn worse_or_chosen(one: Rank, other: Rank) -> Rank {
    if [one, other].contains(&Rank::Deprecated) {
        Rank::Deprecated
    } else {
        one.min(other)
    }
}

/// Which of two claims about the same is better.
fn standing(builder: &Builder, reader: &impl Reader, left: &Grouped, right: &Grouped) -> Ordering {
    let pools = &builder.interning.pools;
    let standing = |claim: &Grouped| {
        let basis = pools.basis(claim.basis);
        Standing {
            rank: basis.rank,
            mode: basis.mode,
            value: reader.value(builder, claim),
            sources: pools.source_count(basis.references),
            qualifiers: reader.length(builder, claim),
            // Claims about the same have the same subject.
            key: ClaimKey(0),
        }
    };
    let hash = |claim: &Grouped| xxh3_64(reader.content(builder, claim).as_bytes());
    standing(left)
        .compare(&standing(right))
        .then_with(|| hash(left).cmp(&hash(right)))
}
