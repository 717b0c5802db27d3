//! The answers of the TVmaze API: what each says, and what is wrong with damaged ones.

mod bad;
mod forms;
mod real;

use castgraph::graph::Graph;
use castgraph::model::{Change, EdgeRecord, Reference, Value};
use castgraph::sources::{Report, Silent, SourceError, tvmaze};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A folder or file of fixtures; all of it is invented.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/sources/tvmaze")
        .join(name)
}

/// All changes, which a graph takes, and the report.
fn read(paths: &[PathBuf]) -> Result<(Vec<Change>, Report), SourceError> {
    let mut changes = Vec::new();
    let as_of = "2026-01-02".parse().ok();
    let report = tvmaze::read(paths, as_of, &Silent, &mut |change| changes.push(change))?;
    if let Err(refusals) = Graph::empty().apply(changes.clone()) {
        panic!("the graph refuses {refusals:#?}");
    }
    Ok((changes, report))
}

/// What fixtures say, one change a line, in order of the text.
fn said(names: &[&str]) -> (Vec<String>, Report) {
    let paths: Vec<PathBuf> = names.iter().map(|name| fixture(name)).collect();
    let (changes, report) = read(&paths).unwrap();
    let mut lines: Vec<String> = changes.iter().map(line).collect();
    lines.sort();
    (lines, report)
}

/// A change in one line.
fn line(change: &Change) -> String {
    let source = |references: &[Reference]| {
        let [reference] = references else {
            panic!("expected one reference, found {references:?}");
        };
        assert_eq!(reference.source.to_string(), "source:tvmaze");
        assert_eq!(reference.as_of.unwrap().to_string(), "2026-01-02");
        reference.locator.clone()
    };
    let mut text = String::new();
    match change {
        Change::Node(node) => {
            assert_eq!(source(&node.references), None);
            let _ = write!(text, "{}", node.key);
            for (property, value) in &node.properties {
                let _ = write!(text, " {}={value}", property.word());
            }
        }
        Change::Edge(EdgeRecord {
            from,
            relation,
            to,
            qualifiers,
            basis,
        }) => {
            assert_eq!(source(&basis.references), None);
            let _ = write!(text, "{from} {} {to}", relation.word());
            for (qualifier, value) in qualifiers {
                let _ = match value {
                    Value::Flag(true) => write!(text, " {}", qualifier.word()),
                    value => write!(text, " {}={value}", qualifier.word()),
                };
            }
        }
        Change::Claim(claim) => {
            let place = source(&claim.basis.references).unwrap();
            let (subject, property) = (&claim.subject, claim.property.word());
            let _ = write!(text, "{subject} also {property}={} ({place})", claim.value);
        }
        Change::Dispute(dispute) => panic!("nobody writes down {dispute:?}"),
        Change::Merge(merge) => panic!("a reader merges nothing: {merge:?}"),
    }
    text
}

/// The lines that begin with a word and a blank.
fn of<'l>(lines: &'l [String], start: &str) -> Vec<&'l str> {
    let begins = |line: &&String| line.split(' ').next() == Some(start);
    lines.iter().filter(begins).map(String::as_str).collect()
}

#[test]
fn a_show_with_everything_in_it() {
    let (lines, report) = said(&["whole"]);
    let about = |start: &str| of(&lines, start);
    assert_eq!(
        about("series:tvmaze-57"),
        [
            "series:tvmaze-57 AIRED_ON network:tvmaze-32",
            "series:tvmaze-57 AIRED_ON network:tvmaze-web-32",
            "series:tvmaze-57 HAS_GENRE genre:tvmaze-animation",
            "series:tvmaze-57 HAS_GENRE genre:tvmaze-drama",
            "series:tvmaze-57 HAS_GENRE genre:tvmaze-science-fiction",
            "series:tvmaze-57 RATED_BY outlet:tvmaze measure=USER_RATING value=7.5 best=10",
            "series:tvmaze-57 name=24 externalIds=tvmaze:57 externalIds=imdb:tt0000057 \
             externalIds=thetvdb:7057 image=https://example.org/o.jpg \
             premise=Tom & Ida count: 1 < 2. It's café time countries=Denmark \
             languages=Danish premiered=1996-05-01",
        ]
    );
    // Network and web channel 32 are two; so are two networks of one name.
    for network in [
        "network:tvmaze-32 name=Ditto country=Denmark",
        "network:tvmaze-159 name=Ditto",
        "network:tvmaze-web-32 name=Ditto Now kind=STREAMING",
        "network:tvmaze-web-33 name=Elsewhere kind=STREAMING",
        "studio:tvmaze-5 name=North Light",
        "genre:tvmaze-science-fiction name=Science-Fiction",
    ] {
        assert!(lines.iter().any(|line| line == network), "{lines:#?}");
    }
    assert_eq!(report.read["shows"], 1);
    assert_eq!(report.read["episodes"], 3);
    assert_eq!(report.read["specials"], 1);
    let skipped: Vec<(&str, u64)> = report
        .skipped
        .iter()
        .map(|(reason, count)| (reason.as_str(), *count))
        .collect();
    assert_eq!(
        skipped,
        [
            ("cast: the season has no answer", 1),
            ("cast: without a person or a character", 1),
            ("dates that are no dates", 1),
            ("states of shows that say neither running nor ended", 1),
        ]
    );
    let first = |reason: &str| report.first[reason].as_str();
    let show = format!("{}/show.json:1", fixture("whole").display());
    assert_eq!(first("dates that are no dates"), show);
    // What is known only when all is read is found by its address in the API.
    assert_eq!(first("cast: the season has no answer"), "characters/11");
}

