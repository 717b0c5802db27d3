//! IMDb's seven files. What the reader accepts must be a graph, also onto one from TVmaze.
//!
//! The first byte says which titles are kept (bit 0) and whether the files come with their
//! headers (bit 1) or get them here; then come the files, with 0x1e between them.

#![no_main]

mod onto;

use castgraph::graph::Graph;
use castgraph::sources::imdb::{Titles, read};
use castgraph::sources::{Silent, tvmaze};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

const FILES: [(&str, &str); 7] = [
    (
        "name.basics",
        "nconst\tprimaryName\tbirthYear\tdeathYear\tprimaryProfession\tknownForTitles\n",
    ),
    (
        "title.akas",
        "titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle\n",
    ),
    (
        "title.basics",
        "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n",
    ),
    ("title.crew", "tconst\tdirectors\twriters\n"),
    (
        "title.episode",
        "tconst\tparentTconst\tseasonNumber\tepisodeNumber\n",
    ),
    (
        "title.principals",
        "tconst\tordering\tnconst\tcategory\tjob\tcharacters\n",
    ),
    ("title.ratings", "tconst\taverageRating\tnumVotes\n"),
];

/// A folder of this process.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let name = format!("castgraph-fuzz-imdb-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    })
}

/// A graph from `TVmaze` of which the seeds tell, too.
fn base() -> &'static Graph {
    static BASE: OnceLock<Graph> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut changes = Vec::new();
        let mut take = |change| changes.push(change);
        let files = [onto::fixtures("fjordland")];
        tvmaze::read(&files, None, &Silent, &mut take).expect("the fixture is whole");
        onto::join(&Graph::empty(), &changes)
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let mut parts = bytes.split(|byte| *byte == 0x1e);
    for (name, header) in FILES {
        let part = parts.next().unwrap_or_default();
        let header = if first & 2 == 0 { header } else { "" };
        let whole = [header.as_bytes(), part].concat();
        fs::write(folder().join(format!("{name}.tsv")), whole).expect("a file can be written");
    }
    let titles = if first & 1 == 0 {
        Titles::Tv
    } else {
        Titles::All
    };
    let mut changes = Vec::new();
    let as_of = "2026-01-02".parse().ok();
    let mut take = |change| changes.push(change);
    if read(folder(), titles, as_of, &Silent, &mut take).is_ok() {
        onto::import(base(), &changes);
    }
});
