//! That the columns of a graph fit together.
//!
//! Columns come from a file that anybody may have written. Whatever they say, reading the
//! graph must neither panic nor run for ever; that what they say is true, only a checksum
//! and the one who wrote it can tell.

use super::Graph;
use super::image::Damage;
use super::pools::qualifier_type;
use super::ranges::Ranges;
use super::runs::Runs;
use super::storage::{WALKED, number};
use super::texts::Texts;
use crate::model::key::is_slug;
use crate::model::{Kind, Mode, Property, Qualifier, Rank, Relation, ValueType, property};
use petgraph::graph::NodeIndex;

type Checked = Result<(), Damage>;

fn check(holds: bool, column: &'static str, expected: &'static str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(Damage { column, expected })
    }
}

const ASCENDING: &str = "numbers that ascend to the length of its list";
const WITHIN: &str = "numbers of things that exist";
const EACH: &str = "the edges at each node";

impl Graph {
    /// The graph, if its columns fit together.
    pub(super) fn validated(mut self) -> Result<Self, Damage> {
        self.check_texts()?;
        self.check_nodes()?;
        self.check_properties()?;
        self.check_starts()?;
        self.check_edges()?;
        self.check_pools()?;
        self.check_rows()?;
        self.check_rest()?;
        self.guide();
        self.derive();
        Ok(self)
    }

    fn check_texts(&self) -> Checked {
        texts(&self.pools.texts, "texts.ends")?;
        texts(&self.nodes.slugs, "nodes.slugs.ends")?;
        texts(&self.disputes.slugs, "disputes.slugs.ends")?;
        texts(&self.merges.keys, "merges.keys.ends")?;
        texts(&self.merges.into, "merges.into.ends")?;
        texts(&self.merges.reasons, "merges.reasons.ends")?;
        ranges(&self.pools.lists, "lists.ends")?;
        ranges(&self.pools.references, "references.ends")?;
        ranges(&self.pools.origins, "origins.ends")?;
        ranges(&self.notes.pointers, "notes.pointers.ends")?;
        ranges(&self.notes.premises, "notes.premises.ends")?;
        ranges(&self.notes.judgements, "notes.judgements.ends")?;
        ranges(&self.disputes.claims, "disputes.claims.ends")?;
        ranges(&self.disputes.pointers, "disputes.pointers.ends")
    }

    fn check_nodes(&self) -> Checked {
        let (nodes, count) = (&self.nodes, self.nodes.len());
        let empty = count == 0 && nodes.kinds.is_empty();
        let kinds = nodes.kinds.len() == Kind::ALL.len() + 1 && starts(&nodes.kinds, count);
        check(empty || kinds, "nodes.kinds", ASCENDING)?;
        let slugs = (0..count).all(|node| is_slug(nodes.slugs.get(super::facts::index(node))));
        check(slugs, "nodes.slugs", "lower-case words joined by hyphens")?;
        let claims = nodes.claims.len() == count + 1;
        let claims = claims && starts(&nodes.claims, self.properties.values.len());
        check(claims || empty, "nodes.claims", ASCENDING)?;
        runs(
            &nodes.references,
            count,
            self.pools.references.len(),
            "nodes.references",
        )?;
        let listed = nodes.listed.len() == count
            && Kind::ALL.iter().all(|kind| {
                let range = nodes.range(*kind);
                let mut listed = nodes.listed[range.clone()].iter();
                listed.all(|node| range.contains(&(*node as usize)))
            });
        check(listed, "nodes.listed", "the nodes of each kind")?;
        let hashed = nodes.hashed.len() == count && self.are_nodes(&nodes.hashed);
        check(hashed, "nodes.hashed", WITHIN)
    }

    fn check_properties(&self) -> Checked {
        let (columns, rule) = (&self.properties, "values of properties that the kind has");
        let lengths = columns.properties.len() == columns.values.len();
        check(lengths, "properties", "one property for each value")?;
        for kind in Kind::ALL {
            let nodes = self.nodes.range(*kind);
            if nodes.is_empty() {
                continue;
            }
            let types = Property::ALL.iter();
            let types: Vec<Option<ValueType>> = types
                .map(|property| property::rule(*kind, *property).map(|rule| rule.value))
                .collect();
            let claims =
                self.nodes.claims[nodes.start] as usize..self.nodes.claims[nodes.end] as usize;
            for claim in claims {
                let expected = types.get(usize::from(columns.properties[claim]));
                let expected = expected.copied().flatten();
                let fits =
                    expected.is_some_and(|expected| self.is_value(expected, columns.values[claim]));
                check(fits, "properties.values", rule)?;
            }
        }
        Ok(())
    }