#[test]
fn seasons_may_be_years_and_specials_have_no_number() {
    let (lines, _) = said(&["whole"]);
    let about = |start: &str| of(&lines, start);
    assert_eq!(
        about("season:tvmaze-301"),
        [
            "season:tvmaze-301 AIRED_ON network:tvmaze-159",
            "season:tvmaze-301 PART_OF series:tvmaze-57",
            "season:tvmaze-301 PRODUCED_BY studio:tvmaze-5",
            "season:tvmaze-301 name=24 Season 1996 number=1996 premiered=1996-05-01",
        ]
    );
    assert_eq!(
        about("season:tvmaze-302"),
        [
            "season:tvmaze-302 AIRED_ON network:tvmaze-web-33",
            "season:tvmaze-302 PART_OF series:tvmaze-57",
            "season:tvmaze-302 name=24 Season 2017 number=2017 subtitle=The Return premise=Back. \
             ended=2017-08-01 episodeCount=2",
        ]
    );
    assert_eq!(
        about("episode:tvmaze-901"),
        [
            "episode:tvmaze-901 PART_OF season:tvmaze-301",
            "episode:tvmaze-901 name=Pilot number=1 kind=REGULAR airDate=1996-05-01 runtimeMinutes=45",
        ]
    );
    assert_eq!(
        about("episode:tvmaze-902"),
        [
            "episode:tvmaze-902 PART_OF season:tvmaze-301",
            "episode:tvmaze-902 name=Behind It kind=SPECIAL",
        ]
    );
    // Its date is no day of the calendar.
    assert_eq!(
        about("episode:tvmaze-903"),
        [
            "episode:tvmaze-903 PART_OF season:tvmaze-302",
            "episode:tvmaze-903 RATED_BY outlet:tvmaze measure=USER_RATING value=8 best=10",
            "episode:tvmaze-903 name=Again number=1 kind=REGULAR runtimeMinutes=30",
        ]
    );
    // There is no season 1999.
    assert_eq!(
        about("episode:tvmaze-904"),
        [
            "episode:tvmaze-904 PART_OF series:tvmaze-57",
            "episode:tvmaze-904 name=Lost One number=3 kind=REGULAR runtimeMinutes=30",
        ]
    );
}

#[test]
fn people_play_several_characters_and_characters_have_several_performers() {
    let (lines, _) = said(&["whole"]);
    let about = |start: &str| of(&lines, start);
    assert_eq!(
        about("person:tvmaze-1"),
        [
            "person:tvmaze-1 CREDITED series:tvmaze-57 job=Creator department=CREATION",
            "person:tvmaze-1 CREDITED series:tvmaze-57 job=Executive Producer department=PRODUCTION",
            "person:tvmaze-1 PLAYS character:tvmaze-11 order=1 voice",
            "person:tvmaze-1 PLAYS character:tvmaze-12 order=3",
            "person:tvmaze-1 also birth=1970-02-04 (shows/57)",
            "person:tvmaze-1 name=Ann Alm birth=1970-02-03",
        ]
    );
    assert_eq!(
        about("character:tvmaze-11"),
        [
            "character:tvmaze-11 APPEARS_IN season:tvmaze-301 performer=person:tvmaze-1 billing=MAIN",
            "character:tvmaze-11 APPEARS_IN season:tvmaze-302 performer=person:tvmaze-2 billing=MAIN",
            "character:tvmaze-11 APPEARS_IN series:tvmaze-57 performer=person:tvmaze-1 billing=MAIN",
            "character:tvmaze-11 APPEARS_IN series:tvmaze-57 performer=person:tvmaze-2 billing=MAIN",
            "character:tvmaze-11 name=Tom",
        ]
    );
    assert_eq!(
        about("character:tvmaze-12"),
        [
            "character:tvmaze-12 APPEARS_IN series:tvmaze-57 billing=MAIN",
            "character:tvmaze-12 name=Ida / Ada alternateNames=Ida alternateNames=Ada",
        ]
    );
    assert_eq!(
        about("person:tvmaze-3"),
        [
            "person:tvmaze-3 PLAYS character:tvmaze-13 order=4 self",
            "person:tvmaze-3 name=Cy Carl",
        ]
    );
    // No part, no edge; the person is there.
    assert_eq!(about("person:tvmaze-4"), ["person:tvmaze-4 name=Di Dahl"]);
    assert_eq!(
        about("person:tvmaze-5"),
        [
            "person:tvmaze-5 CREDITED series:tvmaze-57 job=Director Of Photography",
            "person:tvmaze-5 name=Ed Ek",
        ]
    );
}

