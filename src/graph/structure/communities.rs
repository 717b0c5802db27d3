//! Communities: people who play with one another more than with others.

use super::super::Graph;
use super::super::facts::index;
use super::super::ranges::Ranges;
use super::casts::{InCasts, played_max};
use super::partition::Partition;
use super::shared::{Unready, Work};
use crate::model::Kind;

/// Most times that all are looked at in turn on one level; what is left to gain then is little.
const PASSES_MAX: usize = 20;

/// Casts that are looked at in a turn.
const CASTS_A_TURN: usize = 1024;

/// The method of Louvain (Blondel, Guillaume, Lambiotte and Lefebvre 2008), which seeks the
/// partition of the highest modularity (Newman and Girvan 2004).
///
/// Two people are joined as strongly as they play in series and films together. Each in turn, by
/// key, goes into the community to which it gains most, and of equals into the first; then
/// communities become the things of the next level. Whole numbers are compared, so nothing depends
/// on rounding. Who plays with whom is not written out: it is read off the casts.
///
/// Cost: O(sum of the squares of the casts) a pass, of which there are [`PASSES_MAX`] a level and
/// few levels, and a turn is a part of one; 24 bytes a person and work while it lasts.
#[derive(Default)]
pub(super) struct Communities {
    /// The thing of the level that each person is part of.
    labels: Vec<u32>,
    level: Option<Level>,
    /// Of all levels.
    passes: usize,
}

/// People, or communities of the level before, on their way into communities.
struct Level {
    /// Who is in each cast, and how many people that are.
    casts: Ranges<(u32, u32)>,
    /// In which casts each is, with how many people.
    of: Ranges<(u32, u32)>,
    /// How strongly each is joined to all others, those inside it included.
    strengths: Vec<u64>,
    /// How strongly all together, each pair twice.
    whole: u64,
    communities: Vec<u32>,
    /// The strength of each community.
    totals: Vec<u64>,
    passes: usize,
    /// Whose turn it is.
    at: usize,
    has_moved: bool,
    /// How strongly the one whose turn it is is joined to each community that is listed.
    joined: Vec<u64>,
    listed: Vec<u32>,
}

impl Work for Communities {
    type Result = Partition;

    fn turn(
        &mut self,
        graph: &Graph,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<Partition>, Unready> {
        let casts = graph.kept.casts.get(graph, stop)?;
        let level = self.level.get_or_insert_with(|| {
            self.labels = (0..index(casts.of_person.len())).collect();
            Level::of_people(casts)
        });
        if !level.go_on() {
            return Ok(None);
        }
        self.passes += 1;
        if level.has_moved && level.passes < PASSES_MAX {
            return Ok(None);
        }
        let (numbers, count) = level.numbered();
        let is_last = count == numbers.len();
        for label in &mut self.labels {
            *label = numbers[*label as usize];
        }
        if is_last {
            return Ok(Some(Partition::new(&self.labels)));
        }
        *level = level.next(&numbers, count);
        Ok(None)
    }

    fn done(&self, _: &Graph) -> String {
        let level = self.level.as_ref();
        let (at, things) = level.map_or((0, 0), |level| (level.at, level.communities.len()));
        let passes = self.passes;
        format!("{passes} passes and {at} of {things} things of the next")
    }

    fn bytes(graph: &Graph) -> usize {
        let works = [Kind::Series, Kind::Film].map(|kind| graph.nodes.range(kind).len());
        let people = graph.nodes.range(Kind::Person).len();
        40 * people + 16 * played_max(graph) + 4 * works.iter().sum::<usize>()
    }
}

impl Level {
    fn of_people(casts: &InCasts) -> Self {
        let mut members = Ranges::default();
        let mut strengths = vec![0; casts.of_person.len()];
        for cast in 0..index(casts.casts.len()) {
            let people = casts.casts.of(cast);
            for person in people {
                strengths[*person as usize] += people.len() as u64 - 1;
            }
            members.push(people.iter().map(|person| (*person, 1)));
        }
        Self::new(members, strengths)
    }