    fn check_edges(&self) -> Checked {
        let edges = &self.edges;
        let count = edges.to.len();
        let lengths = edges.relations.len() == count;
        check(
            lengths,
            "edges.to",
            "one end and one relation for each edge",
        )?;
        check(self.are_nodes(&edges.to), "edges.to", WITHIN)?;
        let several = &edges.claims;
        let ascending = several.edges.len() == several.beyond.len()
            && several.edges.is_sorted_by(|left, right| left < right)
            && several.beyond.is_sorted_by(|left, right| left < right)
            && several.beyond.first().is_none_or(|first| *first > 0);
        check(ascending, "edges.several", ASCENDING)?;
        let within = several
            .edges
            .last()
            .is_none_or(|edge| (*edge as usize) < count);
        check(within, "edges.several", WITHIN)?;
        let beyond = several.beyond.last().map_or(0, |beyond| *beyond as usize);
        let claims = edges.lists.len() == count + beyond;
        check(claims, "edges.lists", "one list for each claim")?;
        let lists = edges.lists.iter();
        let lists = lists.copied().max();
        let within = lists.is_none_or(|list| (list as usize) < self.pools.lists.len());
        check(within, "edges.lists", WITHIN)?;
        let mut nodes = (0..self.node_count()).map(NodeIndex::new);
        let joins = nodes.all(|from| {
            let kind = self.kind(from);
            self.outgoing.range(from).all(|edge| {
                let relation = Relation::ALL.get(usize::from(edges.relations[edge] & !WALKED));
                let to = self.nodes.kind(edges.to[edge]);
                relation.is_some_and(|relation| relation.rule().joins(kind, to))
            })
        });
        check(joins, "edges.relations", "relations that join such ends")?;
        let claims = self.claim_count();
        runs(&self.bases, claims, self.pools.bases.len(), "claims.bases")
    }

    fn check_pools(&self) -> Checked {
        let pools = &self.pools;
        let finite = pools
            .numbers
            .iter()
            .all(|bits| f64::from_bits(*bits).is_finite());
        check(finite, "numbers", "finite numbers")?;
        let text = |text: u32| self.is_text(text);
        let optional = |text: u32| self.is_optional_text(text);
        let names = pools.names.iter();
        let names = names.into_iter().all(|[name, language, region]| {
            text(*name) && optional(*language) && optional(*region)
        });
        check(names, "names", WITHIN)?;
        let ids = pools.ids.iter().flatten().all(|id| text(*id));
        check(ids, "ids", WITHIN)?;
        let lists = pools.lists.items.iter().all(|[name, value]| {
            let name = Qualifier::ALL.get(*name as usize);
            name.is_some_and(|name| self.is_value(qualifier_type(*name), *value))
        });
        check(lists, "lists", "values of qualifiers")?;
        let sources = self.nodes.range(Kind::Source);
        let origins = pools.origins.len();
        let references = pools.references.items.iter();
        let references = references.into_iter().all(|[source, locator, _, origin]| {
            sources.contains(&(*source as usize))
                && optional(*locator)
                && (*origin as usize) < origins.max(1)
        });
        check(references, "references", "sources, locators and origins")?;
        let merged = pools.origins.items.iter();
        let merged = merged
            .into_iter()
            .all(|merge| (*merge as usize) < self.merges.rows.len());
        check(
            merged && (origins > 0 || pools.references.items.is_empty()),
            "origins",
            WITHIN,
        )?;
        let notes = self.notes.reasons.len();
        let bases = pools.bases.iter().all(|[word, references, note]| {
            ((word & 0xff) as usize) < Rank::ALL.len()
                && ((word >> 8) as usize) < Mode::ALL.len()
                && (*references as usize) < pools.references.len()
                && (*note as usize) <= notes
        });
        check(bases, "bases", "a rank, a mode, references and a note")
    }

    /// That each row lies within its column, on which later checks rely.
    fn check_starts(&self) -> Checked {
        let (nodes, edges) = (self.node_count(), self.edge_count());
        for (rows, name, column) in [
            (&self.outgoing, "outgoing", "outgoing.starts"),
            (&self.incoming, "incoming", "incoming.starts"),
        ] {
            let empty = nodes == 0 && edges == 0 && rows.starts.is_empty();
            let fits = rows.starts.len() == nodes + 1 && starts(&rows.starts, edges);
            check(fits || empty, column, ASCENDING)?;
            check(rows.edges.len() == edges, name, EACH)?;
        }
        Ok(())
    }

    fn check_rows(&self) -> Checked {
        let mut nodes = (0..self.node_count()).map(NodeIndex::new);
        let outgoing = nodes.clone().all(|node| {
            let range = self.outgoing.range(node);
            let mut row = self.outgoing.of(node).iter();
            row.all(|edge| range.contains(&(*edge as usize)))
        });
        check(outgoing, "outgoing", EACH)?;
        let incoming = nodes.all(|node| {
            let mut row = self.incoming.of(node).iter();
            row.all(|edge| self.edges.to.get(*edge as usize) == Some(&number(node)))
        });
        check(incoming, "incoming", EACH)
    }

