//! Who plays whom, gathered over all episodes of a series.
//!
//! A character is one name of one person in one series, or in one film: two people who
//! play "Nurse" play two characters. A name that differs in case, diacritics and
//! signs between words only is the same name: the first row's is its name, other spellings
//! are alternate names. All names that say "Self" are one character, which
//! is called as the person is; what else it is called ("Self - Host") is an alternate name.

use super::catalogue::Catalogue;
use super::out::Out;
use super::role::{is_plain_self, is_self, push_slug};
use super::texts::{Mixing, Texts};
use crate::model::{Kind, Property, Qualifier, Relation, Value};
use crate::sources::SourceError;
use crate::sources::text::clean;
use compact_str::CompactString;
use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// The name of somebody whom no credit names.
const UNNAMED: u32 = u32::MAX;
/// The name of people who play themselves.
const SELF: u32 = u32::MAX - 1;
/// The words of that name in a key.
const SELF_WORDS: &str = "self";
/// Stands for a place in the credits that is not known.
const LAST: u32 = u32::MAX;

/// Which character it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Id {
    /// The series, or the title itself where it has none.
    owner: u32,
    person: u32,
    name: u32,
}

/// What the rows say of a character so far.
#[derive(Debug, Clone, Copy)]
struct Part {
    order: u32,
    episodes: u32,
    /// The season of the episode that came last, and how many came from it in a row.
    season: u32,
    in_season: u32,
    /// Hash of the name as the first row spells it.
    spelling: u32,
    voice: bool,
    as_self: bool,
    /// Whether a row says that it appears in the series, not only in an episode.
    in_series: bool,
}

/// A role in a row, with who plays it.
#[derive(Debug, Clone, Copy)]
pub struct Performance<'n> {
    /// The series, or the title itself where it has none.
    pub owner: u32,
    /// Who plays.
    pub person: u32,
    /// What the role is called; `None` when the row does not say.
    pub name: Option<&'n str>,
    /// Place in the credits.
    pub order: Option<u32>,
    /// Whether only the voice is heard.
    pub voice: bool,
    /// Whether the row says that people play themselves.
    pub as_self: bool,
}

/// A role whose character is not looked up yet.
#[derive(Debug)]
struct Waiting {
    id: Id,
    order: u32,
    voice: bool,
    as_self: bool,
    /// Where the words of the key lie, for a name whose number is not looked up yet.
    words: Option<Range<usize>>,
    display: Option<CompactString>,
}

/// A character, as the rows of one title know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Character {
    /// Its number among all.
    pub number: u32,
    /// Who plays it.
    pub person: u32,
    /// The number of its name.
    pub name: u32,
}

/// All characters.
#[derive(Debug, Default)]
pub struct Cast {
    numbers: HashMap<Id, u32, Mixing>,
    parts: Vec<Part>,
    /// Words of keys.
    words: Texts,
    /// Characters with a season and a number of episodes of it, which add up.
    seasons: Vec<((u32, u32), u32)>,
    /// People who play themselves: person, series, number of the character.
    selves: Vec<(u32, u32, u32)>,
    /// What these are called, and other spellings of names, by number of the character.
    called: HashSet<(u32, u32), Mixing>,
    calls: Texts,
    waiting: Vec<Waiting>,
    /// The words of the keys of those that wait, one behind the other.
    slugs: String,
}

impl Cast {
    /// Adds a role to those whose characters are wanted.
    pub fn add(&mut self, performance: &Performance) {
        let begin = self.slugs.len();
        let (name, display) = self.name(performance);
        self.waiting.push(Waiting {
            id: Id {
                owner: performance.owner,
                person: performance.person,
                name: name.unwrap_or(UNNAMED),
            },
            order: performance.order.unwrap_or(LAST),
            voice: performance.voice,
            as_self: performance.as_self || name == Some(SELF),
            words: name.is_none().then_some(begin..self.slugs.len()),
            display,
        });
    }

