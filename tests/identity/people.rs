//! Persons and characters of series that are one.

use super::{compare, find, graph, merges, other_graph, reason};
use std::fmt::Write as _;

/// A series that is one on both sides, and roles in it: performer, character.
struct Side {
    slug: &'static str,
    text: String,
}

impl Side {
    fn new(slug: &'static str, id: &str) -> Self {
        let text = format!(
            r#"{{"key":"series:{slug}","name":"Rust","externalIds":{{"imdb":"{id}"}}}}
            {{"key":"season:{slug}","name":"Season 1","number":1}}
            {{"from":"season:{slug}","relation":"PART_OF","to":"series:{slug}"}}
            {{"key":"episode:{slug}","name":"Denmark","number":1}}
            {{"from":"episode:{slug}","relation":"PART_OF","to":"season:{slug}"}}
            "#
        );
        Self { slug, text }
    }

    /// A person called so, with properties such as `,"birth":"1955"`.
    fn person(mut self, at: u32, name: &str, said: &str) -> Self {
        let key = format!("{}{at}", self.slug);
        writeln!(
            self.text,
            r#"{{"key":"person:{key}","name":"{name}"{said}}}"#
        )
        .unwrap();
        self
    }

    /// A character called so, played by a person.
    fn plays(self, person: u32, at: u32, name: &str) -> Self {
        let place = format!("series:{}", self.slug);
        self.plays_in(person, at, name, &place)
    }

    fn plays_in(mut self, person: u32, at: u32, name: &str, place: &str) -> Self {
        let slug = self.slug;
        writeln!(
            self.text,
            r#"{{"key":"character:{slug}{at}","name":"{name}"}}
            {{"from":"person:{slug}{person}","relation":"PLAYS","to":"character:{slug}{at}"}}
            {{"from":"character:{slug}{at}","relation":"APPEARS_IN","to":"{place}"}}"#
        )
        .unwrap();
        self
    }

    /// A job of a person.
    fn job(mut self, person: u32, job: &str, place: &str) -> Self {
        let slug = self.slug;
        writeln!(
            self.text,
            r#"{{"from":"person:{slug}{person}","relation":"CREDITED","to":"{place}:{slug}","job":"{job}"}}"#
        )
        .unwrap();
        self
    }
}

fn a() -> Side {
    Side::new("a", "tt1")
}

fn b() -> Side {
    Side::new("b", "tt1")
}

fn lines(pairs: &[&str]) -> Vec<String> {
    pairs.iter().map(|pair| (*pair).to_owned()).collect()
}

fn persons(base: &Side, incoming: &Side) -> (Vec<String>, Vec<String>) {
    compare(&base.text, &incoming.text, &["person"])
}

fn characters(base: &Side, incoming: &Side) -> (Vec<String>, Vec<String>) {
    compare(&base.text, &incoming.text, &["character"])
}

