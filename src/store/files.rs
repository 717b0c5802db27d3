//! Which file holds what.

use crate::model::{Change, Kind, Relation};
use std::fs::FileType;
use std::os::unix::fs::FileTypeExt;

/// A file of a data directory, by what it holds.
///
/// Sorts as records do in [`crate::graph::Graph::changes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFile {
    /// Things of one kind.
    Nodes(Kind),
    /// Claims on properties that do not lie in the record of their node.
    Claims,
    /// Claims on edges of one relation.
    Edges(Relation),
    /// Disputes that somebody wrote down.
    Disputes,
}

impl DataFile {
    /// Every file that a data directory may hold, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        let nodes = Kind::ALL.iter().map(|kind| Self::Nodes(*kind));
        let edges = Relation::ALL.iter().map(|relation| Self::Edges(*relation));
        nodes
            .chain([Self::Claims])
            .chain(edges)
            .chain([Self::Disputes])
    }

    /// Its name, as in `people.jsonl` or `appears_in.jsonl`.
    pub fn name(self) -> String {
        let stem = match self {
            Self::Nodes(kind) => plural(kind).to_owned(),
            Self::Edges(relation) => relation.word().to_ascii_lowercase(),
            Self::Claims => "claims".to_owned(),
            Self::Disputes => "disputes".to_owned(),
        };
        format!("{stem}.jsonl")
    }

    /// The file of this name; `None` when no data file is called so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|file| file.name() == name)
    }

    /// The file where a record belongs.
    pub const fn of(change: &Change) -> Self {
        match change {
            Change::Node(node) => Self::Nodes(node.key.kind()),
            Change::Edge(edge) => Self::Edges(edge.relation),
            Change::Claim(_) => Self::Claims,
            Change::Dispute(_) => Self::Disputes,
        }
    }
}

const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "people",
        Kind::Character => "characters",
        Kind::Series => "series",
        Kind::Season => "seasons",
        Kind::Episode => "episodes",
        Kind::Network => "networks",
        Kind::Studio => "studios",
        Kind::Work => "works",
        Kind::Place => "places",
        Kind::Organization => "organizations",
        Kind::Event => "events",
        Kind::Outlet => "outlets",
        Kind::Genre => "genres",
        Kind::Film => "films",
        Kind::Source => "sources",
    }
}

/// What a thing in a directory is, unless it is a file; to open a pipe may take forever.
pub(super) fn no_file(found: FileType) -> Option<&'static str> {
    if found.is_file() {
        None
    } else if found.is_dir() {
        Some("directory")
    } else if found.is_fifo() {
        Some("pipe")
    } else if found.is_socket() {
        Some("socket")
    } else {
        Some("device")
    }
}