    /// Hands on the characters of the roles that were added; the node of each is made when it is
    /// met first.
    ///
    /// A look-up waits for memory several times, so each step is made for all roles before the
    /// next, and the processor waits for many at once.
    pub fn meet(&mut self, out: &mut Out, mut take: impl FnMut(Character)) {
        let mut waiting = std::mem::take(&mut self.waiting);
        let slugs = std::mem::take(&mut self.slugs);
        let words = waiting.iter().filter_map(|role| role.words.clone());
        self.words.look(words.map(|words| &slugs[words]));
        for role in &mut waiting {
            if let Some(words) = role.words.clone() {
                role.id.name = self.words.number(&slugs[words]).0;
            }
        }
        let known = waiting.iter().filter_map(|role| self.numbers.get(&role.id));
        let parts = known.map(|number| self.parts[*number as usize].order);
        black_box(parts.fold(0, |all, order| all ^ order));
        for role in waiting.drain(..) {
            take(self.character(role, out));
        }
        (self.waiting, self.slugs) = (waiting, slugs);
        self.slugs.clear();
    }

    fn character(&mut self, role: Waiting, out: &mut Out) -> Character {
        let Waiting {
            id,
            order,
            voice,
            as_self,
            display,
            ..
        } = role;
        let Id {
            owner,
            person,
            name,
        } = id;
        let next = u32::try_from(self.parts.len()).expect("characters are fewer than names");
        let number = *self.numbers.entry(id).or_insert(next);
        let spelling = display.as_deref().map_or(0, spelling);
        let mut is_called = name == SELF;
        if number == next {
            self.parts.push(Part {
                order,
                episodes: 0,
                season: 0,
                in_season: 0,
                spelling,
                voice,
                as_self,
                in_series: false,
            });
            if name == SELF {
                self.selves.push((person, owner, number));
            } else {
                let key = out.character(owner, person, self.words(name));
                let name = display.clone().map(Value::Text);
                let name = name.map(|name| (Property::Name, name));
                out.node(key, name.into_iter().collect());
            }
        } else {
            let part = &mut self.parts[number as usize];
            part.order = part.order.min(order);
            part.voice &= voice;
            part.as_self |= as_self;
            is_called |= part.spelling != spelling;
        }
        if is_called
            && let Some(display) = display
            && !is_plain_self(&display)
        {
            let (call, _) = self.calls.number(&display);
            self.called.insert((number, call));
        }
        Character {
            number,
            person,
            name,
        }
    }

    /// The words of a character's name in its key; `None` for one without a name.
    pub fn words(&self, name: u32) -> Option<&str> {
        match name {
            UNNAMED => None,
            SELF => Some(SELF_WORDS),
            name => Some(self.words.get(name)),
        }
    }

    /// The character appears in an episode; to be said once for each.
    pub fn in_episode(&mut self, number: u32, season: Option<u32>) {
        let part = &mut self.parts[number as usize];
        part.episodes += 1;
        let Some(season) = season else {
            return;
        };
        if part.season != season {
            self.seasons.extend(part.end_season(number));
            part.season = season;
        }
        part.in_season += 1;
    }

    /// The character appears in the series as a whole.
    pub fn in_series(&mut self, number: u32) {
        self.parts[number as usize].in_series = true;
    }

    /// The number of the name of a role that has none of its own, and the name as it is shown;
    /// `None` where words of its own come behind the others.
    fn name(&mut self, performance: &Performance) -> (Option<u32>, Option<CompactString>) {
        let Some(name) = performance.name.and_then(clean) else {
            let number = if performance.as_self { SELF } else { UNNAMED };
            return (Some(number), None);
        };
        if is_self(&name) {
            return (Some(SELF), Some(name));
        }
        let begin = self.slugs.len();
        push_slug(&name, &mut self.slugs);
        let is_self = self.slugs[begin..] == *SELF_WORDS;
        (is_self.then_some(SELF), Some(name))
    }

