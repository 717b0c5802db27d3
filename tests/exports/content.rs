//! What is in the files, read by readers of ours.

use super::{drawn, export, odd, scratch, seed};
use castgraph::graph::{Graph, Ordered};
use csv::{ReaderBuilder, StringRecord};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Row = BTreeMap<String, String>;

fn table(folder: &Path, name: &str) -> Vec<Row> {
    let path = folder.join("tables").join(name);
    let mut reader = ReaderBuilder::new().from_path(path).unwrap();
    let titles: StringRecord = reader.headers().unwrap().clone();
    let unique: BTreeSet<&str> = titles.iter().collect();
    assert_eq!(unique.len(), titles.len(), "titles are unique: {titles:?}");
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cells = titles.iter().zip(record.iter());
        cells
            .map(|(title, cell)| (title.to_owned(), cell.to_owned()))
            .collect()
    });
    rows.collect()
}

fn find<'r>(rows: &'r [Row], column: &str, cell: &str) -> &'r Row {
    let mut found = rows.iter().filter(|row| row[column] == cell);
    let row = found.next().unwrap_or_else(|| panic!("no {cell}"));
    assert!(found.next().is_none(), "{cell} stands there twice");
    row
}

/// Number of elements of a name in an XML file.
fn elements(file: &Path, name: &str) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let mut reader = Reader::from_str(&text);
    let mut count = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name.as_bytes() => count += 1,
            Event::Eof => return count,
            _ => {}
        }
    }
}

fn counts_are_those_of_the_graph(graph: &Graph, test: &str) {
    let folder = scratch(test);
    export(graph, &folder);
    let known = graph.statistics();
    let nodes: usize = known.nodes.iter().map(|(_, count)| count).sum();
    let edges: usize = known.edges.iter().map(|(_, count)| count).sum();
    assert!(nodes > 0 && edges > 0);
    for (name, count) in [
        ("nodes.csv", nodes),
        ("edges.csv", edges),
        ("claims.csv", known.claims),
        ("disputes.csv", known.disputes),
        ("merges.csv", graph.merges().count()),
    ] {
        assert_eq!(table(&folder, name).len(), count, "{name}");
    }
    let rows = table(&folder, "edges.csv");
    let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), edges, "edges have ids of their own");
    let graphml = folder.join("graph.graphml");
    assert_eq!(elements(&graphml, "node"), nodes);
    assert_eq!(elements(&graphml, "edge"), edges);
    let quads = fs::read_to_string(folder.join("graph.nq")).unwrap();
    let ends = quads.lines().map(|line| {
        let line = line.strip_suffix(" .").expect("a quad ends with a dot");
        line.rsplit(' ').next().unwrap()
    });
    let named: BTreeSet<&str> = ends
        .filter(|end| end.starts_with("<urn:castgraph:claim:"))
        .collect();
    assert_eq!(named.len(), known.claims);
}

#[test]
fn counts_on_the_seed() {
    counts_are_those_of_the_graph(&seed(), "seed-counts");
}

#[test]
fn counts_on_every_kind_and_relation() {
    counts_are_those_of_the_graph(&drawn(), "drawn-counts");
}

#[test]
fn counts_on_odd_texts() {
    counts_are_those_of_the_graph(&odd(), "odd-counts");
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    let [one, other] = ["same-one", "same-other"].map(|test| {
        let folder = scratch(test);
        export(&seed(), &folder);
        folder
    });
    for file in [
        "tables/nodes.csv",
        "tables/edges.csv",
        "tables/claims.csv",
        "tables/disputes.csv",
        "tables/merges.csv",
        "graph.graphml",
        "graph.nq",
    ] {
        let [one, other] = [&one, &other].map(|folder| fs::read(folder.join(file)).unwrap());
        assert!(one == other, "{file} differs");
    }
}

