//! Every connection of the API, on the seed with the graph that is drawn by hand beside it, and
//! on the seed with imports on it: pages joined are the list, and walks lead back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use castgraph::graphql::engine::InputField;
use serde_json::Value;

use crate::imported::answer_seed as answer_imported;
use crate::support::ways::{Asks, Way, required};
use crate::support::{answer_both, codes, data_of, list, named, request, text, types};

/// The graphs that are asked.
const GRAPHS: [Asks; 2] = [answer_both, answer_imported];

/// The `data` of an answer without errors.
fn data(asks: Asks, query: &str) -> Value {
    data_of(asks(&request(query)), query)
}

/// One list: whose it is, and how it is asked for.
#[derive(Clone, Debug)]
struct List {
    /// Whom to ask.
    asks: Asks,
    /// To the owner.
    way: Way,
    /// Type and field of the owner, for messages and for what belongs together.
    name: String,
    /// The id of the thing where the way begins.
    start: String,
    field: &'static str,
    /// Arguments beside those of the page, each with a comma behind it.
    arguments: String,
}

/// One place of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    cursor: String,
    /// What tells the node from others.
    node: String,
}

impl List {
    /// A list with its way, of the field of a type.
    fn of(asks: Asks, type_name: &str, field: &'static str, start: &str, way: &Way) -> Self {
        let known = types().field(type_name, field).expect("a known field");
        let required = required(type_name, known);
        let required = required.trim_start_matches('(').trim_end_matches(')');
        Self {
            asks,
            way: way.clone(),
            name: format!("{type_name}.{field}"),
            start: start.to_owned(),
            field,
            arguments: required.to_owned() + if required.is_empty() { "" } else { ", " },
        }
    }

    /// A name for messages.
    fn label(&self) -> String {
        format!("{}({}) of {:?}", self.name, self.arguments, self.start)
    }

    /// The selections of a page under an alias.
    fn page(&self, alias: &str, page: &str) -> String {
        let (type_name, _) = self.name.split_once('.').expect("a type and a field");
        let field = types().field(type_name, self.field).expect("a known field");
        let node = types()
            .field(named(&field.type_ref), "nodes")
            .expect("a connection");
        let node = identity(named(&node.type_ref));
        format!(
            "{alias}: {}({}{page}) {{ totalCount nodes {{ {node} }} edges {{ cursor node {{ {node} }} }} \
             pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}",
            self.field, self.arguments
        )
    }

    /// The answers to several pages, in their order.
    fn pages(&self, pages: &[String]) -> Vec<Value> {
        let mut answers = Vec::new();
        for batch in pages.chunks(PAGES_OF_A_QUERY) {
            let asked = batch.iter().enumerate();
            let asked = asked.map(|(at, page)| self.page(&format!("p{at}"), page));
            let answer = data(
                self.asks,
                &self.way.query(&asked.collect::<Vec<_>>().join(" ")),
            );
            let owner = self.way.ends(&answer);
            let [owner] = owner[..] else {
                panic!("{}: one owner, found {owner:?}", self.label())
            };
            answers.extend((0..batch.len()).map(|at| owner[format!("p{at}")].clone()));
        }
        answers
    }

    /// The list by pages of the largest size; the answers are not judged.
    fn whole(&self) -> Vec<Item> {
        let mut whole = Vec::new();
        let mut page = "first: 100".to_owned();
        loop {
            let answer = self.pages(&[page]).remove(0);
            whole.extend(items(&answer));
            if answer["pageInfo"]["hasNextPage"] != Value::Bool(true) {
                return whole;
            }
            page = format!("first: 100, after: {}", answer["pageInfo"]["endCursor"]);
        }
    }
}

/// Few enough for the limits on fields and on the cost.
const PAGES_OF_A_QUERY: usize = 25;