/// One catalogue has a character for each name, the other one for both beside one of them.
#[test]
fn of_characters_of_one_performer_the_plain_name_tells_before_other_names() {
    let base = a().person(1, "Jane Doe", "").plays(1, 1, "Ada");
    let incoming = b().person(1, "Jane Doe", "").plays(1, 1, "Ida / Ada");
    let joined = r#""name":"Ida / Ada""#;
    let incoming = Side {
        text: incoming.text.replace(
            joined,
            &format!(r#"{joined},"alternateNames":["Ida","Ada"]"#),
        ),
        ..incoming
    };
    let merge = |pair: &str| (lines(&[pair]), vec![]);
    let found = characters(&base, &incoming);
    assert_eq!(found, merge("character:b1 = character:a1"));
    let (merged, doubted) = characters(&base, &incoming.plays(1, 2, "Ada"));
    assert_eq!(merged, lines(&["character:b2 = character:a1"]));
    assert_eq!(doubted, lines(&["character:b1 ? character:a1"]));
}

#[test]
fn an_id_in_common_is_enough() {
    let base = r#"{"key":"person:a","name":"Jeff Daniels","externalIds":{"imdb":"nm1"}}"#;
    let incoming = r#"{"key":"person:b","name":"J. Daniels","externalIds":{"imdb":"nm1"}}"#;
    let findings = find(&graph(base), &other_graph(incoming));
    assert_eq!(merges(&findings), ["person:b = person:a"]);
    assert_eq!(reason(&findings, "person:b"), "imdb nm1 in both");
}

#[test]
fn name_series_and_character_together_are_enough() {
    let base = a().person(1, "Lauren Vélez", "").plays(1, 1, "Angela");
    let incoming = b().person(1, "lauren velez", "").plays(1, 1, "ANGELA");
    let merge = lines(&["person:b1 = person:a1"]);
    assert_eq!(persons(&base, &incoming), (merge.clone(), vec![]));
    let other = r#","alternateNames":["Lauren Vélez"]"#;
    let incoming = b().person(1, "Luna Velez", other).plays(1, 1, "Angela");
    assert_eq!(persons(&base, &incoming), (merge, vec![]));
}

#[test]
fn name_series_and_birth_together_are_enough() {
    let base = a().person(1, "Jane Doe", r#","birth":"1955-02-19""#);
    let base = base.plays(1, 1, "Angela");
    let incoming = b().person(1, "Jane Doe", r#","birth":"1955""#);
    let incoming = incoming.job(1, "Writer", "episode");
    let findings = find(&graph(&base.text), &other_graph(&incoming.text));
    assert_eq!(
        reason(&findings, "person:b1"),
        "same name, both in Rust, both born in 1955"
    );
    let incoming = b().person(1, "Jane Doe", r#","birth":"1955-02-19""#);
    let incoming = incoming.job(1, "Writer", "episode");
    let findings = find(&graph(&base.text), &other_graph(&incoming.text));
    assert_eq!(
        reason(&findings, "person:b1"),
        "same name, both in Rust, both born on 1955-02-19"
    );
}

#[test]
fn name_series_and_job_in_one_place_together_are_enough() {
    let pair = |mark: &str| lines(&[&format!("person:b1 {mark} person:a1")]);
    for place in ["series", "season", "episode"] {
        let base = a().person(1, "Jane Doe", "").job(1, "Director", place);
        let same = b().person(1, "Jane Doe", "").job(1, "director", place);
        // An episode needs its title to be known as the same.
        assert_eq!(persons(&base, &same), (pair("="), vec![]), "{place}");
        let other = b().person(1, "Jane Doe", "").job(1, "Writer", place);
        assert_eq!(persons(&base, &other), (vec![], pair("?")), "{place}");
    }
    let base = a().person(1, "Jane Doe", "").job(1, "Director", "series");
    let elsewhere = b().person(1, "Jane Doe", "").job(1, "Director", "episode");
    assert_eq!(persons(&base, &elsewhere), (vec![], pair("?")));
}

#[test]
fn name_and_series_alone_are_a_doubt() {
    let base = a().person(1, "Jane Doe", "").plays(1, 1, "Angela");
    let incoming = b().person(1, "Jane Doe", "").plays(1, 1, "Grace");
    let doubt = lines(&["person:b1 ? person:a1"]);
    assert_eq!(persons(&base, &incoming), (vec![], doubt));
}

#[test]
fn a_birth_in_another_year_speaks_against_all() {
    let base = a().person(1, "Jane Doe", r#","birth":"1955-02-19""#);
    let born = || b().person(1, "Jane Doe", r#","birth":"1956-02-19""#);
    let (nobody, doubt) = (lines(&[]), lines(&["person:b1 ? person:a1"]));
    let base = base.plays(1, 1, "Angela");
    let found = persons(&base, &born().plays(1, 1, "Angela"));
    assert_eq!(found, (nobody.clone(), doubt));
    let found = persons(&base, &born().plays(1, 1, "Grace"));
    assert_eq!(found, (nobody.clone(), nobody));
}

#[test]
fn fifteen_of_one_name_stay_fifteen() {
    let mut incoming = b();
    for at in 0..15 {
        incoming = incoming.person(at, "John Anderson", "");
    }
    let base = a().person(1, "John Anderson", "").plays(1, 1, "Angela");
    let found = persons(&base, &incoming);
    assert_eq!(found, (vec![], vec![]), "no series in common");
    for at in 0..15 {
        incoming = incoming.job(at, "Writer", "episode");
    }
    let (merged, doubted) = persons(&base, &incoming);
    assert_eq!((merged, doubted.len()), (vec![], 15));
    let other = Side::new("b", "tt2").person(1, "John Anderson", "");
    let other = other.plays(1, 1, "Angela");
    assert_eq!(persons(&base, &other), (vec![], vec![]), "another series");
}

#[test]
fn persons_that_fit_equally_are_doubts() {
    let base = a().person(1, "Jane Doe", "").plays(1, 1, "Angela");
    let incoming = b().person(1, "Jane Doe", "").plays(1, 1, "Angela");
    let incoming = incoming.person(2, "Jane Doe", "").plays(2, 2, "Angela");
    let doubt = lines(&["person:b1 ? person:a1", "person:b2 ? person:a1"]);
    assert_eq!(persons(&base, &incoming), (vec![], doubt));
}

#[test]
fn more_evidence_wins_over_less() {
    let born = r#","birth":"1955""#;
    let base = a().person(1, "Jane Doe", born).plays(1, 1, "Angela");
    let incoming = b().person(1, "Jane Doe", born).plays(1, 1, "Angela");
    let incoming = incoming.person(2, "Jane Doe", "").plays(2, 2, "Angela");
    let merge = lines(&["person:b1 = person:a1"]);
    let doubt = lines(&["person:b2 ? person:a1"]);
    assert_eq!(persons(&base, &incoming), (merge, doubt));
}

#[test]
fn to_be_oneself_tells_somebody_in_one_episode_only() {
    let role = |side: Side, place: &str| {
        let place = format!("{place}:{}", side.slug);
        side.person(1, "Jane Doe", "")
            .plays_in(1, 1, "Self - Guest", &place)
    };
    let pair = |mark: &str| lines(&[&format!("person:b1 {mark} person:a1")]);
    let found = persons(&role(a(), "series"), &role(b(), "series"));
    assert_eq!(found, (vec![], pair("?")));
    let found = persons(&role(a(), "episode"), &role(b(), "episode"));
    assert_eq!(found, (pair("="), vec![]));
}

/// Jane Doe on one side, with a job that tells who she is.
fn jane(side: Side) -> Side {
    side.person(1, "Jane Doe", "").job(1, "Producer", "series")
}

#[test]
fn characters_of_one_performer_and_name_are_one() {
    let base = jane(a()).plays(1, 1, "Angela").plays(1, 2, "Grace");
    let incoming = jane(b()).plays(1, 1, "grace").plays(1, 2, "Angela");
    let merge = lines(&["character:b1 = character:a2", "character:b2 = character:a1"]);
    assert_eq!(characters(&base, &incoming), (merge, vec![]));
}

#[test]
fn a_name_that_is_part_of_another_needs_a_performer_of_one_role() {
    let base = jane(a()).plays(1, 1, "Del Harris");
    let incoming = jane(b()).plays(1, 1, "Chief Del Harris");
    let merge = lines(&["character:b1 = character:a1"]);
    assert_eq!(characters(&base, &incoming), (merge, vec![]));
    let two = jane(b()).plays(1, 1, "Chief Del Harris");
    let two = two.plays(1, 2, "Del Harris Senior");
    assert_eq!(characters(&base, &two), (vec![], vec![]));
    let letters = jane(b()).plays(1, 1, "Model Harris");
    let doubt = lines(&["character:b1 ? character:a1"]);
    assert_eq!(characters(&base, &letters), (vec![], doubt), "whole words");
}

#[test]
fn one_character_each_of_other_names_are_a_doubt() {
    let base = jane(a()).plays(1, 1, "Angela");
    let incoming = jane(b()).plays(1, 1, "Grace");
    let doubt = lines(&["character:b1 ? character:a1"]);
    assert_eq!(characters(&base, &incoming), (vec![], doubt));
}

#[test]
fn a_character_without_the_performer_is_nobody() {
    let base = jane(a()).plays(1, 1, "Angela");
    let incoming = b().person(1, "Mary Doe", "").plays(1, 1, "Angela");
    assert_eq!(characters(&base, &incoming), (vec![], vec![]));
    let other = Side::new("b", "tt2");
    let other = other.person(1, "Jane Doe", "").plays(1, 1, "Angela");
    assert_eq!(characters(&base, &other), (vec![], vec![]));
}

#[test]
fn a_character_of_two_performers_is_told_by_either() {
    let base = jane(a()).plays(1, 1, "Angela");
    let incoming = jane(b()).plays(1, 1, "Angela").person(2, "Mary Doe", "");
    // With two performers, each appearance says whose it is.
    let named = |line: &str| match line.trim_end().strip_suffix('}') {
        Some(open) if line.contains("APPEARS_IN") => {
            format!("{open},\"performer\":\"person:b1\"}}\n")
        }
        _ => format!("{line}\n"),
    };
    let text = incoming.text.lines().map(named).collect::<String>()
        + r#"{"from":"person:b2","relation":"PLAYS","to":"character:b1"}"#;
    let merge = lines(&["character:b1 = character:a1"]);
    assert_eq!(compare(&base.text, &text, &["character"]).0, merge);
}

#[test]
fn of_two_characters_of_one_name_neither_is_merged() {
    let base = jane(a()).plays(1, 1, "Guard");
    let incoming = jane(b()).plays(1, 1, "Guard").plays(1, 2, "Guard");
    let doubt = lines(&["character:b1 ? character:a1", "character:b2 ? character:a1"]);
    assert_eq!(characters(&base, &incoming), (vec![], doubt));
}
