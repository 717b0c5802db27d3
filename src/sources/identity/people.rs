//! Persons and characters of titles that are one.

use super::matching::Matching;
use super::names;
use super::roles::{self, Part, Role};
use super::settle::{Candidate, Strength};
use crate::graph::fold::fold;
use crate::graph::view::Node;
use crate::model::{KeyRef, Kind, PartialDate, Property};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Finds persons by name, a title in common, and what they did there or when they were born.
pub(super) fn persons(matching: &mut Matching<'_>) {
    let mut titles = matching.titles();
    // Two that were found to be one may together be a third.
    while !matching.settle(of_titles(matching, &titles)).is_empty() {
        titles = matching.titles_of_several();
    }
}

/// Weighs the persons of titles for whom there is more evidence than before.
fn of_titles<'g>(matching: &Matching<'g>, titles: &[Vec<Node<'g>>]) -> Vec<Candidate<'g>> {
    let mut candidates = Vec::new();
    for titles in titles {
        let joined = titles.len() > 1;
        let persons = by_person(matching, titles);
        let fresh: Vec<bool> = persons
            .iter()
            .map(|roles| joined || is_fresh(matching, roles))
            .collect();
        if !fresh.contains(&true) {
            continue;
        }
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, roles) in persons.iter().enumerate() {
            let person = roles[0].person;
            let names: BTreeSet<String> = names(matching, person).into_iter().collect();
            let mut others: BTreeSet<usize> = BTreeSet::new();
            for name in names {
                let same = known.entry(name).or_default();
                others.extend(same.iter());
                same.push(at);
            }
            for other in others
                .into_iter()
                .filter(|other| fresh[at] || fresh[*other])
            {
                let namesake = persons[other][0].person;
                if matching.are_told_apart(person, namesake) {
                    continue;
                }
                let pair = matching.oriented(person, namesake);
                let roles = if pair[0] == person {
                    [&roles[..], &persons[other][..]]
                } else {
                    [&persons[other][..], &roles[..]]
                };
                candidates.extend(compare(matching, pair, roles, titles[0]));
            }
        }
    }
    candidates
}

/// The names of all that a person is, folded.
fn names<'g>(matching: &Matching<'g>, person: Node<'g>) -> Vec<String> {
    let all = matching.members(person).into_iter();
    all.flat_map(names::folded).collect()
}