#[test]
fn tables_keep_quotes_separators_and_scripts() {
    let folder = scratch("odd-tables");
    export(&odd(), &folder);
    let raw = fs::read_to_string(folder.join("tables/nodes.csv")).unwrap();
    assert!(
        raw.contains(r#","Zoë ""Z"" O'Neil, Jr. <b> & Co\","#),
        "{raw}"
    );
    assert_eq!(raw.matches("\r\n").count(), raw.matches('\n').count());
    let nodes = table(&folder, "nodes.csv");
    let zoe = find(&nodes, "key", "person:zoe");
    assert_eq!(zoe["kind"], "PERSON");
    assert_eq!(zoe["name"], "Zoë \"Z\" O'Neil, Jr. <b> & Co\\");
    assert_eq!(zoe["birth"], "1970");
    assert_eq!(zoe["occupations"], r"actor|writer\|poet");
    for name in [r"a\|b", r"c\\d", "Ζωή (el-GR)", "Zo (001)"] {
        assert!(zoe["alternateNames"].contains(name), "{zoe:?}");
    }
    assert_eq!(zoe["externalIds"], "imdb:nm1|thetvdb:2");
    let formula = find(&nodes, "key", "person:formula");
    assert_eq!(formula["name"], "=1+1 𝄞 \u{fffe}");
    let merges = table(&folder, "merges.csv");
    let merge = find(&merges, "key", "person:zoe-again");
    assert_eq!((&*merge["into"], &*merge["rank"]), ("person:zoe", "NORMAL"));
}

#[test]
fn tables_have_qualifiers_and_sources_of_edges() {
    let folder = scratch("odd-edges");
    export(&odd(), &folder);
    let edges = table(&folder, "edges.csv");
    let rated = find(&edges, "relation", "RATED_BY");
    let cells = [
        "measure", "value", "best", "count", "rank", "mode", "sources",
    ];
    assert_eq!(
        cells.map(|cell| rated[cell].as_str()),
        [
            "USER_RATING",
            "7.25",
            "10",
            "3",
            "NORMAL",
            "STATED",
            "source:list"
        ]
    );
    let claims = table(&folder, "claims.csv");
    let said = find(&claims, "edge", &rated["id"]);
    assert_eq!(said["subject"], "series:it");
    let qualifiers: Value = serde_json::from_str(&said["qualifiers"]).unwrap();
    assert_eq!(
        qualifiers,
        json!({"measure": "USER_RATING", "value": 7.25, "best": 10, "count": 3})
    );
    let wrote = find(&edges, "job", "Writer");
    let said = find(&claims, "edge", &wrote["id"]);
    let references: Value = serde_json::from_str(&said["references"]).unwrap();
    assert_eq!(
        references,
        json!([{"source": "source:list", "locator": "p. 1; “q”", "asOf": "2020-01-02"}])
    );
    assert_eq!(find(&edges, "job", "Director")["rank"], "NORMAL");
    let wrong = find(&edges, "job", "Producer");
    assert_eq!(wrong["rank"], "DEPRECATED", "what is wrong is told in full");
    let said = find(&claims, "edge", &wrong["id"]);
    assert_eq!(said["reason"], "Another list, by mistake.");
    assert_eq!(said["qualifiers"], r#"{"job":"Producer"}"#);
}

#[test]
fn claims_keep_the_parts_of_names_and_ids() {
    let folder = scratch("odd-claims");
    export(&odd(), &folder);
    let claims = table(&folder, "claims.csv");
    let of = |property: &str| -> Vec<Value> {
        let rows = claims.iter().filter(|row| row["property"] == property);
        rows.map(|row| serde_json::from_str(&row["value"]).unwrap())
            .collect()
    };
    let names = of("alternateNames");
    for name in [
        json!({"name": "a|b"}),
        json!({"name": "Ζωή", "language": "el", "region": "GR"}),
        json!({"name": "Zo", "region": "001"}),
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    assert_eq!(
        of("externalIds"),
        [
            json!({"authority": "imdb", "id": "nm1"}),
            json!({"authority": "thetvdb", "id": "2"})
        ]
    );
}

#[test]
fn derived_claims_name_their_premises() {
    let graph = seed();
    let folder = scratch("derived");
    export(&graph, &folder);
    let claims = table(&folder, "claims.csv");
    let keys: BTreeSet<&str> = claims.iter().map(|row| row["key"].as_str()).collect();
    let quads = fs::read_to_string(folder.join("graph.nq")).unwrap();
    let mut derived = 0;
    for claim in graph.claims_listed().items() {
        for premise in claim.derived_from() {
            let (key, premise) = (claim.key().to_string(), premise.key().to_string());
            let row = find(&claims, "key", &key);
            assert!(row["derivedFrom"].split('|').any(|key| key == premise));
            assert!(keys.contains(&*premise));
            let quad = format!(
                "<urn:castgraph:{key}> <urn:castgraph:meta:derivedFrom> <urn:castgraph:{premise}> ."
            );
            assert!(quads.contains(&quad), "{quad}");
            derived += 1;
        }
    }
    assert!(derived > 0, "the seed has derived claims");
}

#[test]
fn quads_have_types_and_tags() {
    let folder = scratch("odd-quads");
    export(&odd(), &folder);
    let quads = fs::read_to_string(folder.join("graph.nq")).unwrap();
    let xsd = "<http://www.w3.org/2001/XMLSchema#";
    for part in [
        format!("<https://schema.org/birthDate> \"1970\"^^{xsd}gYear> <urn:castgraph:claim:"),
        format!("<https://schema.org/birthDate> \"1971-02\"^^{xsd}gYearMonth> "),
        format!("<https://schema.org/birthDate> \"1972-02-29\"^^{xsd}date> "),
        format!("<https://schema.org/numberOfSeasons> \"2\"^^{xsd}integer> "),
        format!("<urn:castgraph:qualifier:value> \"7.25\"^^{xsd}decimal> "),
        format!("<urn:castgraph:qualifier:voice> \"true\"^^{xsd}boolean> "),
        "<https://schema.org/alternateName> \"Ζωή\"@el-gr ".to_owned(),
        "<https://schema.org/alternateName> \"Odd\" ".to_owned(),
        "<urn:castgraph:qualifier:language> \"not a tag\" ".to_owned(),
        r#"<https://schema.org/name> "Zoë \"Z\" O'Neil, Jr. <b> & Co\\" "#.to_owned(),
        "<urn:castgraph:property:occupations> \"writer|poet\" ".to_owned(),
        "<urn:castgraph:merge:person:zoe-again:person:zoe> <urn:castgraph:meta:into> <urn:castgraph:person:zoe> .".to_owned(),
        "<urn:castgraph:meta:rank> \"DEPRECATED\" .".to_owned(),
    ] {
        assert!(quads.contains(&part), "expected {part} in\n{quads}");
    }
}

#[test]
fn xml_escapes_and_leaves_out_what_it_cannot_write() {
    let folder = scratch("odd-xml");
    export(&odd(), &folder);
    let text = fs::read_to_string(folder.join("graph.graphml")).unwrap();
    assert!(
        text.contains("O'Neil, Jr. &lt;b&gt; &amp; Co\\")
            || text.contains("O&apos;Neil, Jr. &lt;b&gt; &amp; Co\\"),
        "{text}"
    );
    assert!(text.contains("=1+1 𝄞 \u{fffd}<"), "{text}");
    assert!(!text.contains('\u{fffe}'));
    for key in [
        r#"<key id="e-order" for="edge" attr.name="order" attr.type="int"/>"#,
        r#"<key id="e-value" for="edge" attr.name="value" attr.type="double"/>"#,
        r#"<key id="e-voice" for="edge" attr.name="voice" attr.type="boolean"/>"#,
        r#"<key id="n-subkind" for="node" attr.name="subkind" attr.type="string"/>"#,
    ] {
        assert!(text.contains(key), "{key}");
    }
}