/// The places of a page.
fn items(page: &Value) -> Vec<Item> {
    let edges = list(&page["edges"]).iter();
    edges
        .map(|edge| Item {
            cursor: text(&edge["cursor"]).to_owned(),
            node: edge["node"].to_string(),
        })
        .collect()
}

/// Selections that tell things of a type apart: the id, or the ids of what it is made of, or of
/// its first member.
fn identity(type_name: &str) -> String {
    if types().field(type_name, "id").is_some() {
        return "id".to_owned();
    }
    let fields = types().fields(type_name).iter();
    let parts = fields.filter(|field| {
        field.arguments.is_empty() && types().field(named(&field.type_ref), "id").is_some()
    });
    let parts = parts.map(|field| format!("{} {{ id }}", field.name));
    let members = types().field(type_name, "members");
    let first = members.map(|_| "members(first: 1) { nodes { id } }".to_owned());
    parts.chain(first).collect::<Vec<_>>().join(" ")
}

/// The connections of a type: field, and the type of the connection. Those that must be told
/// what to look for have tests of their own.
fn connections(type_name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let fields = types().fields(type_name).iter();
    let fields = fields.filter(|field| !field.arguments.iter().any(InputField::is_required));
    let pairs = fields.map(|field| (field.name, named(&field.type_ref)));
    pairs.filter(|(_, connection)| connection.ends_with("Connection"))
}

/// The ids of everything in a graph that has one and owns lists, with their types.
fn owners(asks: Asks) -> Vec<(String, String)> {
    let mut owners = Vec::new();
    for (field, connection) in connections(types().query()) {
        let node = types().field(connection, "nodes").expect("a connection");
        let name = named(&node.type_ref);
        // `actors` are among `people`, what is ranked and what two people share among its kind.
        let again = ["actors", "rank", "sharedWork"].contains(&field);
        let has_id = types().field(name, "id").is_some();
        if again || !has_id || connections(name).next().is_none() {
            continue;
        }
        let all = List::of(asks, types().query(), field, "", &Way::default()).whole();
        for item in all {
            let node: Value = serde_json::from_str(&item.node).expect("JSON");
            owners.push((text(&node["id"]).to_owned(), name.to_owned()));
        }
    }
    owners
}

/// Every list of every thing, and of what stands in these lists without an id of its own.
fn every_list(asks: Asks) -> Vec<List> {
    let mut lists = Vec::new();
    let query = types().query();
    for (field, connection) in connections(query) {
        for arguments in orders(field) {
            let list = List::of(asks, query, field, "", &Way::default());
            lists.push(List { arguments, ..list });
        }
        let inner = types().field(connection, "nodes").expect("a connection");
        let inner = named(&inner.type_ref);
        let has_id = types().field(inner, "id").is_some();
        for (inner_field, _) in connections(inner).filter(|_| !has_id) {
            let way = Way::default()
                .through(field, "(first: 1)", None)
                .through("nodes", "", None);
            lists.push(List::of(asks, inner, inner_field, "", &way));
        }
    }
    for (id, name) in owners(asks) {
        let way = Way::to_node(&id, &name);
        for (field, connection) in connections(&name) {
            lists.push(List::of(asks, &name, field, &id, &way));
            for part in ["edges", "nodes"] {
                let inner = types().field(connection, part).expect("a connection");
                let inner = named(&inner.type_ref);
                let has_id = types().field(inner, "id").is_some();
                for (inner_field, _) in connections(inner).filter(|_| !has_id) {
                    let way = way
                        .through(field, "(first: 1)", None)
                        .through(part, "", None);
                    lists.push(List::of(asks, inner, inner_field, &id, &way));
                }
            }
        }
    }
    lists
}

