//! Lists of documents, and texts that are remembered by their hash.

use crate::support::api;
use castgraph::graphql::error::{ErrorCode, Refusal, RequestError};
use castgraph::graphql::persisted::{
    Asked, Automatic, Documents, Entry, Fault, Name, Trusted, trusted,
};
use sha2::{Digest, Sha256};

fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

fn entry(id: &str, text: &str) -> Entry {
    Entry {
        id: id.to_owned(),
        text: text.to_owned(),
    }
}

fn listed(json: &str) -> Vec<Entry> {
    trusted::read(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// What is wrong with a list for castgraph's schema.
fn faults(entries: Vec<Entry>) -> Vec<String> {
    let list = Trusted::new(entries, |text| api().engine().check_document(text));
    let faults = list.map_or_else(|faults| faults, |_| Vec::new());
    faults.iter().map(Fault::to_string).collect()
}

#[test]
fn objects_and_pairs_are_read_in_their_order() {
    let expected = [entry("b", "{ one }"), entry("a", "{ two }")];
    assert_eq!(listed(r#"{"b":"{ one }","a":"{ two }"}"#), expected);
    assert_eq!(listed(r#"[["b","{ one }"],["a","{ two }"]]"#), expected);
    assert_eq!(listed("{}"), []);
    assert_eq!(listed("[]"), []);
}

#[test]
fn other_json_is_named_with_its_place() {
    for (json, message) in [
        (
            "3",
            "invalid type: integer `3`, expected an object of ids and documents, or a list of \
             pairs of them at line 1 column 1",
        ),
        (
            "{\n\"a\": 1}",
            "invalid type: integer `1`, expected a string at line 2 column 6",
        ),
        (
            r#"["a"]"#,
            "invalid type: string \"a\", expected a tuple of size 2",
        ),
        (r#"[["a"]]"#, "invalid length 1, expected a tuple of size 2"),
        (r#"{"a":"#, "EOF while parsing a value at line 1 column 5"),
        ("", "EOF while parsing a value at line 1 column 0"),
    ] {
        let error = trusted::read(json).expect_err(json).to_string();
        assert!(error.starts_with(message), "{json}: {error}");
    }
}

#[test]
fn all_that_is_wrong_with_a_list_is_told_at_once() {
    let good = "query($slug: String!) { person(slug: $slug) { name } }";
    let claimed = format!("sha256:{}", hash("{ __typename }"));
    let found = faults(vec![
        entry("good", good),
        entry("broken", "{\n  people {"),
        entry(
            "unknown",
            "{\n  people { nodes { nam } }\n  persons { id }\n}",
        ),
        entry("fragment", "fragment F on Person { name }"),
        entry("good", "{ __typename }"),
        entry(&claimed, good),
        entry("good", good),
    ]);
    let [broken, one, other, fragment, twice, mismatch] = &found[..] else {
        panic!("expected six, found {found:#?}");
    };
    assert!(
        broken.starts_with("document \"broken\": line 2, column 11: "),
        "{broken}"
    );
    assert!(broken.ends_with(" (PARSE)"), "{broken}");
    assert!(
        one.starts_with("document \"unknown\": line 2, column 20: "),
        "{one}"
    );
    assert!(
        one.contains("nam") && one.ends_with(" (VALIDATION)"),
        "{one}"
    );
    assert!(
        other.starts_with("document \"unknown\": line 3, column 3: "),
        "{other}"
    );
    assert!(
        fragment.starts_with("document \"fragment\": "),
        "{fragment}"
    );
    assert_eq!(
        twice,
        "document \"good\": another document has this id (BAD_REQUEST)"
    );
    let is = format!(
        "document {claimed:?}: the document's hash is sha256:{}",
        hash(good)
    );
    assert!(mismatch.starts_with(&is), "{mismatch}");
}

#[test]
fn a_listed_document_keeps_within_the_limits() {
    let many = format!("{{ {} }}", "__typename ".repeat(2_001));
    let found = faults(vec![entry("many", &many), entry("one", "{ __typename }")]);
    let [one] = &found[..] else {
        panic!("{found:#?}");
    };
    assert!(one.contains("too many fields: 2001"), "{one}");
    assert!(one.ends_with(" (LIMIT_REACHED)"), "{one}");
}

#[test]
fn an_id_twice_with_one_document_is_no_fault() {
    let twice = vec![
        entry("a", "{ one }"),
        entry("a", "{ one }"),
        entry("b", "{ one }"),
    ];
    let list = Trusted::new(twice, |_| Ok(())).unwrap();
    assert_eq!(list.count(), 1);
    let refuse = |_: &str| Err(Refusal::from(RequestError::whole(ErrorCode::Parse, "no")));
    let faults = Trusted::new(vec![entry("a", "")], refuse).unwrap_err();
    assert_eq!(faults.len(), 1, "the check decides");
}

#[test]
fn texts_have_room_by_their_bytes() {
    let room = 1_000_000;
    // Asked through the enum, as servers do; the store itself says how full it is.
    let remembers = |documents: &Documents, text: &str, with_text: bool| {
        let asked = Asked {
            text: with_text.then(|| text.to_owned()),
            name: Some(Name::Hash(hash(text))),
        };
        documents.find(asked).is_ok_and(|found| found == text)
    };
    let bytes = |documents: &Documents| match documents {
        Documents::Any(automatic) => automatic.bytes(),
        Documents::Trusted(_) => 0,
    };
    let documents = Documents::Any(Automatic::new(room));
    let texts: Vec<String> = (0..2_000).map(|number| format!("{number:05000}")).collect();
    for text in &texts {
        assert!(remembers(&documents, text, true));
        assert!(bytes(&documents) <= room as u64);
    }
    let still = texts
        .iter()
        .filter(|text| remembers(&documents, text, false));
    let still = still.count();
    assert!((100..=200).contains(&still), "{still} of 5,000 bytes each");
    let large = "x".repeat(room);
    assert!(remembers(&documents, &large, true), "it is answered");
    assert!(!remembers(&documents, &large, false), "and has no room");
}