    fn check_rest(&self) -> Checked {
        let claims = self.claim_count();
        let are_claims = |list: &[u32]| list.iter().all(|claim| (*claim as usize) < claims);
        let ids = self.external_ids.iter().all(|claim| {
            let property = self.properties.properties.get(*claim as usize);
            property.copied() == Some(Property::ExternalIds as u8)
        });
        check(ids, "external_ids", "claims that give ids")?;
        let people = self.nodes.range(Kind::Person);
        let reviews = self.reviews.iter().all(|[critic, edge]| {
            people.contains(&(*critic as usize)) && (*edge as usize) < self.edge_count()
        });
        check(reviews, "reviews", "critics and ratings")?;
        let notes = &self.notes;
        let reasons = notes
            .reasons
            .iter()
            .all(|reason| self.is_optional_text(*reason));
        let lengths = notes.pointers.len() == notes.reasons.len()
            && notes.premises.len() == notes.reasons.len()
            && notes.judgements.len() == notes.reasons.len();
        check(reasons && lengths, "notes.reasons", "a text for each note")?;
        check(are_claims(&notes.premises.items), "notes.premises", WITHIN)?;
        let judgements = notes.judgements.items.iter().all(|[origins, rank, note]| {
            (*origins as usize) < self.pools.origins.len()
                && (*rank as usize) < Rank::ALL.len()
                && (*note as usize) <= notes.reasons.len()
        });
        check(judgements, "notes.judgements", "origins, ranks and notes")?;
        let pointers = notes.pointers.items.iter();
        let mut pointers = pointers.chain(&self.disputes.pointers.items);
        let fits = pointers.all(|row| self.is_pointer(*row));
        check(fits, "notes.pointers", "pointers at claims")?;
        let disputes = &self.disputes;
        let count = disputes.rows.len();
        let lengths = [
            disputes.slugs.len(),
            disputes.claims.len(),
            disputes.pointers.len(),
        ];
        check(
            lengths == [count; 3],
            "disputes",
            "claims and pointers for each",
        )?;
        check(
            are_claims(&disputes.claims.items),
            "disputes.claims",
            WITHIN,
        )?;
        let rows = disputes.rows.iter().all(|row| self.is_question(*row));
        check(rows, "disputes", "what is in dispute")?;
        let slug = |at: u32| crate::model::key::words(disputes.slugs.get(at));
        let slugs = (0..super::facts::index(count)).all(slug);
        check(
            slugs,
            "disputes.slugs",
            "lower-case words joined by hyphens",
        )?;
        let merges = &self.merges;
        let count = merges.rows.len();
        let lengths = [merges.keys.len(), merges.into.len(), merges.reasons.len()];
        check(
            lengths == [count; 3],
            "merges",
            "two keys and a reason for each",
        )?;
        let rows = merges.rows.iter().all(|[kind, _, node]| {
            (*kind as usize) < Kind::ALL.len() && (*node as usize) < self.node_count()
        });
        check(rows, "merges", WITHIN)?;
        let slug = |at: u32| is_slug(merges.keys.get(at)) && is_slug(merges.into.get(at));
        let slugs = (0..super::facts::index(count)).all(slug);
        check(slugs, "merges.keys", "lower-case words joined by hyphens")?;
        let sources = self.nodes.range(Kind::Source).len() == self.claims_by_source.len();
        let bitmaps = self.claims_by_source.iter().all(|made| {
            let within = |last: Option<u32>| last.is_none_or(|last| (last as usize) < claims);
            within(made.all.max()) && within(made.sole.max())
        });
        check(sources && bitmaps, "sources", "the claims of each source")
    }
}

/// Whether starts begin at 0, ascend and end at a length.
fn starts(column: &[u32], end: usize) -> bool {
    column.first() == Some(&0)
        && column.is_sorted()
        && column.last().is_some_and(|last| *last as usize == end)
}

fn texts(texts: &Texts, column: &'static str) -> Checked {
    let whole = texts.ends.last().map_or(0, |end| *end as usize) == texts.text.len();
    let letters = texts
        .ends
        .iter()
        .all(|end| texts.text.is_char_boundary(*end as usize));
    check(
        whole && letters && texts.ends.is_sorted(),
        column,
        ASCENDING,
    )
}

fn ranges<T>(ranges: &Ranges<T>, column: &'static str) -> Checked {
    let whole = ranges.ends.last().map_or(0, |end| *end as usize) == ranges.items.len();
    check(whole && ranges.ends.is_sorted(), column, ASCENDING)
}

fn runs(runs: &Runs, places: usize, values: usize, column: &'static str) -> Checked {
    let lengths = runs.starts.len() == runs.values.len();
    let ascending = runs.starts.is_sorted_by(|left, right| left < right);
    let first = runs.starts.first().is_none_or(|first| *first == 0);
    let last = runs
        .starts
        .last()
        .is_none_or(|last| (*last as usize) < places);
    let covered = places == 0 || !runs.starts.is_empty();
    let known = runs.values.iter().all(|value| (*value as usize) < values);
    check(
        lengths && ascending && first && last && covered,
        column,
        ASCENDING,
    )?;
    check(known, column, WITHIN)
}