/// `averageRuntime` and `dvdCountry` came with a later version of the API: a show may have
/// either, both or none, and is told by what it has.
#[test]
fn keys_come_and_go() {
    let (lines, report) = said(&["keys"]);
    for (show, line) in [
        ("series:tvmaze-601", "name=Keys Come externalIds=tvmaze:601"),
        (
            "series:tvmaze-602",
            "name=Keys Go externalIds=tvmaze:602 premiered=2003-03-03",
        ),
        ("series:tvmaze-603", "name=Keys Stay externalIds=tvmaze:603"),
        ("series:tvmaze-604", "name=Keys Null externalIds=tvmaze:604"),
    ] {
        assert_eq!(of(&lines, show), [format!("{show} {line}")]);
    }
    assert_eq!(report.read["shows"], 4);
    assert!(report.skipped.is_empty(), "{report:?}");
}

#[test]
fn notes_behind_the_name_of_a_character_are_no_name() {
    let (lines, _) = said(&["keys"]);
    let named = |id: &str, name: &str| {
        let character = format!("character:tvmaze-{id}");
        let expected = [
            format!("{character} APPEARS_IN series:tvmaze-601 billing=MAIN"),
            format!("{character} name={name}"),
        ];
        assert_eq!(of(&lines, &character), expected);
    };
    named("631", "Guard");
    named("632", "Ghost");
    named("633", "Uncredited Man (No. 2)");
    // Only one of the notes says something of the part.
    for (person, plays) in [
        ("person:tvmaze-621", "PLAYS character:tvmaze-631 order=1"),
        (
            "person:tvmaze-622",
            "PLAYS character:tvmaze-632 order=2 voice",
        ),
        ("person:tvmaze-623", "PLAYS character:tvmaze-633 order=3"),
    ] {
        assert_eq!(of(&lines, person)[0], format!("{person} {plays}"));
    }
}

#[test]
fn two_birthdays_are_a_dispute() {
    let (changes, _) = read(&[fixture("whole")]).unwrap();
    let graph = Graph::empty().apply(changes).unwrap();
    assert_eq!(graph.statistics().disputes, 1);
}

#[test]
fn bare_lists_belong_to_the_show_beside_them() {
    let (lines, report) = said(&["lists"]);
    for line in [
        "season:tvmaze-307 PART_OF series:tvmaze-82",
        "season:tvmaze-307 name=The Lists Season 1 number=1 premiered=2001-01-01 episodeCount=1",
        "episode:tvmaze-4952 PART_OF season:tvmaze-307",
        "episode:tvmaze-4953 PART_OF season:tvmaze-307",
        "person:tvmaze-22 PLAYS character:tvmaze-32 order=2",
        "character:tvmaze-32 APPEARS_IN series:tvmaze-82 billing=MAIN",
        "person:tvmaze-21 CREDITED series:tvmaze-82 job=Writer department=WRITING",
    ] {
        assert!(lines.iter().any(|found| found == line), "{lines:#?}");
    }
    assert!(report.skipped.is_empty(), "{report:?}");
    assert_eq!(report.read["episodes"], 1);
    assert_eq!(report.read["people"], 3);
}

#[test]
fn credits_of_a_person_without_a_name_are_left_out() {
    let (lines, report) = said(&["nameless"]);
    let stray = lines.iter().find(|line| line.contains("tvmaze-46"));
    assert_eq!(stray, None);
    assert_eq!(report.skipped["credits of a person without name"], 1);
}

#[test]
fn addresses_and_premieres_tell_shows_apart() {
    let (lines, _) = said(&["search"]);
    for line in [
        "season:tvmaze-501 PART_OF series:tvmaze-402",
        "season:tvmaze-502 PART_OF series:tvmaze-402",
        "character:tvmaze-71 APPEARS_IN series:tvmaze-402 billing=MAIN",
        "character:tvmaze-72 APPEARS_IN series:tvmaze-403 billing=MAIN",
        "person:tvmaze-62 PLAYS character:tvmaze-72 order=1",
    ] {
        assert!(lines.iter().any(|found| found == line), "{lines:#?}");
    }
    // They share their name and stay two.
    for show in ["series:tvmaze-401", "series:tvmaze-402"] {
        assert!(of(&lines, show)[0].contains("name=Utopia"), "{lines:#?}");
    }
}