/// The roles of each person in titles that are one, with what stays of those who are one.
fn by_person<'g>(matching: &Matching<'g>, titles: &[Node<'g>]) -> Vec<Vec<Role<'g>>> {
    let roles = titles.iter().flat_map(|title| roles::all(*title));
    let one = |role: Role<'g>| Role {
        person: matching.one(role.person),
        ..role
    };
    let mut roles: Vec<Role<'g>> = roles.map(one).collect();
    roles.sort_by_key(|role| role.person.key());
    let persons = roles.chunk_by(|left, right| left.person == right.person);
    persons.map(<[Role<'g>]>::to_vec).collect()
}

/// Whether there is more evidence than before for a person with these roles.
fn is_fresh<'g>(matching: &Matching<'g>, roles: &[Role<'g>]) -> bool {
    let played = |role: &Role<'g>| match role.part {
        Part::As(character) => matching.is_fresh(character),
        Part::Job(_) => false,
    };
    // A series grows with every episode, which says nothing of its cast.
    let there = |place: Node<'g>| place.kind() == Kind::Episode && matching.is_fresh(place);
    matching.is_fresh(roles[0].person) || roles.iter().any(|role| played(role) || there(role.place))
}

/// Weighs two persons of one name with their roles in one title.
fn compare<'g>(
    matching: &Matching<'g>,
    pair: [Node<'g>; 2],
    [ours, theirs]: [&[Role<'g>]; 2],
    title: Node<'g>,
) -> Option<Candidate<'g>> {
    let start = format!("same name, both in {}", title.label());
    let mut evidence: Vec<String> = Vec::new();
    evidence.extend(same_character(matching, ours, theirs));
    evidence.extend(same_job(matching, ours, theirs));
    let births = pair.map(|person| date(matching, person, Property::Birth));
    if let [Some(left), Some(right)] = births {
        if left.year() != right.year() {
            return (!evidence.is_empty()).then(|| Candidate {
                pair,
                strength: Strength::Doubtful,
                reason: format!(
                    "{start}, {}, but born in {} and {}",
                    evidence.join(", "),
                    left.year(),
                    right.year()
                ),
            });
        }
        evidence.extend(common(left, right).map(|common| {
            let on = if common.day().is_some() { "on" } else { "in" };
            format!("both born {on} {common}")
        }));
    }
    let (strength, reason) = match evidence.len() {
        0 => (Strength::Doubtful, format!("{start}, but nothing more")),
        1 => (Strength::Likely, format!("{start}, {}", evidence[0])),
        _ => (
            Strength::Strong,
            format!("{start}, {}", evidence.join(", ")),
        ),
    };
    Some(Candidate {
        pair,
        strength,
        reason,
    })
}

/// A date of what a person is.
fn date<'g>(matching: &Matching<'g>, person: Node<'g>, what: Property) -> Option<PartialDate> {
    let mut all = matching.members(person).into_iter();
    all.find_map(|one| one.date(what))
}

/// What two dates that do not differ both say: of a day and its year, the year.
fn common(left: PartialDate, right: PartialDate) -> Option<PartialDate> {
    let coarser = if left.contains(right) { left } else { right };
    (coarser.contains(left) && coarser.contains(right)).then_some(coarser)
}

/// In words, a character of one name whom both play. Everybody is "Self" somewhere, so that
/// this counts in one episode only.
fn same_character<'g>(
    matching: &Matching<'g>,
    ours: &[Role<'g>],
    theirs: &[Role<'g>],
) -> Option<String> {
    let mut known: HashSet<(String, Option<KeyRef<'g>>)> = HashSet::new();
    each_character(theirs, |name, _, place| {
        let place = is_vague(&name).then(|| matching.one(place).key());
        known.insert((name, place));
    });
    if known.is_empty() {
        return None;
    }
    let mut found = None;
    each_character(ours, |name, label, place| {
        if found.is_some() {
            return;
        }
        let vague = is_vague(&name);
        let only_there = matches!(place.kind(), Kind::Series | Kind::Season);
        if vague && only_there {
            return;
        }
        let there = vague.then(|| matching.one(place).key());
        if known.contains(&(name, there)) {
            found = Some(format!("both as {label}"));
        }
    });
    found
}

/// Every folded name of every character, once; with the place, for each place, where the
/// name says little.
fn each_character<'g>(roles: &[Role<'g>], mut take: impl FnMut(String, &'g str, Node<'g>)) {
    let mut seen: HashMap<KeyRef<'g>, bool> = HashMap::new();
    for role in roles {
        let Part::As(character) = role.part else {
            continue;
        };
        if seen.get(&character.key()) == Some(&false) {
            continue;
        }
        let names = names::folded(character);
        let vague = names.iter().any(|name| is_vague(name));
        seen.insert(character.key(), vague);
        for name in names {
            take(name, character.label(), role.place);
        }
    }
}

/// Whether half the guests of a show may be called so.
fn is_vague(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "self",
        "himself",
        "herself",
        "themselves",
        "themself",
        "narrator",
        "host",
        "presenter",
        "various",
        "additional",
        "extra",
        "contestant",
        "guest",
    ];
    let mut words = name.split(|letter: char| !letter.is_alphanumeric());
    words
        .next()
        .is_none_or(|word| word.is_empty() || WORDS.contains(&word))
}

