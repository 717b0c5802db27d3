//! The schema is a promise: it is written down, described, and keeps its own rules.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use castgraph::graphql::engine::{InputField, TypeRef};
use castgraph::graphql::service::Service;

use crate::support::{api, named, types};

#[test]
fn the_committed_schema_is_the_printed_one() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let committed = fs::read_to_string(file).expect("schema.graphql can be read");
    let printed = api().sdl();
    let lines = committed.lines().zip(printed.lines()).enumerate();
    let different = lines.into_iter().find(|(_, (one, other))| one != other);
    assert!(
        committed.trim_end() == printed.trim_end(),
        "schema.graphql is not what the types print; run `make schema` and review the diff\n{}",
        different.map_or_else(
            || "one is longer than the other".to_owned(),
            |(at, (committed, printed))| { format!("line {}\n- {committed}\n+ {printed}", at + 1) }
        )
    );
}

/// Everything that has a description: where it is, and what it says.
fn descriptions() -> Vec<(String, String)> {
    let mut all = Vec::new();
    let inputs = |all: &mut Vec<(String, String)>, place: &str, inputs: &[InputField]| {
        for input in inputs {
            all.push((
                format!("{place}({}:)", input.name),
                input.description.clone(),
            ));
        }
    };
    for object in &types().objects {
        all.push((object.name.clone(), object.description.clone()));
        for field in &object.fields {
            let place = format!("{}.{}", object.name, field.name);
            all.push((place.clone(), field.description.to_owned()));
            inputs(&mut all, &place, &field.arguments);
        }
    }
    for interface in &types().interfaces {
        all.push((interface.name.to_owned(), interface.description.clone()));
        for field in &interface.fields {
            let place = format!("{}.{}", interface.name, field.name);
            all.push((place.clone(), field.description.to_owned()));
            inputs(&mut all, &place, &field.arguments);
        }
    }
    for words in &types().enums {
        all.push((words.name.clone(), words.description.clone()));
        for value in &words.values {
            all.push((
                format!("{}.{}", words.name, value.name),
                value.description.clone(),
            ));
        }
    }
    for scalar in &types().scalars {
        all.push((scalar.name.clone(), scalar.description.clone()));
    }
    for input in &types().input_objects {
        all.push((input.name.to_owned(), input.description.clone()));
        inputs(&mut all, input.name, &input.fields);
    }
    all
}

/// Fails with all complaints at once.
fn no_complaints(what: &str, complaints: &[String]) {
    assert!(complaints.is_empty(), "{what}:\n{}", complaints.join("\n"));
}

#[test]
fn everything_is_described_in_sentences() {
    let bad = descriptions().into_iter().filter(|(_, text)| {
        let capital = text
            .chars()
            .next()
            .is_some_and(|first| !first.is_lowercase());
        !capital || !text.ends_with('.') || text.trim() != text
    });
    let bad: Vec<String> = bad
        .map(|(place, text)| format!("{place}: {text:?}"))
        .collect();
    no_complaints(
        "expected a capital at the start and a full stop at the end",
        &bad,
    );
}

#[test]
fn no_two_fields_of_a_type_are_described_alike() {
    let mut bad = Vec::new();
    let mut compare = |place: &str, described: Vec<(&str, &str)>| {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, text) in described {
            if let Some(other) = seen.insert(text, name) {
                bad.push(format!("{place}: {other} and {name} are both {text:?}"));
            }
        }
    };
    for object in &types().objects {
        let fields = object.fields.iter();
        compare(
            &object.name,
            fields
                .map(|field| (field.name, field.description))
                .collect(),
        );
    }
    for words in &types().enums {
        let values = words.values.iter();
        compare(
            &words.name,
            values
                .map(|value| (value.name, &*value.description))
                .collect(),
        );
    }
    for input in &types().input_objects {
        let fields = input.fields.iter();
        compare(
            input.name,
            fields
                .map(|field| (&*field.name, &*field.description))
                .collect(),
        );
    }
    no_complaints("two things in one type do not differ", &bad);
}

#[test]
fn lists_of_entities_are_connections() {
    /// What a client itself counts: one answer an id that it gave.
    const BY_IDS: [&str; 2] = ["Query.nodes", "Query.entities"];
    let mut bad = Vec::new();
    for object in &types().objects {
        if object.name.ends_with("Connection") || object.name.ends_with("Edge") {
            continue;
        }
        for field in &object.fields {
            let name = named(&field.type_ref);
            let entities = types().possible(name);
            let entities = entities.iter().any(|name| {
                types()
                    .object(name)
                    .is_some_and(|object| object.interfaces.contains(&"Entity"))
            });
            let place = format!("{}.{}", object.name, field.name);
            if entities && field.type_ref.to_string().contains('[') && !BY_IDS.contains(&&*place) {
                bad.push(format!("{place}: {}", field.type_ref));
            }
        }
    }
    no_complaints("expected a connection", &bad);
}