    /// Says who plays whom, and in which series and seasons characters appear.
    ///
    /// What is left are people who play themselves; they are told when their names are read.
    pub fn finish(mut self, known: &Catalogue, out: &mut Out) -> Result<Selves, SourceError> {
        let mut ids = vec![Id::default(); self.parts.len()];
        for (id, number) in std::mem::take(&mut self.numbers) {
            ids[number as usize] = id;
        }
        let mut seasons = std::mem::take(&mut self.seasons);
        seasons.extend(
            (0..)
                .zip(&mut self.parts)
                .filter_map(|(number, part)| part.end_season(number)),
        );
        seasons.sort_unstable();
        seasons.dedup_by(|(later, count), (first, sum)| {
            let same = later == first;
            *sum += if same { *count } else { 0 };
            same
        });
        let mut seasons = seasons.into_iter().peekable();
        let mut called: Vec<(u32, u32)> = self.called.iter().copied().collect();
        called.sort_unstable();

        for (number, (id, part)) in (0..).zip(ids.iter().zip(&self.parts)) {
            out.poll()?;
            let words = self.words(id.name);
            let character = out.character(id.owner, id.person, words);
            if id.name != SELF {
                for name in calls(number, &called, &self.calls) {
                    out.claim(
                        character.clone(),
                        Property::AlternateNames,
                        name,
                        super::principals::STAGE,
                    );
                }
            }
            let person = out.person(id.person);
            out.edge(person, Relation::Plays, character.clone(), part.plays());
            while let Some(((_, season), count)) = seasons.next_if(|((of, _), _)| *of == number) {
                let season = out.season(id.owner, season);
                let count = vec![(Qualifier::EpisodeCount, Value::Count(count))];
                out.edge(character.clone(), Relation::AppearsIn, season, count);
            }
            let series = known.titles.get(id.owner).kind() == Some(Kind::Series);
            if series && (part.in_series || part.episodes > 0) {
                let series = out.title(Kind::Series, id.owner);
                let count = (Qualifier::EpisodeCount, Value::Count(part.episodes));
                let count = (part.episodes > 0).then_some(count);
                let qualifiers = count.into_iter().collect();
                out.edge(character, Relation::AppearsIn, series, qualifiers);
            }
        }
        self.selves.sort_unstable();
        Ok(Selves {
            all: self.selves,
            called,
            calls: self.calls,
        })
    }
}

impl Part {
    /// What is to be said of the season whose episodes came last.
    fn end_season(&mut self, number: u32) -> Option<((u32, u32), u32)> {
        let count = std::mem::take(&mut self.in_season);
        (count > 0).then_some(((number, self.season), count))
    }

    fn plays(self) -> Vec<(Qualifier, Value)> {
        let order = (self.order != LAST).then_some((Qualifier::Order, Value::Count(self.order)));
        let flag = |set: bool, qualifier| set.then_some((qualifier, Value::Flag(true)));
        let voice = flag(self.voice, Qualifier::Voice);
        let as_self = flag(self.as_self, Qualifier::AsSelf);
        [order, voice, as_self].into_iter().flatten().collect()
    }
}

/// Characters that are called as the people who play them.
#[derive(Debug)]
pub struct Selves {
    all: Vec<(u32, u32, u32)>,
    called: Vec<(u32, u32)>,
    calls: Texts,
}

impl Selves {
    /// Makes the characters of a person, now that its name is known.
    pub fn tell(&self, person: u32, name: &str, out: &mut Out) {
        let first = self.all.partition_point(|(other, ..)| *other < person);
        let of = self.all[first..].iter();
        for (_, owner, number) in of.take_while(|(other, ..)| *other == person) {
            let mut properties = vec![(Property::Name, Value::Text(name.into()))];
            let calls = calls(*number, &self.called, &self.calls);
            properties.extend(calls.map(|name| (Property::AlternateNames, name)));
            let key = out.character(*owner, person, Some(SELF_WORDS));
            out.node(key, properties);
        }
    }
}

/// What else a character is called, as alternate names.
fn calls(number: u32, called: &[(u32, u32)], texts: &Texts) -> impl Iterator<Item = Value> {
    let first = called.partition_point(|(of, _)| *of < number);
    let of = called[first..].iter();
    let of = of.take_while(move |(of, _)| *of == number);
    of.map(|(_, call)| super::titles::other_name(texts.get(*call)))
}

fn spelling(name: &str) -> u32 {
    (xxh3_64(name.as_bytes()) >> 32) as u32
}
