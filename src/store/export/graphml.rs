//! `GraphML`: one file with things and edges, for tools that draw and measure graphs.
//!
//! - The id of a node is its key. It has the attributes `kind` and `name` and one a property;
//!   what sort of episode, film or network a thing is stands under `subkind`.
//! - An edge has an id, so that parallel edges stay apart, and the attributes `relation`, one
//!   a qualifier, `rank`, `mode` and `sources`, those of its best claim. An edge of rank
//!   DEPRECATED is known to be wrong.
//! - Attributes have what is best known, and are left out when nobody says. Counts are of
//!   type `int`, numbers `double`, flags `boolean`, all else is `string`. Several values are
//!   joined by `|`; a `|` or `\` within a value has a `\` before it.
//! - Claims, disputes and merges are not in it.
//!
//! XML cannot write U+FFFE and U+FFFF; U+FFFD stands for them.

use super::columns::{self, cell};
use super::edges::{edge_id, edges};
use crate::graph::view::{Edge, Node};
use crate::graph::{Graph, Ordered};
use crate::model::{Kind, ValueType};
use crate::store::error::SaveError;
use crate::store::save::{Existing, Stop, save_file};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

/// Writes a graph as a `GraphML` file, all of it or nothing.
///
/// # Errors
/// [`SaveError::Occupied`] where something is already, unless it is a file and may be
/// replaced; [`SaveError::Stopped`]; [`SaveError::Io`].
pub fn save_graphml(
    graph: &Graph,
    place: &Path,
    existing: Existing,
    stop: Stop<'_>,
) -> Result<(), SaveError> {
    save_file(place, existing, stop, |file| write(graph, file))
}

fn write(graph: &Graph, file: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml(Writer::new_with_indent(file, b' ', 1));
    let declaration = BytesDecl::new("1.0", Some("UTF-8"), None);
    xml.0.write_event(Event::Decl(declaration))?;
    xml.open(
        "graphml",
        &[("xmlns", "http://graphml.graphdrawing.org/xmlns")],
    )?;
    keys(&mut xml)?;
    xml.open("graph", &[("id", "castgraph"), ("edgedefault", "directed")])?;
    let properties = columns::properties();
    for kind in Kind::ALL {
        for thing in graph.nodes(*kind).items() {
            node(&mut xml, thing, &properties)?;
        }
    }
    for found in edges(graph) {
        edge(&mut xml, found)?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.0.get_mut().write_all(b"\n")
}

/// Declares the attributes.
fn keys(xml: &mut Xml<'_>) -> io::Result<()> {
    let of_node = |xml: &mut Xml<'_>, name: &str, value| xml.key("node", "n", name, value);
    of_node(xml, "kind", None)?;
    of_node(xml, "name", None)?;
    for column in columns::properties() {
        of_node(xml, column.title(), column.value)?;
    }
    let of_edge = |xml: &mut Xml<'_>, name: &str, value| xml.key("edge", "e", name, value);
    of_edge(xml, "relation", None)?;
    for column in columns::qualifiers() {
        of_edge(xml, column.qualifier.word(), column.value)?;
    }
    ["rank", "mode", "sources"]
        .into_iter()
        .try_for_each(|name| of_edge(xml, name, None))
}

fn node(
    xml: &mut Xml<'_>,
    node: Node<'_>,
    properties: &[columns::PropertyColumn],
) -> io::Result<()> {
    xml.open("node", &[("id", &node.key().to_string())])?;
    xml.data("n", "kind", Some(node.kind().word()))?;
    xml.data("n", "name", node.name())?;
    for column in properties {
        let value = cell(node, column.property);
        xml.data("n", column.title(), value.as_deref())?;
    }
    xml.close("node")
}

fn edge(xml: &mut Xml<'_>, edge: Edge<'_>) -> io::Result<()> {
    let (from, to) = (edge.from().key().to_string(), edge.to().key().to_string());
    let ends = [("id", &*edge_id(edge)), ("source", &from), ("target", &to)];
    xml.open("edge", &ends)?;
    xml.data("e", "relation", Some(edge.relation().word()))?;
    for (name, value) in columns::said(edge) {
        xml.data("e", name.word(), Some(&value.to_string()))?;
    }
    let claim = edge.claim();
    xml.data("e", "rank", Some(claim.rank().word()))?;
    xml.data("e", "mode", Some(claim.mode().word()))?;
    xml.data("e", "sources", columns::sources(edge).as_deref())?;
    xml.close("edge")
}

struct Xml<'w>(Writer<&'w mut dyn Write>);

impl Xml<'_> {
    fn open(&mut self, element: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(element).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    fn close(&mut self, element: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(element)))
    }

    /// Declares an attribute of nodes or edges; `None` is for texts.
    fn key(
        &mut self,
        of: &str,
        prefix: &str,
        name: &str,
        value: Option<ValueType>,
    ) -> io::Result<()> {
        let id = format!("{prefix}-{name}");
        let written = match value {
            Some(ValueType::Count) => "int",
            Some(ValueType::Number) => "double",
            Some(ValueType::Flag) => "boolean",
            _ => "string",
        };
        let attributes = [
            ("id", &*id),
            ("for", of),
            ("attr.name", name),
            ("attr.type", written),
        ];
        let key = BytesStart::new("key").with_attributes(attributes);
        self.0.write_event(Event::Empty(key))
    }

    /// An attribute of the open element, if it is known.
    fn data(&mut self, prefix: &str, name: &str, text: Option<&str>) -> io::Result<()> {
        let Some(text) = text else {
            return Ok(());
        };
        let key = format!("{prefix}-{name}");
        self.open("data", &[("key", &key)])?;
        let text = writable(text);
        self.0.write_event(Event::Text(BytesText::new(&text)))?;
        self.close("data")
    }
}

/// A text without what XML cannot write; texts of a graph have no control characters.
fn writable(text: &str) -> Cow<'_, str> {
    const UNWRITABLE: [char; 2] = ['\u{fffe}', '\u{ffff}'];
    if text.contains(UNWRITABLE) {
        text.replace(UNWRITABLE, "\u{fffd}").into()
    } else {
        text.into()
    }
}
