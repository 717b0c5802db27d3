//! Persons and characters of titles that are one.

use super::matching::{Candidate, Matching, Strength};
use super::names;
use super::roles::{self, Part, Role};
use crate::graph::fold::fold;
use crate::graph::view::Node;
use crate::model::{KeyRef, Kind, PartialDate, Property};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Finds persons by name, a title in common, and what they did there or when they were born.
pub(super) fn persons(matching: &mut Matching<'_>) {
    let mut candidates = Vec::new();
    for (incoming, base) in matching.titles() {
        let mut ours = by_person(roles::all(incoming));
        ours.retain(|person| matching.same(person[0].person).is_none());
        if ours.is_empty() {
            continue;
        }
        let theirs = by_person(roles::all(base));
        let mut known: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, person) in theirs.iter().enumerate() {
            for name in names::folded(person[0].person) {
                known.entry(name).or_default().push(at);
            }
        }
        for our in &ours {
            let found = names::folded(our[0].person).into_iter();
            let found = found.filter_map(|name| known.get(&name)).flatten();
            let mut found: Vec<usize> = found.copied().collect();
            found.sort_unstable();
            found.dedup();
            for at in found {
                candidates.extend(compare(matching, our, &theirs[at], base));
            }
        }
    }
    matching.settle(candidates);
}

/// The roles of each person, in the order of the persons' keys.
fn by_person(mut roles: Vec<Role<'_>>) -> Vec<Vec<Role<'_>>> {
    roles.sort_by_key(|role| role.person.key());
    let persons = roles.chunk_by(|left, right| left.person == right.person);
    persons.map(<[Role<'_>]>::to_vec).collect()
}

/// Weighs two persons of one name with their roles in one title.
fn compare<'g>(
    matching: &Matching<'g>,
    ours: &[Role<'g>],
    theirs: &[Role<'g>],
    title: Node<'g>,
) -> Option<Candidate<'g>> {
    let (incoming, base) = (ours[0].person, theirs[0].person);
    let start = format!("same name, both in {}", title.label());
    let mut evidence: Vec<String> = Vec::new();
    evidence.extend(same_character(matching, ours, theirs));
    evidence.extend(same_job(matching, ours, theirs));
    let births = [incoming, base].map(|person| person.date(Property::Birth));
    if let [Some(left), Some(right)] = births {
        if left.year() != right.year() {
            return (!evidence.is_empty()).then(|| Candidate {
                incoming,
                base,
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
        incoming,
        base,
        strength,
        reason,
    })
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
        let place = is_vague(&name).then(|| place.key());
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
        let there = if vague {
            matching.same(place).map(Node::key)
        } else {
            None
        };
        if vague && (only_there || there.is_none()) {
            return;
        }
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
    let known: HashSet<(String, KeyRef<'g>)> =
        jobs.map(|(job, place)| (job, place.key())).collect();
    if known.is_empty() {
        return None;
    }
    let mut jobs = ours.iter().filter_map(|role| job(role));
    jobs.find_map(|(job, place)| {
        let place = matching.same(place)?;
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
    for (incoming, base) in matching.titles() {
        let ours = by_performer(roles::all(incoming));
        let open = |cast: &Vec<Node<'_>>| cast.iter().any(|one| matching.same(*one).is_none());
        if !ours.values().any(|(_, played)| open(played)) {
            continue;
        }
        let theirs = by_performer(roles::all(base));
        for (performer, played) in ours.values() {
            let Some(same) = matching.same(*performer) else {
                continue;
            };
            let Some((_, known)) = theirs.get(&same.key()) else {
                continue;
            };
            let only = played.len() == 1 && known.len() == 1;
            for our in played {
                if matching.same(*our).is_some() {
                    continue;
                }
                for their in known {
                    let both = format!("both played by {} in {}", same.label(), base.label());
                    let weighed = compare_characters(*our, *their, only, &both);
                    candidates.extend(weighed.map(|(strength, reason)| Candidate {
                        incoming: *our,
                        base: *their,
                        strength,
                        reason,
                    }));
                }
            }
        }
    }
    matching.settle(candidates);
}

/// The characters whom each performer plays, each once.
fn by_performer<'g>(roles: Vec<Role<'g>>) -> BTreeMap<KeyRef<'g>, (Node<'g>, Vec<Node<'g>>)> {
    let mut found: BTreeMap<KeyRef<'g>, (Node<'g>, Vec<Node<'g>>)> = BTreeMap::new();
    let mut seen: HashSet<(KeyRef<'g>, KeyRef<'g>)> = HashSet::new();
    for role in roles {
        if let Part::As(character) = role.part
            && seen.insert((role.person.key(), character.key()))
        {
            let cast = found.entry(role.person.key());
            let (_, played) = cast.or_insert_with(|| (role.person, Vec::new()));
            played.push(character);
        }
    }
    found
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