/// In words, a job that both have on the same title, season or episode.
fn same_job<'g>(matching: &Matching<'g>, ours: &[Role<'g>], theirs: &[Role<'g>]) -> Option<String> {
    let jobs = theirs.iter().filter_map(|role| job(role));
    let known: HashSet<(String, KeyRef<'g>)> = jobs
        .map(|(job, place)| (job, matching.one(place).key()))
        .collect();
    if known.is_empty() {
        return None;
    }
    let mut jobs = ours.iter().filter_map(|role| job(role));
    jobs.find_map(|(job, place)| {
        let place = matching.one(place);
        let both = format!("both {job} of {}", place.label());
        known.contains(&(job, place.key())).then_some(both)
    })
}

fn job<'g>(role: &Role<'g>) -> Option<(String, Node<'g>)> {
    match role.part {
        Part::Job(job) => Some((fold(job), role.place)),
        Part::As(_) => None,
    }
}

/// Finds characters by performer and name.
pub(super) fn characters(matching: &mut Matching<'_>) {
    let mut candidates = Vec::new();
    for titles in matching.titles() {
        for (performer, played) in by_performer(matching, &titles) {
            let joined = titles.len() > 1 || matching.is_joined(performer);
            let both = format!(
                "both played by {} in {}",
                performer.label(),
                titles[0].label()
            );
            let sources: Vec<_> = played.iter().map(|one| matching.sources(*one)).collect();
            // Whether the performer plays no other by those who tell of this one.
            let only = |at: usize| {
                let mut others = sources.iter().enumerate();
                others.all(|(other, told)| other == at || told.is_disjoint(&sources[at]))
            };
            let pairs = (0..played.len()).flat_map(|at| (0..at).map(move |other| (at, other)));
            for (at, other) in pairs.filter(|(at, other)| sources[*at] != sources[*other]) {
                let [one, known] = [played[at], played[other]];
                if !(joined || matching.is_fresh(one) || matching.is_fresh(known)) {
                    continue;
                }
                let weighed = compare_characters(one, known, only(at) && only(other), &both);
                candidates.extend(weighed.map(|(strength, reason)| Candidate {
                    pair: matching.oriented(one, known),
                    strength,
                    reason,
                }));
            }
        }
    }
    matching.settle(candidates);
}

/// The performers in titles that are one, and the characters whom each plays, each once.
fn by_performer<'g>(
    matching: &Matching<'g>,
    titles: &[Node<'g>],
) -> Vec<(Node<'g>, Vec<Node<'g>>)> {
    let persons = by_person(matching, titles).into_iter();
    let played = persons.map(|roles| {
        let mut seen = HashSet::new();
        let characters = roles.iter().filter_map(|role| match role.part {
            Part::As(character) => Some(matching.one(character)),
            Part::Job(_) => None,
        });
        let characters = characters.filter(|character| seen.insert(character.key()));
        (roles[0].person, characters.collect())
    });
    played.collect()
}

/// Weighs two characters of one performer; `only` if the performer plays no other in either
/// graph.
fn compare_characters(
    ours: Node<'_>,
    theirs: Node<'_>,
    only: bool,
    both: &str,
) -> Option<(Strength, String)> {
    let names = [ours, theirs].map(names::folded);
    if names[0].iter().any(|name| names[1].contains(name)) {
        // Of several characters of a performer, one is the one and another is called so too.
        let plain = names[0].first() == names[1].first();
        let strength = if plain {
            Strength::Strong
        } else {
            Strength::Likely
        };
        return Some((strength, format!("same name, {both}")));
    }
    if !only {
        return None;
    }
    let part = names[0]
        .iter()
        .any(|name| names[1].iter().any(|other| names::is_part(name, other)));
    Some(if part {
        let reason = format!("a name that is a part of the other, {both}, who plays no other");
        (Strength::Likely, reason)
    } else {
        let reason = format!("{both}, who plays no other, but the names differ");
        (Strength::Doubtful, reason)
    })
}