    fn new(casts: Ranges<(u32, u32)>, strengths: Vec<u64>) -> Self {
        let things = strengths.len();
        let mut of: Vec<Vec<(u32, u32)>> = vec![Vec::new(); things];
        for cast in 0..index(casts.len()) {
            for (thing, people) in casts.of(cast) {
                of[*thing as usize].push((cast, *people));
            }
        }
        let mut lists = Ranges::default();
        for list in of {
            lists.push(list);
        }
        Self {
            casts,
            of: lists,
            whole: strengths.iter().sum(),
            totals: strengths.clone(),
            strengths,
            communities: (0..index(things)).collect(),
            passes: 0,
            at: 0,
            has_moved: false,
            joined: vec![0; things],
            listed: Vec::new(),
        }
    }

    /// Gives some their turn; whether that was the end of a pass.
    fn go_on(&mut self) -> bool {
        if self.at == 0 {
            self.has_moved = false;
        }
        let mut looked_at = 0;
        while self.at < self.communities.len() {
            if looked_at >= CASTS_A_TURN {
                return false;
            }
            looked_at += self.of.of(index(self.at)).len();
            self.settle(self.at);
            self.at += 1;
        }
        self.at = 0;
        self.passes += 1;
        true
    }

    /// Puts one into the community to which it gains most, its own before others.
    fn settle(&mut self, thing: usize) {
        let own = self.communities[thing];
        for (cast, own_people) in self.of.of(index(thing)) {
            for (other, people) in self.casts.of(*cast) {
                if *other as usize == thing {
                    continue;
                }
                let community = self.communities[*other as usize];
                let joined = &mut self.joined[community as usize];
                if *joined == 0 {
                    self.listed.push(community);
                }
                *joined += u64::from(*own_people) * u64::from(*people);
            }
        }
        let strength = self.strengths[thing];
        self.totals[own as usize] -= strength;
        // The gain in modularity, times the square of the whole.
        let gain = |community: u32| {
            let joined = i128::from(self.joined[community as usize]) * i128::from(self.whole);
            joined - i128::from(strength) * i128::from(self.totals[community as usize])
        };
        let mut best = (gain(own), own);
        self.listed.sort_unstable();
        for community in &self.listed {
            let gain = gain(*community);
            if gain > best.0 {
                best = (gain, *community);
            }
        }
        self.totals[best.1 as usize] += strength;
        self.communities[thing] = best.1;
        self.has_moved |= best.1 != own;
        for community in self.listed.drain(..) {
            self.joined[community as usize] = 0;
        }
    }

    /// The number of each thing's community on the next level, in the order of first members; and
    /// how many there are.
    fn numbered(&self) -> (Vec<u32>, usize) {
        let mut numbers = vec![None; self.communities.len()];
        let mut count = 0;
        let numbered = self.communities.iter().map(|community| {
            *numbers[*community as usize].get_or_insert_with(|| {
                count += 1;
                count - 1
            })
        });
        (numbered.collect(), count as usize)
    }

    /// The level of the communities.
    fn next(&self, numbers: &[u32], count: usize) -> Self {
        let mut strengths = vec![0; count];
        for (thing, strength) in self.strengths.iter().enumerate() {
            strengths[numbers[thing] as usize] += strength;
        }
        let mut casts = Ranges::default();
        for cast in 0..index(self.casts.len()) {
            let members = self.casts.of(cast).iter();
            let members = members.map(|(thing, people)| (numbers[*thing as usize], *people));
            let mut members: Vec<(u32, u32)> = members.collect();
            members.sort_unstable();
            members.dedup_by(|(later, people), (earlier, sum)| {
                let same = later == earlier;
                *sum += if same { *people } else { 0 };
                same
            });
            // A cast that is all in one community joins it to no other.
            if members.len() > 1 {
                casts.push(members);
            }
        }
        Self::new(casts, strengths)
    }
}
