//! Tables: a directory of CSV files (RFC 4180: UTF-8, a header, CRLF at line ends).
//!
//! | file | a row is | columns |
//! |---|---|---|
//! | `nodes.csv` | a thing | `key`, `kind`, `name`, one a property |
//! | `edges.csv` | an edge | `id`, `from`, `relation`, `to`, one a qualifier, `rank`, `mode`, `sources` |
//! | `claims.csv` | a claim | `key`, `subject`, `property`, `value`, `edge`, `relation`, `to`, `qualifiers`, `rank`, `mode`, `references`, `derivedFrom`, `reason` |
//! | `disputes.csv` | a dispute | `key`, `question`, `computed`, `claims`, `settledBy`, `reason` |
//! | `merges.csv` | a merge | `key`, `into`, `rank`, `reason` |
//!
//! - An empty cell says that nothing is known. No value is an empty text.
//! - `nodes.csv` and `edges.csv` have what is best known. What sort of episode, film or
//!   network a thing is stands under `subkind`.
//! - Several values in a cell are joined by `|`; a `|` or `\` within a value has a `\` before it.
//! - In `nodes.csv` another name is `name (language-region)` and an id elsewhere is
//!   `authority:id`. In `claims.csv` they are JSON objects with these fields.
//! - Rank, mode and sources of an edge are those of its best claim. An edge of rank
//!   DEPRECATED is known to be wrong.
//! - A claim on a property has `property` and `value`, one on an edge `edge` (the id of a row
//!   of `edges.csv`), `relation` and `to`. Qualifiers are a JSON object, references a JSON
//!   list of objects with `source`, `locator` and `asOf`.

use super::columns::{self, cell};
use super::edges::{edge_id, edges};
use super::text::{exact, joined, qualifiers, references};
use crate::graph::view::Claim;
use crate::graph::{Graph, Ordered};
use crate::model::Kind;
use crate::store::error::Leftover;
use crate::store::error::SaveError;
use crate::store::save::{Existing, Stop, fill_file, save_folder};
use ::csv::{Terminator, WriterBuilder};
use std::io::{self, Write};
use std::path::Path;

/// Writes a table.
type Table = fn(&Graph, &mut dyn Write) -> io::Result<()>;

const TABLES: &[(&str, Table)] = &[
    ("nodes.csv", write_nodes),
    ("edges.csv", write_edges),
    ("claims.csv", write_claims),
    ("disputes.csv", write_disputes),
    ("merges.csv", write_merges),
];

/// Writes a graph as a directory of tables, all of them or nothing; what is left of the
/// directory that was there is told.
///
/// # Errors
/// [`SaveError::Occupied`] where something is already, unless it is a directory of files
/// and may be replaced: then its tables give way and other files stay; [`SaveError::Io`].
pub fn save_csv(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
) -> Result<Option<Leftover>, SaveError> {
    let is_table = |name: &str| TABLES.iter().any(|(table, _)| *table == name);
    save_folder(place, existing, is_table, |folder| {
        TABLES.iter().try_for_each(|(name, write)| {
            fill_file(&folder.join(name), stop, |file| write(graph, file))
        })
    })
}

/// Rows of one length, the first of them the header.
struct Rows<'w> {
    file: ::csv::Writer<&'w mut dyn Write>,
}

