//! Merges that rest on others: a character's on its performer's, a part's on the whole's.

use super::Graph;
use super::direction::Direction;
use crate::model::{Key, Kind, MergeRecord, Property, Rank, Relation};
use petgraph::graph::NodeIndex;
use std::collections::{BTreeSet, HashMap};

/// What can tell of things of a kind that they are one whatever else is.
const TELLING: [Property; 2] = [Property::ExternalIds, Property::Country];

/// A thing with the key under which some records know it.
type Known = (NodeIndex, Key);

impl Graph {
    /// The merges that stand although they rest on one that was taken back, each with that
    /// one, by key.
    ///
    /// Nobody writes down what a merge rests on. It follows from the records: those under the
    /// two keys of a character have a performer in common, those of a person or a company a
    /// title, those of a season or an episode their series; or they have an id or a country
    /// in common. If all that they have in common are two things that were one, the merge rests
    /// on that.
    ///
    /// Cost: O(edges of merged things), and only where a merge was taken back.
    pub fn merges_without_ground(&self) -> Vec<(MergeRecord, MergeRecord)> {
        let (wrong, standing): (Vec<_>, Vec<_>) = self
            .merges()
            .partition(|merge| merge.rank == Rank::Deprecated);
        let apart = wrong.iter().filter_map(|merge| {
            let ends = [&merge.key, &merge.into].map(|key| self.find(key.into()));
            Some(([ends[0]?, ends[1]?], merge))
        });
        let apart: HashMap<[NodeIndex; 2], &MergeRecord> =
            apart.filter(|([left, right], _)| left != right).collect();
        if apart.is_empty() {
            return Vec::new();
        }
        let into: HashMap<&Key, &Key> = standing.iter().map(|one| (&one.key, &one.into)).collect();
        let mut found = Vec::new();
        for merge in &standing {
            let Some(thing) = self.find((&merge.key).into()) else {
                continue;
            };
            // Whether records under a key came to the thing by this merge.
            let by_this = |key: &Key| {
                let mut way = std::iter::successors(Some(key), |key| into.get(*key).copied());
                way.any(|step| *step == merge.key)
            };
            if self.tell_one(thing, &by_this) {
                continue;
            }
            let grounds = self.grounds(thing).into_iter();
            let (ours, theirs): (Vec<_>, Vec<_>) = grounds.partition(|(key, _)| by_this(key));
            let [ours, theirs] = [ours, theirs].map(|side| -> BTreeSet<NodeIndex> {
                side.into_iter().map(|(_, ground)| ground).collect()
            });
            if !ours.is_disjoint(&theirs) {
                continue;
            }
            let mut pairs = ours
                .iter()
                .flat_map(|our| theirs.iter().map(move |their| [*our, *their]));
            let on = pairs.find_map(|[our, their]| {
                apart
                    .get(&[our, their])
                    .or_else(|| apart.get(&[their, our]))
            });
            found.extend(on.map(|on| (merge.clone(), (*on).clone())));
        }
        found
    }

    /// Whether records of both sides make one claim that tells of itself that they are one.
    fn tell_one(&self, thing: NodeIndex, ours: &dyn Fn(&Key) -> bool) -> bool {
        let claims = TELLING
            .iter()
            .flat_map(|property| self.property_claims(thing, *property));
        let mut sides = claims.map(|claim| {
            let keys = self.by_origin(self.basis(claim).references).into_iter();
            let keys = keys.map(|entries| self.written_key(thing, &entries));
            keys.map(|key| ours(&key)).collect::<BTreeSet<bool>>()
        });
        sides.any(|sides| sides.len() == 2)
    }

    /// What the records of a thing lead to that can have a merge of their own, each with the
    /// key under which they know the thing.
    fn grounds(&self, thing: NodeIndex) -> Vec<(Key, NodeIndex)> {
        const COMPANY: [Relation; 4] = [
            Relation::AiredOn,
            Relation::CommissionedBy,
            Relation::AvailableOn,
            Relation::ProducedBy,
        ];
        let kind = self.kind(thing);
        let (ways, direction): (&[Relation], _) = match kind {
            Kind::Character => (&[Relation::Plays], Direction::In),
            Kind::Person => (&[Relation::Plays, Relation::Credited], Direction::Out),
            Kind::Season | Kind::Episode => (&[Relation::PartOf], Direction::Out),
            Kind::Network | Kind::Studio => (&COMPANY, Direction::In),
            _ => return Vec::new(),
        };
        let mut found = Vec::new();
        for way in ways {
            for (key, far) in self.joined(thing, *way, direction) {
                if kind == Kind::Character {
                    found.push((key, far.0));
                } else {
                    self.titles(far, &mut |title| found.push((key.clone(), title)));
                }
            }
        }
        found
    }

    /// Tells the titles to which records lead that know a thing under this key.
    fn titles(&self, (thing, key): Known, tell: &mut dyn FnMut(NodeIndex)) {
        let way = match self.kind(thing) {
            Kind::Series | Kind::Film => return tell(thing),
            Kind::Season | Kind::Episode => Relation::PartOf,
            Kind::Character => Relation::AppearsIn,
            _ => return,
        };
        for (under, far) in self.joined(thing, way, Direction::Out) {
            if under == key {
                self.titles(far, tell);
            }
        }
    }

    /// What records join to a thing, with the keys under which they know the thing and the other.
    fn joined(&self, thing: NodeIndex, way: Relation, direction: Direction) -> Vec<(Key, Known)> {
        let mut found = Vec::new();
        let edges = self.edges_at(thing, direction);
        for edge in edges.filter(|edge| self.relation(*edge) == way) {
            let far = self.other(edge, direction);
            for claim in self.edge_claims(edge) {
                for entries in self.by_origin(self.basis(claim).references) {
                    let [near, other] = [thing, far].map(|node| self.written_key(node, &entries));
                    found.push((near, (far, other)));
                }
            }
        }
        found
    }
}