/// Every order of a list of the root, as an argument; with what else must be given.
fn orders(field: &str) -> Vec<String> {
    let field = types()
        .field(types().query(), field)
        .expect("a known field");
    let by = field
        .arguments
        .iter()
        .find(|argument| argument.name == "by");
    if let Some(by) = by {
        let by = types().enum_type(named(&by.type_ref)).expect("an enum");
        let measures = by.values.iter();
        return measures.map(|by| format!("by: {}, ", by.name)).collect();
    }
    let required = required(types().query(), field);
    let required = required.trim_matches(['(', ')']);
    if !required.is_empty() {
        return vec![format!("{required}, ")];
    }
    let mut orders = vec![String::new()];
    let order_by = field
        .arguments
        .iter()
        .find(|argument| argument.name == "orderBy");
    let Some(order) = order_by.and_then(|order| types().input_object(named(&order.type_ref)))
    else {
        return orders;
    };
    let by = types()
        .enum_type(named(&order.fields[0].type_ref))
        .expect("an enum");
    for by in &by.values {
        for direction in ["ASC", "DESC"] {
            let rating = if by.name == "RATING" {
                ", outlet: \"rotten-tomatoes\", measure: APPROVAL"
            } else {
                ""
            };
            orders.push(format!(
                "orderBy: {{by: {}, direction: {direction}{rating}}}, ",
                by.name
            ));
        }
    }
    orders
}

/// Lists with all that is in them.
type Full = Vec<(List, Vec<Item>)>;

/// Of each field the longest lists, one of middling length and an empty one, if there are such.
///
/// Lists of the root in all orders.
fn choose(asks: Asks) -> Full {
    let mut by_name: BTreeMap<String, Full> = BTreeMap::new();
    for list in every_list(asks) {
        // A list of something that does not exist, such as the first role of a writer.
        let there = data(asks, &list.way.query("__typename"));
        if list.way.ends(&there).is_empty() {
            continue;
        }
        let items = list.whole();
        by_name
            .entry(list.name.clone())
            .or_default()
            .push((list, items));
    }
    let mut chosen = Vec::new();
    for (name, mut lists) in by_name {
        lists.sort_by_key(|(list, items)| (items.len(), list.start.clone()));
        if name.starts_with(types().query()) {
            chosen.append(&mut lists);
            continue;
        }
        let places = [
            0,
            lists.len() / 2,
            lists.len().saturating_sub(2),
            lists.len() - 1,
        ];
        let places = BTreeSet::from(places);
        chosen.extend(places.into_iter().map(|at| lists[at].clone()));
    }
    chosen
}

/// The lists that are looked at, by graph.
fn by_graph() -> &'static [Full; 2] {
    static CHOSEN: LazyLock<[Full; 2]> = LazyLock::new(|| GRAPHS.map(choose));
    &CHOSEN
}

/// The lists that are looked at.
fn chosen() -> impl Iterator<Item = &'static (List, Vec<Item>)> {
    by_graph().iter().flatten()
}

#[test]
fn every_connection_is_among_the_lists() {
    // Imports have not every kind of thing; the drawn graph is there to have them.
    let drawn = by_graph()[0].iter();
    let listed: BTreeSet<&str> = drawn.map(|(list, _)| &*list.name).collect();
    for object in &types().objects {
        for (field, _) in connections(&object.name) {
            let name = format!("{}.{field}", object.name);
            assert!(listed.contains(&*name), "{name} has no list");
        }
    }
}