#[test]
fn connections_have_the_shape_of_relay() {
    let mut bad = Vec::new();
    for object in types()
        .objects
        .iter()
        .filter(|object| object.name.ends_with("Connection"))
    {
        let edge = object.name.replace("Connection", "Edge");
        let node = types()
            .field(&edge, "node")
            .map(|field| field.type_ref.to_string());
        let node = node.unwrap_or_default();
        let aggregate = (
            "aggregate",
            format!("{}Aggregate!", node.trim_end_matches('!')),
        );
        let expected = [
            ("edges", format!("[{edge}!]!")),
            ("nodes", format!("[{node}]!")),
            ("pageInfo", "PageInfo!".to_owned()),
            ("totalCount", "Int!".to_owned()),
        ];
        // A search says more of the whole behind these.
        let found = object
            .fields
            .iter()
            .take(expected.len())
            .map(|field| (field.name, field.type_ref.to_string()));
        // Lists of things also say what they amount to.
        let found = found.filter(|field| *field != aggregate);
        if !found.eq(expected) {
            bad.push(object.name.clone());
        }
        let cursor = types()
            .field(&edge, "cursor")
            .map(|field| field.type_ref.to_string());
        if cursor.as_deref() != Some("String!") {
            bad.push(format!("{edge}.cursor"));
        }
    }
    no_complaints("expected edges, nodes, pageInfo and totalCount first", &bad);
}

#[test]
fn connections_take_a_page() {
    let page = [
        ("first", "Int"),
        ("after", "String"),
        ("last", "Int"),
        ("before", "String"),
    ];
    let mut bad = Vec::new();
    for object in &types().objects {
        for field in &object.fields {
            let arguments = &field.arguments;
            let found = arguments.iter().rev().take(4).rev();
            let found =
                found.map(|argument| (argument.name.clone(), argument.type_ref.to_string()));
            let pages = found.eq(page.map(|(name, kind)| (name.to_owned(), kind.to_owned())));
            if pages != named(&field.type_ref).ends_with("Connection") {
                bad.push(format!("{}.{}", object.name, field.name));
            }
        }
    }
    no_complaints(
        "expected first, after, last and before at the end, of connections alone",
        &bad,
    );
}

#[test]
fn entities_are_nodes() {
    for object in &types().objects {
        let is = |name: &str| object.interfaces.contains(&name);
        assert!(
            !is("Entity") || is("Node"),
            "{} is an Entity but no Node",
            object.name
        );
        let id = types()
            .field(&object.name, "id")
            .map(|field| field.type_ref.to_string());
        assert!(
            !is("Node") || id.as_deref() == Some("ID!"),
            "{} is a Node without id",
            object.name
        );
    }
}

#[test]
fn names_follow_the_conventions() {
    let pascal = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let camel = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let upper = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let types = types();
    let mut bad: Vec<String> = Vec::new();
    let mut keep = |follows: bool, name: &str| {
        if !follows {
            bad.push(name.to_owned());
        }
    };
    for object in &types.objects {
        keep(pascal(&object.name), &object.name);
        for field in &object.fields {
            keep(camel(field.name), field.name);
            field
                .arguments
                .iter()
                .for_each(|argument| keep(camel(&argument.name), &argument.name));
        }
    }
    for interface in &types.interfaces {
        keep(pascal(interface.name), interface.name);
    }
    for words in &types.enums {
        keep(pascal(&words.name), &words.name);
        words
            .values
            .iter()
            .for_each(|value| keep(upper(value.name), value.name));
    }
    for input in &types.input_objects {
        keep(pascal(input.name), input.name);
        input
            .fields
            .iter()
            .for_each(|field| keep(camel(&field.name), &field.name));
    }
    types
        .scalars
        .iter()
        .for_each(|scalar| keep(pascal(&scalar.name), &scalar.name));
    no_complaints(
        "expected PascalCase types, camelCase fields and UPPER_CASE values",
        &bad,
    );
}

#[test]
fn lists_hold_no_nulls() {
    /// Null where there is no thing of an id.
    const BY_IDS: [&str; 2] = ["Query.nodes", "Query.entities"];
    let mut bad = Vec::new();
    for object in &types().objects {
        for field in &object.fields {
            let place = format!("{}.{}", object.name, field.name);
            if let TypeRef::NonNull(list) = &field.type_ref
                && let TypeRef::List(item) = &**list
                && !matches!(**item, TypeRef::NonNull(_))
                && !BY_IDS.contains(&&*place)
            {
                bad.push(place);
            }
        }
    }
    no_complaints("expected items that are not null", &bad);
}