/// Of two shows with one address, nobody knows whose cast it is without their seasons.
#[test]
fn a_cast_of_shows_with_one_address_is_refused() {
    let files = ["search/hits.json", "search/cast.json"].map(fixture);
    let error = read(&files).unwrap_err().to_string();
    for part in [
        "search/cast.json:1:2: expected an entry of the cast or crew of a known show",
        "(3 shows found there), or with the list of its seasons",
    ] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn one_document_a_line_and_lists_among_them() {
    let (lines, report) = said(&["lines"]);
    assert_eq!(
        of(&lines, "series:tvmaze-91"),
        [
            "series:tvmaze-91 HAS_GENRE genre:tvmaze-crime",
            "series:tvmaze-91 HAS_GENRE genre:tvmaze-drama",
            "series:tvmaze-91 also status=RUNNING (shows/91)",
            "series:tvmaze-91 name=Alone externalIds=tvmaze:91 premiered=1999 status=ENDED",
        ]
    );
    assert_eq!(
        of(&lines, "series:tvmaze-92"),
        [
            "series:tvmaze-92 HAS_GENRE genre:tvmaze-drama",
            "series:tvmaze-92 name=In a List externalIds=tvmaze:92 status=IN_DEVELOPMENT",
        ]
    );
    assert_eq!(of(&lines, "series:tvmaze-93").len(), 2);
    assert_eq!(
        of(&lines, "episode:tvmaze-991")[0],
        "episode:tvmaze-991 PART_OF series:tvmaze-91"
    );
    assert_eq!(of(&lines, "episode:tvmaze-992").len(), 1);
    assert_eq!(report.skipped["episodes: the show has no answer"], 1);
    assert_eq!(report.skipped["answers without content"], 1);
    assert_eq!(report.skipped["errors instead of answers"], 1);
    let first = &report.first["answers without content"];
    assert!(first.ends_with("lines/answers.jsonl:5"), "{first}");
    assert_eq!(
        report.first["episodes: the show has no answer"],
        "episodes/992"
    );
}

#[test]
fn a_person_with_credits() {
    let (lines, report) = said(&["people", "lists"]);
    assert_eq!(
        of(&lines, "person:tvmaze-41"),
        [
            "person:tvmaze-41 CREDITED series:tvmaze-82 job=Director department=DIRECTING",
            "person:tvmaze-41 PLAYS character:tvmaze-31 voice",
            "person:tvmaze-41 PLAYS character:tvmaze-44",
            "person:tvmaze-41 name=Ib Iversen birth=1950-01-01 death=2020-02-02",
        ]
    );
    // Since two play her, each appearance says who.
    assert_eq!(
        of(&lines, "character:tvmaze-31"),
        [
            "character:tvmaze-31 APPEARS_IN series:tvmaze-82 performer=person:tvmaze-21 billing=MAIN",
            "character:tvmaze-31 APPEARS_IN series:tvmaze-82 performer=person:tvmaze-41 billing=MAIN",
            "character:tvmaze-31 name=Queen",
        ]
    );
    assert_eq!(
        of(&lines, "character:tvmaze-44"),
        [
            "character:tvmaze-44 APPEARS_IN series:tvmaze-83 billing=MAIN",
            "character:tvmaze-44 name=Jo",
        ]
    );
    assert_eq!(report.skipped["cast: the character has no answer"], 1);
    assert_eq!(report.skipped["crew: what it made has no answer"], 1);
}

#[test]
fn guests_of_an_episode() {
    let (lines, _) = said(&["guests"]);
    for line in [
        "series:tvmaze-85 HAS_GENRE genre:tvmaze-talk-show",
        "episode:tvmaze-701 PART_OF series:tvmaze-85",
        "episode:tvmaze-701 name=The Guest number=2 kind=SPECIAL airDate=2005-05-05",
        "person:tvmaze-51 PLAYS character:tvmaze-52 self",
        "character:tvmaze-52 APPEARS_IN episode:tvmaze-701 billing=GUEST",
        "person:tvmaze-53 CREDITED episode:tvmaze-701 job=Writer department=WRITING",
    ] {
        assert!(lines.iter().any(|found| found == line), "{lines:#?}");
    }
}

#[test]
fn the_same_file_twice_is_read_once() {
    let (once, report) = said(&["whole"]);
    let (twice, again) = said(&["whole", "whole/show.json"]);
    assert_eq!(once, twice);
    assert_eq!(report, again);
}