impl<'w> Rows<'w> {
    fn new<'t>(
        file: &'w mut dyn Write,
        titles: impl IntoIterator<Item = &'t str>,
    ) -> io::Result<Self> {
        let mut builder = WriterBuilder::new();
        let file = builder.terminator(Terminator::CRLF).from_writer(file);
        let mut rows = Self { file };
        titles.into_iter().try_for_each(|title| rows.cell(title))?;
        rows.end()?;
        Ok(rows)
    }

    fn cell(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        Ok(self.file.write_field(text.as_ref())?)
    }

    fn optional(&mut self, text: Option<impl AsRef<str>>) -> io::Result<()> {
        match text {
            Some(text) => self.cell(text),
            None => self.cell(""),
        }
    }

    fn row<const N: usize>(&mut self, cells: [Option<String>; N]) -> io::Result<()> {
        cells.into_iter().try_for_each(|cell| self.optional(cell))?;
        self.end()
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(self.file.write_record(None::<&[u8]>)?)
    }

    fn finish(mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn write_nodes(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let properties = columns::properties();
    let titles = properties.iter().map(columns::PropertyColumn::title);
    let mut rows = Rows::new(file, ["key", "kind", "name"].into_iter().chain(titles))?;
    for kind in Kind::ALL {
        for node in graph.nodes(*kind).items() {
            rows.cell(node.key().to_string())?;
            rows.cell(kind.word())?;
            rows.optional(node.name())?;
            for column in &properties {
                rows.optional(cell(node, column.property))?;
            }
            rows.end()?;
        }
    }
    rows.finish()
}

fn write_edges(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let said = columns::qualifiers();
    let titles = said.iter().map(|column| column.qualifier.word());
    let first = ["id", "from", "relation", "to"].into_iter();
    let last = ["rank", "mode", "sources"];
    let mut rows = Rows::new(file, first.chain(titles).chain(last))?;
    for edge in edges(graph) {
        rows.cell(edge_id(edge))?;
        rows.cell(edge.from().key().to_string())?;
        rows.cell(edge.relation().word())?;
        rows.cell(edge.to().key().to_string())?;
        let known = columns::said(edge);
        for column in &said {
            let value = known.iter().find(|(name, _)| *name == column.qualifier);
            rows.optional(value.map(|(_, value)| value.to_string()))?;
        }
        let claim = edge.claim();
        rows.cell(claim.rank().word())?;
        rows.cell(claim.mode().word())?;
        rows.optional(columns::sources(edge))?;
        rows.end()?;
    }
    rows.finish()
}

fn write_claims(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let titles = [
        "key",
        "subject",
        "property",
        "value",
        "edge",
        "relation",
        "to",
        "qualifiers",
        "rank",
        "mode",
        "references",
        "derivedFrom",
        "reason",
    ];
    let mut rows = Rows::new(file, titles)?;
    for claim in graph.claims_listed().items() {
        let edge = claim.edge();
        rows.row([
            Some(key(claim)),
            Some(claim.subject().key().to_string()),
            claim.property().map(|property| property.word().to_owned()),
            claim.property_value().map(exact),
            edge.map(edge_id),
            edge.map(|edge| edge.relation().word().to_owned()),
            edge.map(|edge| edge.to().key().to_string()),
            qualifiers(claim),
            Some(claim.rank().word().to_owned()),
            Some(claim.mode().word().to_owned()),
            references(claim),
            joined(claim.derived_from().map(key)),
            claim.reason().map(str::to_owned),
        ])?;
    }
    rows.finish()
}

fn write_disputes(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let titles = [
        "key",
        "question",
        "computed",
        "claims",
        "settledBy",
        "reason",
    ];
    let mut rows = Rows::new(file, titles)?;
    for dispute in graph.disputes().items() {
        rows.row([
            Some(dispute.key().to_string()),
            Some(dispute.question()),
            Some(dispute.is_computed().to_string()),
            joined(dispute.claims().items().map(key)),
            dispute.settled_by().map(key),
            dispute.reason().map(str::to_owned),
        ])?;
    }
    rows.finish()
}

fn write_merges(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let mut rows = Rows::new(file, ["key", "into", "rank", "reason"])?;
    for merge in graph.merges() {
        rows.row([
            Some(merge.key.to_string()),
            Some(merge.into.to_string()),
            Some(merge.rank.word().to_owned()),
            Some(merge.reason.into()),
        ])?;
    }
    rows.finish()
}

fn key(claim: Claim<'_>) -> String {
    claim.key().to_string()
}