#[test]
fn pages_joined_are_the_whole_list() {
    for (list, whole) in chosen() {
        for size in [1, 2, 3, 7, 100] {
            check_pages(list, whole, size, Walk::Forward);
            check_pages(list, whole, size, Walk::Backward);
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Walk {
    Forward,
    Backward,
}

/// Asks all pages of a size, each behind the one before, and compares them with the list.
fn check_pages(list: &List, whole: &[Item], size: usize, walk: Walk) {
    let count = whole.len().div_ceil(size).max(1);
    let ranges: Vec<_> = (0..count)
        .map(|at| match walk {
            Walk::Forward => at * size..(at * size + size).min(whole.len()),
            Walk::Backward => {
                let end = whole.len() - at * size;
                end.saturating_sub(size)..end
            }
        })
        .collect();
    let page = |range: &std::ops::Range<usize>| match walk {
        Walk::Forward if range.start == 0 => format!("first: {size}"),
        Walk::Forward => format!("first: {size}, after: {:?}", whole[range.start - 1].cursor),
        Walk::Backward if range.end == whole.len() => format!("last: {size}"),
        Walk::Backward => format!("last: {size}, before: {:?}", whole[range.end].cursor),
    };
    let pages = list.pages(&ranges.iter().map(page).collect::<Vec<_>>());
    for (range, page) in ranges.into_iter().zip(pages) {
        let what = format!("{}, {range:?} by {size}, {walk:?}", list.label());
        let expected = &whole[range.clone()];
        assert_eq!(items(&page), expected, "{what}");
        let nodes = list_texts(&page["nodes"]);
        let expected_nodes: Vec<String> = expected.iter().map(|item| item.node.clone()).collect();
        assert_eq!(nodes, expected_nodes, "{what}: nodes");
        assert_eq!(page["totalCount"], whole.len(), "{what}: totalCount");
        let info = &page["pageInfo"];
        assert_eq!(
            info["hasNextPage"],
            range.end < whole.len(),
            "{what}: hasNextPage"
        );
        assert_eq!(
            info["hasPreviousPage"],
            range.start > 0,
            "{what}: hasPreviousPage"
        );
        let cursor =
            |item: Option<&Item>| item.map_or(Value::Null, |item| item.cursor.clone().into());
        assert_eq!(
            info["startCursor"],
            cursor(expected.first()),
            "{what}: startCursor"
        );
        assert_eq!(
            info["endCursor"],
            cursor(expected.last()),
            "{what}: endCursor"
        );
    }
}

fn list_texts(value: &Value) -> Vec<String> {
    list(value).iter().map(Value::to_string).collect()
}

#[test]
fn no_two_places_share_a_cursor() {
    for (list, whole) in chosen() {
        let cursors: BTreeSet<&str> = whole.iter().map(|item| &*item.cursor).collect();
        assert_eq!(cursors.len(), whole.len(), "{}", list.label());
    }
}

#[test]
fn a_page_without_arguments_is_the_first_twenty() {
    for (list, whole) in chosen() {
        let page = list.pages(&["first: null".to_owned()]).remove(0);
        assert_eq!(
            items(&page),
            whole[..whole.len().min(20)],
            "{}",
            list.label()
        );
    }
}

#[test]
fn pages_lie_between_two_cursors() {
    for (list, whole) in chosen().filter(|(_, whole)| whole.len() > 3) {
        let (after, before) = (&whole[0].cursor, &whole[whole.len() - 1].cursor);
        let between = format!("after: {after:?}, before: {before:?}");
        let backward = format!("after: {before:?}, before: {after:?}");
        let pages = list.pages(&[
            format!("first: 1, {between}"),
            format!("last: 1, {between}"),
            format!("first: 1, {backward}"),
            format!("first: 0, {between}"),
        ]);
        let [first, last, crossed, none] = &pages[..] else {
            panic!("four pages")
        };
        let what = list.label();
        assert_eq!(items(first), whole[1..2], "{what}");
        assert_eq!(
            items(last),
            whole[whole.len() - 2..whole.len() - 1],
            "{what}"
        );
        assert_eq!(
            items(crossed),
            [],
            "{what}: nothing lies between crossed cursors"
        );
        assert_eq!(items(none), [], "{what}: nothing was asked for");
        assert_eq!(none["pageInfo"]["startCursor"], Value::Null, "{what}");
        assert_eq!(none["totalCount"], whole.len(), "{what}");
    }
}

#[test]
fn cursors_of_other_lists_are_refused() {
    // The same list of another graph has the same name, so its cursors are good.
    for chosen in by_graph() {
        let full = chosen.iter().filter(|(_, whole)| !whole.is_empty());
        let full: Vec<_> = full.collect();
        for (at, (list, whole)) in full.iter().enumerate() {
            for step in [1, 2, 17] {
                let (other, foreign) = full[(at + step) % full.len()];
                // One portrayal has its seasons on two kinds of edges; the list is one.
                if foreign == whole {
                    continue;
                }
                for argument in ["after", "before"] {
                    let page = format!("{argument}: {:?}", foreign[0].cursor);
                    let query = list.way.query(&list.page("p", &page));
                    let answer = (list.asks)(&request(&query));
                    let what = format!("{} with a cursor of {}", list.label(), other.label());
                    assert_eq!(codes(&answer), ["BAD_CURSOR"], "{what}");
                }
            }
        }
    }
}

#[test]
fn cursors_outlive_a_filter() {
    for (list, whole) in chosen() {
        if !list.name.starts_with(types().query()) || whole.is_empty() {
            continue;
        }
        let field = types().field(types().query(), list.field).expect("known");
        let mut arguments = field.arguments.iter();
        let Some(filter) = arguments.find(|argument| argument.name == "filter") else {
            continue;
        };
        // A filter that lets all through, so that the list has the same places.
        let filter = types()
            .input_object(named(&filter.type_ref))
            .expect("an input object");
        assert!(
            filter.fields.iter().any(|field| field.name == "not"),
            "{}",
            filter.name
        );
        let mut filtered = list.clone();
        filtered.arguments += "filter: {not: {not: {}}}, ";
        assert_eq!(filtered.whole(), *whole, "{}", filtered.label());
    }
}

/// Relations as both ends show them: field of the one end, field of the other.
///
/// A field that is no connection leads to one thing or none.
const BOTH_WAYS: &[(&str, &str, &str)] = &[
    ("PLAYS", "Person.characters", "Character.playedBy"),
    ("APPEARS_IN", "Character.seasons", "Season.characters"),
    ("APPEARS_IN", "Character.episodes", "Episode.characters"),
    ("APPEARS_IN", "Character.series", "Series.characters"),
    ("APPEARS_IN", "Character.films", "Film.characters"),
    ("CREDITED", "Person.credits", "Series.crew"),
    ("CREDITED", "Person.credits", "Season.crew"),
    ("CREDITED", "Person.credits", "Episode.crew"),
    ("CREDITED", "Person.credits", "Film.crew"),
    ("CREDITED", "Person.credits", "Work.crew"),
    ("WRITES_FOR", "Person.outlets", "Outlet.writers"),
    ("PART_OF", "Season.series", "Series.seasons"),
    ("PART_OF", "Episode.season", "Season.episodes"),
    ("PART_OF", "Place.partOf", "Place.parts"),
    ("AIRED_ON", "Series.networks", "Network.series"),
    ("AIRED_ON", "Season.networks", "Network.seasons"),
    ("AIRED_ON", "Episode.networks", "Network.episodes"),
    ("AIRED_ON", "Film.networks", "Network.films"),
    (
        "COMMISSIONED_BY",
        "Series.commissionedBy",
        "Network.commissionedSeries",
    ),
    (
        "COMMISSIONED_BY",
        "Season.commissionedBy",
        "Network.commissionedSeasons",
    ),
    (
        "AVAILABLE_ON",
        "Series.availableOn",
        "Network.offeredSeries",
    ),
    (
        "AVAILABLE_ON",
        "Season.availableOn",
        "Network.offeredSeasons",
    ),
    ("AVAILABLE_ON", "Film.availableOn", "Network.offeredFilms"),
    ("PRODUCED_BY", "Series.studios", "Studio.series"),
    ("PRODUCED_BY", "Film.studios", "Studio.films"),
    ("PRODUCED_BY", "Season.studios", "Studio.seasons"),
    ("BASED_ON", "Series.basedOn", "Work.adaptations"),
    ("BASED_ON", "Film.basedOn", "Work.filmAdaptations"),
    ("SET_IN", "Series.settings", "Place.settingOf"),
    ("SET_IN", "Season.settings", "Place.settingOf"),
    ("SET_IN", "Film.settings", "Place.settingOf"),
    (
        "FILMED_IN",
        "Series.filmingLocations",
        "Place.filmingLocationOf",
    ),
    (
        "FILMED_IN",
        "Season.filmingLocations",
        "Place.filmingLocationOf",
    ),
    (
        "FILMED_IN",
        "Film.filmingLocations",
        "Place.filmingLocationOf",
    ),
    ("HAS_GENRE", "Series.genres", "Genre.series"),
    ("HAS_GENRE", "Film.genres", "Genre.films"),
    (
        "RELATED_TO",
        "Character.relationships",
        "Character.relationships",
    ),
    ("LIVES_IN", "Character.residences", "Place.residents"),
    ("WORKS_FOR", "Character.employers", "Organization.staff"),
    ("OWNED_BY", "Network.owners", "Organization.networks"),
    ("INVOLVES", "Event.participants", "Entity.events"),
    ("TOLD_IN", "Event.toldIn", "Series.story"),
    ("TOLD_IN", "Event.toldIn", "Season.story"),
    ("TOLD_IN", "Event.toldIn", "Episode.story"),
    ("TOLD_IN", "Event.toldIn", "Film.story"),
    ("RATED_BY", "Series.ratings", "Outlet.ratings"),
    ("RATED_BY", "Season.ratings", "Outlet.ratings"),
    ("RATED_BY", "Episode.ratings", "Outlet.ratings"),
    ("RATED_BY", "Film.ratings", "Outlet.ratings"),
];

/// Pairs of ids, from the start of the relation to its end; twice where there are two edges.
type Pairs = Vec<(String, String)>;

/// What a field of all things of a type says, as the ids of the thing and of what it leads to.
fn pairs(asks: Asks, owners: &[(String, String)], place: &str) -> Pairs {
    let (type_name, field) = place.split_once('.').expect("a type and a field");
    let possible = types().possible(type_name);
    let mut pairs = Vec::new();
    for (id, name) in owners
        .iter()
        .filter(|(_, name)| possible.contains(&&**name))
    {
        let way = Way::to_node(id, name);
        let field = types().field(name, field).expect("a known field");
        if named(&field.type_ref).ends_with("Connection") {
            let whole = List::of(asks, name, field.name, id, &way).whole();
            pairs.extend(whole.iter().map(|item| (id.clone(), id_of(&item.node))));
        } else {
            let answer = data(asks, &way.through(field.name, "", None).query("id"));
            let way = way.through(field.name, "", None);
            let ends = way.ends(&answer).into_iter();
            pairs.extend(ends.map(|end| (id.clone(), text(&end["id"]).to_owned())));
        }
    }
    pairs
}

fn id_of(node: &str) -> String {
    let node: Value = serde_json::from_str(node).expect("JSON");
    text(&node["id"]).to_owned()
}

#[test]
fn walks_lead_back() {
    GRAPHS.into_iter().for_each(walks_of_a_graph_lead_back);
}

fn walks_of_a_graph_lead_back(asks: Asks) {
    let owners = owners(asks);
    let type_of: BTreeMap<&str, &str> = owners.iter().map(|(id, name)| (&**id, &**name)).collect();
    let mut edges = 0;
    for (relation, there, back) in BOTH_WAYS {
        let (from, _) = there.split_once('.').expect("a type and a field");
        let (to, _) = back.split_once('.').expect("a type and a field");
        let is = |id: &String, name: &str| types().possible(name).contains(&type_of[&**id]);
        let mut forward = pairs(asks, &owners, there);
        forward.retain(|(_, end)| is(end, to));
        let mut backward: Pairs = pairs(asks, &owners, back)
            .into_iter()
            .map(|(end, start)| (start, end))
            .collect();
        backward.retain(|(start, _)| is(start, from));
        forward.sort();
        backward.sort();
        assert_eq!(forward, backward, "{relation}: {there} and {back}");
        edges += forward.len();
    }
    assert!(edges > 250, "the seed has hundreds of edges, found {edges}");
}

/// What `neighbors` says of one relation: the typed lists say the same.
#[test]
fn neighbors_are_what_the_lists_of_each_relation_hold() {
    GRAPHS
        .into_iter()
        .for_each(neighbors_of_a_graph_are_what_its_lists_hold);
}

fn neighbors_of_a_graph_are_what_its_lists_hold(asks: Asks) {
    let owners = owners(asks);
    let mut neighbors: BTreeMap<String, Pairs> = BTreeMap::new();
    let mut count = BTreeMap::from([("OUT", 0), ("IN", 0)]);
    for (id, name) in owners.iter().filter(|(id, _)| !id.starts_with("dispute:")) {
        for direction in ["OUT", "IN"] {
            let way = Way::to_node(id, name);
            let mut after = Value::Null;
            loop {
                let edges = format!(
                    "neighbors(direction: {direction}, first: 100, after: {after}) {{ edges {{ relation direction \
                     node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }}"
                );
                let answer = data(asks, &way.query(&edges));
                let page = &way.ends(&answer)[0]["neighbors"];
                for edge in list(&page["edges"]) {
                    assert_eq!(edge["direction"], direction, "{id}");
                    *count.get_mut(direction).expect("one of two") += 1;
                    let far = text(&edge["node"]["id"]).to_owned();
                    let key = format!("{} {direction}", text(&edge["relation"]));
                    neighbors.entry(key).or_default().push((id.clone(), far));
                }
                if page["pageInfo"]["hasNextPage"] != Value::Bool(true) {
                    break;
                }
                after = page["pageInfo"]["endCursor"].clone();
            }
        }
    }
    assert_eq!(
        count["OUT"], count["IN"],
        "every edge is seen from both ends"
    );
    for (relation, there, back) in BOTH_WAYS {
        // Both directions of this relation are one list.
        if *relation == "RELATED_TO" {
            continue;
        }
        for (place, direction) in [(there, "OUT"), (back, "IN")] {
            let all: BTreeSet<_> = neighbors
                .get(&format!("{relation} {direction}"))
                .into_iter()
                .flatten()
                .collect();
            for pair in pairs(asks, &owners, place) {
                assert!(
                    all.contains(&pair),
                    "{place}: {pair:?} are no neighbors by {relation} {direction}"
                );
            }
        }
    }
}

#[test]
fn every_relation_is_walked_both_ways() {
    let relations = types().enum_type("Relation").expect("an enum of relations");
    let tested: BTreeSet<&str> = BOTH_WAYS.iter().map(|(relation, _, _)| *relation).collect();
    let known: BTreeSet<&str> = relations.values.iter().map(|value| value.name).collect();
    assert_eq!(tested, known);
    let places: BTreeSet<&str> = BOTH_WAYS
        .iter()
        .flat_map(|(_, there, back)| [*there, *back])
        .collect();
    for object in types()
        .objects
        .iter()
        .filter(|object| object.interfaces.contains(&"Entity"))
    {
        for (field, connection) in connections(&object.name) {
            let prefix = connection.trim_end_matches("Connection");
            let pascal = |name: &str| {
                let words = name
                    .split('_')
                    .map(|word| format!("{}{}", &word[..1], word[1..].to_lowercase()));
                words.collect::<String>()
            };
            let relation = known.iter().any(|name| prefix.starts_with(&pascal(name)));
            let place = format!("{}.{field}", object.name);
            let tested = places.contains(&*place) || places.contains(&*format!("Entity.{field}"));
            // The same edges as `ratings`, by critic.
            assert!(
                tested || !relation || place == "Person.reviews",
                "{place} is not in the table"
            );
        }
    }
}
