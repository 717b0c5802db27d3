//! Files imported again, and one series from both formats.

use super::command::{command, contents, has, scratch, told};
use super::imdb;
use castgraph::graph::view::Claim;
use castgraph::graph::{Graph, Ordered as _};
use castgraph::model::Kind;
use castgraph::store::load_directory;
use std::fs;
use std::path::{Path, PathBuf};

/// Imports a folder and gives the summary.
fn import(format: &str, folder: &Path, into: &Path) -> String {
    let [folder, into] = [folder, into].map(|path| path.to_str().unwrap());
    let output = command(&["import", format, folder, "--into", into]).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
    told(&output.stdout)
}

/// `TVmaze`'s answer about a series of the `IMDb` fixture.
fn fjordland() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources/fjordland")
}

/// A data directory with that series from both.
fn both(test: &str) -> PathBuf {
    let place = scratch(test).join("data");
    import("tvmaze", &fjordland(), &place);
    import("imdb", &imdb::fixture(), &place);
    place
}

/// Asserts that a summary tells of nothing new.
fn made_nothing(summary: &str) {
    for what in ["nodes made", "edges made", "claims made", "merged"] {
        has(summary, &format!("0  {what}"));
    }
}

/// Imports both once more, and asserts that no byte changes, beside the directory either.
fn again_changes_nothing(place: &Path) {
    let all = place.parent().unwrap();
    let before = contents(all);
    for (format, folder) in [("tvmaze", fjordland()), ("imdb", imdb::fixture())] {
        made_nothing(&import(format, &folder, place));
        assert!(contents(all) == before, "{format} again");
    }
}

/// The merges of a place as `check` lists them.
fn merges(place: &Path) -> String {
    let output = command(&["check", "--merges", place.to_str().unwrap()]).output();
    told(&output.unwrap().stdout)
}

fn load(place: &Path) -> Graph {
    load_directory(place).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn imdb_twice_changes_no_byte() {
    let all = scratch("imdb-twice");
    let place = all.join("data");
    has(
        &import("imdb", &imdb::fixture(), &place),
        "173  claims made",
    );
    let before = contents(&all);
    made_nothing(&import("imdb", &imdb::fixture(), &place));
    assert!(contents(&all) == before);
}

/// Two persons of the `IMDb` fixture are called John Anderson; the one of 1950 is Ola.
#[test]
fn a_series_of_both_formats_is_one_with_reasons() {
    let place = both("both");
    let expected = "\
person:imdb-nm0000001 is person:tvmaze-990141: same name, both in Fjordland, both as Ola Nordmann, both born in 1950
person:imdb-nm0000004 is person:tvmaze-990143: same name, both in Fjordland, both writer of Fjordland
character:imdb-tt0100001-nm0000001-ola-nordmann is character:tvmaze-990151: same name, both played by John Anderson in Fjordland
series:imdb-tt0100001 is series:tvmaze-990101: imdb tt0100001 in both
season:imdb-tt0100001-1 is season:tvmaze-990121: season 1 of a series that is one
episode:imdb-tt0100011 is episode:tvmaze-990131: episode 1 of season 1 in both, same title and year
episode:imdb-tt0100012 is episode:tvmaze-990132: episode 2 of season 1 in both, same title and year
genre:imdb-crime is genre:tvmaze-crime: both are called Crime
genre:imdb-drama is genre:tvmaze-drama: both are called Drama
";
    assert_eq!(merges(&place), expected);
    // Hanna Vert has another part in each, and a name alone is too little.
    let doubts = fs::read_to_string(place.with_file_name("data.doubts.jsonl")).unwrap();
    let expected = "{\"left\":\"person:imdb-nm0000006\",\"right\":\"person:tvmaze-990142\",\
         \"reason\":\"same name, both in Fjordland, but nothing more\"}\n";
    assert_eq!(doubts, expected);
}

#[test]
fn where_both_formats_differ_a_dispute_appears() {
    let graph = load(&both("both-dispute"));
    let disputes = graph.disputes();
    let disputes: Vec<String> = disputes
        .items()
        .map(|dispute| {
            let claims = dispute.claims();
            let claims = claims.items().map(Claim::sentence);
            claims.collect::<Vec<_>>().join("; ")
        })
        .collect();
    let expected = "Fjordland: ended 2004-05-06; stated in “TVmaze”; \
         Fjordland: ended 2003; stated in “IMDb non-commercial data sets”";
    assert_eq!(disputes, [expected]);
}

#[test]
fn both_formats_twice_change_no_byte() {
    again_changes_nothing(&both("both-twice"));
}

#[test]
fn a_merge_of_both_formats_is_taken_back_for_good() {
    let place = both("both-undone");
    let count = |graph: &Graph| graph.nodes(Kind::Episode).len();
    let before = count(&load(&place));
    let file = place.join("merges.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let target = "\"into\":\"episode:tvmaze-990132\",";
    assert_eq!(text.matches(target).count(), 1, "{text}");
    let text = text.replace(target, &format!("{target}\"rank\":\"DEPRECATED\","));
    fs::write(&file, text).unwrap();

    let apart = load(&place);
    assert_eq!(count(&apart), before + 1);
    for key in ["episode:imdb-tt0100012", "episode:tvmaze-990132"] {
        let episode = apart.node(&key.parse().unwrap()).unwrap();
        assert_eq!(
            (episode.key().to_string(), episode.label()),
            (key.to_owned(), "Møte i natten")
        );
    }
    assert!(merges(&place).contains("episode:imdb-tt0100012 is not episode:tvmaze-990132: "));
    again_changes_nothing(&place);
}
