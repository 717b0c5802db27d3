//! Introspection is answered like everything else, and truly.

use serde_json::{Value, json};

use super::{ask, ask_with, codes, world};

/// The query of graphql-js, as clients send it.
pub const USUAL: &str = "query IntrospectionQuery { __schema { description \
    queryType { name kind } mutationType { name kind } subscriptionType { name kind } \
    types { ...FullType } directives { name description isRepeatable locations \
    args(includeDeprecated: true) { ...InputValue } } } } \
    fragment FullType on __Type { kind name description specifiedByURL isOneOf \
    fields(includeDeprecated: true) { name description \
    args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated \
    deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } \
    interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description \
    isDeprecated deprecationReason } possibleTypes { ...TypeRef } } \
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue \
    isDeprecated deprecationReason } \
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind \
    name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
    ofType { kind name } } } } } } } } }";

fn type_named(name: &str) -> Value {
    let query = "query ($name: String!) { __type(name: $name) { kind name description \
        specifiedByURL fields(includeDeprecated: true) { name isDeprecated deprecationReason \
        type { name kind ofType { name kind } } args { name defaultValue } } \
        inputFields { name defaultValue type { kind name } } interfaces { name } \
        possibleTypes { name } enumValues { name description } } }";
    let answer = ask_with(query, &json!({ "name": name }));
    assert!(codes(&answer).is_empty(), "{answer}");
    answer["data"]["__type"].clone()
}

fn names(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter()
        .filter_map(|item| item["name"].as_str())
        .collect()
}

#[test]
fn every_kind_of_type_is_told() {
    let kind = type_named("Kind");
    assert_eq!(kind["kind"], "ENUM");
    assert_eq!(names(&kind["enumValues"]), ["MAIN", "GUEST", "EXTRA"]);
    assert_eq!(kind["enumValues"][0]["description"], "In the titles.");
    assert_eq!(kind["fields"], Value::Null);
    let day = type_named("Day");
    assert_eq!(day["specifiedByURL"], "https://example.org/day");
    let filter = type_named("Filter");
    assert_eq!(
        names(&filter["inputFields"]),
        ["kinds", "limit", "name", "not", "and"]
    );
    assert_eq!(filter["inputFields"][1]["defaultValue"], "3");
    let being = type_named("Being");
    assert_eq!(names(&being["possibleTypes"]), ["Person", "Ghost", "Robot"]);
    assert_eq!(being["interfaces"], json!([]));
    // The weakest of String! and String.
    assert_eq!(
        being["fields"][0]["type"],
        json!({ "name": "String", "kind": "SCALAR", "ofType": null })
    );
    let person = type_named("Person");
    assert_eq!(names(&person["interfaces"]), ["Node", "Being"]);
    assert_eq!(person["description"], "A human.\nOf any kind.");
    let name = person["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .find(|field| field["name"] == "name");
    assert_eq!(name.expect("a name")["type"]["kind"], "NON_NULL");
    let built = type_named("Robot")["fields"]
        .as_array()
        .and_then(|fields| fields.last().cloned());
    assert_eq!(built.expect("fields")["deprecationReason"], "use `age`");
    assert_eq!(type_named("Int")["kind"], "SCALAR");
    assert_eq!(type_named("__Type")["kind"], "OBJECT");
    assert_eq!(type_named("Nope"), Value::Null);
    assert_eq!(type_named("__Introspection"), Value::Null);
}

#[test]
fn deprecated_fields_are_hidden_unless_asked_for() {
    let fields = |with: &str| {
        let answer = ask(&format!(
            "{{ __type(name: \"Robot\") {{ fields{with} {{ name }} }} }}"
        ));
        names(&answer["data"]["__type"]["fields"]).contains(&"built")
    };
    assert!(!fields(""));
    assert!(fields("(includeDeprecated: true)"));
}

#[test]
fn it_stands_anywhere_at_the_root() {
    let query = "query ($yes: Boolean!) { a: __typename s: __schema { queryType { name } } ...F \
        place { __typename } s: __schema { queryType { kind } } \
        hidden: __type(name: \"Int\") @skip(if: $yes) { name } } \
        fragment F on Query { t: __type(name: \"Int\") { n: name name } }";
    let answer = ask_with(query, &json!({ "yes": true }));
    let expected = json!({ "data": {
        "a": "Query",
        "s": { "queryType": { "name": "Query", "kind": "OBJECT" } },
        "t": { "n": "Int", "name": "Int" },
        "place": { "__typename": "Place" },
    } });
    assert_eq!(answer.to_string(), expected.to_string());
}

#[test]
fn the_usual_query_lists_what_the_sdl_prints() {
    let answer = ask(USUAL);
    let types = &answer["data"]["__schema"]["types"];
    let named: Vec<_> = names(types)
        .into_iter()
        .filter(|name| !name.starts_with("__"))
        .collect();
    let engine = world::engine();
    let sdl = async_graphql::parser::parse_schema(engine.sdl()).expect("SDL");
    assert_eq!(sdl.definitions.len() + 5, named.len());
    assert_eq!(
        names(&answer["data"]["__schema"]["directives"]),
        ["deprecated", "include", "skip", "specifiedBy"]
    );
}
