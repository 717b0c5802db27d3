//! The fields from which every walk begins.

use super::claim::{self, ClaimsOf};
use super::dispute::DisputesOf;
use super::entity::{Entity, Node};
use super::filters::{self, Filters};
use super::ids;
use super::known_at::KnownAt;
use super::orders::{Orders, PersonOrder};
use super::path::{PathOf, PathsOf};
use super::rank::RankOf;
use super::rows::{ClaimRow, Shown, Thing};
use super::search::{SearchOf, SuggestOf};
use super::selection::{
    AllSeries, Characters, Episodes, Events, Films, Named, Networks, People, Places, Seasons,
    select,
};
use super::statistics::Statistics;
use super::together::SharedWorkOf;
use super::view::{
    Character, Episode, Event, Film, Genre, Network, Organization, Outlet, Person, Place, Season,
    Series, Source, Studio, View, Work,
};
use crate::graph::{Direction, Filter, Graph, Order, Ordered};
use crate::graphql::connection::{Connection, Page};
use crate::graphql::cursor::ListId;
use crate::graphql::engine::{Id as GraphqlId, Interrupt, List};
use crate::graphql::error::{ApiError, ErrorCode};
use crate::graphql::limits::{
    FILTER_VISITED_MAX, GATHER_WEIGHT, IDS_MAX, PATH_VISITED_MAX, SCAN_WEIGHT, TOGETHER_WEIGHT,
};
use crate::graphql::views::Views;
use crate::model::{ExternalIdRef, Id, Kind, PartialDate, Relation};
use crate::{arguments, field, input_object, object};

/// The root of every query, on the snapshot of the request.
#[derive(Clone, Copy)]
pub struct Query<'g> {
    /// What the request reads.
    pub graph: &'g Graph,
    /// When to stop.
    pub interrupt: &'g dyn Interrupt,
    /// What was known earlier.
    pub(super) views: &'g Views,
    /// The day whose view `graph` is; `None` of the snapshot itself.
    pub(super) day: Option<PartialDate>,
}

arguments! {
    /// One thing by its id.
    ById<'g> {
        /// An id that this server gave, such as "person:jeff-daniels".
        id: GraphqlId<&'g str>,
    }
}

arguments! {
    /// Several things by their ids.
    ByIds<'g> {
        /// Ids that this server gave; at most 100.
        ids: Vec<GraphqlId<&'g str>>,
    }
}

arguments! {
    /// One thing by its slug.
    BySlug<'g> {
        /// The end of its id, such as "jeff-daniels"; the whole id will do as well. For a name there is `search`.
        slug: &'g str,
    }
}

arguments! {
    /// One season of a series.
    ByNumber<'g> {
        /// The series: its slug or id.
        series: &'g str,
        /// The season's number.
        number: i32,
    }
}

arguments! {
    /// One episode of a season.
    ByNumbers<'g> {
        /// The series: its slug or id.
        series: &'g str,
        /// The season's number.
        season: i32,
        /// The episode's number in the season.
        number: i32,
    }
}

input_object! {
    /// The id of a thing in another catalogue.
    ExternalIdInput<'g> {
        /// The catalogue, as in "imdb".
        authority: &'g str,
        /// The id there.
        id: &'g str,
    }
}

arguments! {
    /// One thing by its id elsewhere.
    ByExternalId<'g> {
        /// Its id in another catalogue.
        external_id: ExternalIdInput<'g>,
    }
}

arguments! {
    /// Several things by their ids elsewhere.
    ByExternalIds<'g> {
        /// Their ids in other catalogues; at most 100.
        external_ids: Vec<ExternalIdInput<'g>>,
    }
}

object! {
    /// Where every walk begins.
    Query {
        field!("node", "Anything by its id; null when there is no such thing.", |query: Query, by: ById| query.node("id", by.id.0)),
        field!("nodes", "Things by their ids, in the order of the ids, null where there is none.", |query: Query, by: ByIds| {
            query.all_nodes(&by.ids)
        }),
        field!("entity", "The thing that another catalogue knows by this id; null when there is none.", |query: Query, by: ByExternalId| {
            query.external(&by.external_id)
        }),
        field!("entities", "The things that other catalogues know by these ids, in their order, null where there is none.", |query: Query, by: ByExternalIds| {
            query.externals(&by.external_ids)
        }),

        field!("person", "A person by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Person>("slug", by.slug)),
        field!("character", "A character by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Character>("slug", by.slug)),
        field!("series", "A series by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Series>("slug", by.slug)),
        field!("season", "A season by series and number; null when there is none.", |query: Query, by: ByNumber| {
            query.season(by.series, by.number)
        }),
        field!("episode", "An episode by series, season and number; null when there is none.", |query: Query, by: ByNumbers| {
            query.episode(by.series, by.season, by.number)
        }),
        field!("film", "A film by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Film>("slug", by.slug)),
        field!("network", "A network by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Network>("slug", by.slug)),
        field!("studio", "A studio by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Studio>("slug", by.slug)),
        field!("work", "A work by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Work>("slug", by.slug)),
        field!("place", "A place by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Place>("slug", by.slug)),
        field!("organization", "An organization by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Organization>("slug", by.slug)),
        field!("event", "An event by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Event>("slug", by.slug)),
        field!("outlet", "An outlet by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Outlet>("slug", by.slug)),
        field!("genre", "A genre by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Genre>("slug", by.slug)),
        field!("source", "A source by slug; null when there is none.", |query: Query, by: BySlug| query.one::<Source>("slug", by.slug)),

        field!("people", "People, by name.", |query: Query, of: People| {
            query.select::<Person, _, _>("people", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("actors", "People who play someone, by name.", |query: Query, of: People| query.actors(&of), weight: SCAN_WEIGHT),
        field!("characters", "Characters, by name, those without one last.", |query: Query, of: Characters| {
            query.select::<Character, _, _>("characters", of.filter.as_ref(), NO_ORDER, of.page())
        }, weight: of.weight()),
        field!("allSeries", "Series, by premiere.", |query: Query, of: AllSeries| {
            query.select::<Series, _, _>("allSeries", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("seasons", "Seasons, by series and number.", |query: Query, of: Seasons| {
            query.select::<Season, _, _>("seasons", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("episodes", "Episodes, by series, season and number.", |query: Query, of: Episodes| {
            query.select::<Episode, _, _>("episodes", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("films", "Films, by premiere.", |query: Query, of: Films| {
            query.select::<Film, _, _>("films", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("networks", "Networks and streaming services, by name.", |query: Query, of: Networks| {
            query.select::<Network, _, _>("networks", of.filter.as_ref(), NO_ORDER, of.page())
        }, weight: of.weight()),
        field!("studios", "Studios, by name.", |query: Query, of: Named| query.named::<Studio>("studios", &of), weight: of.weight()),
        field!("works", "Works, by name.", |query: Query, of: Named| query.named::<Work>("works", &of), weight: of.weight()),
        field!("places", "Places, by name.", |query: Query, of: Places| {
            query.select::<Place, _, _>("places", of.filter.as_ref(), NO_ORDER, of.page())
        }, weight: of.weight()),
        field!("organizations", "Organizations, by name.", |query: Query, of: Named| query.named::<Organization>("organizations", &of), weight: of.weight()),
        field!("events", "Events, by date, those without one last.", |query: Query, of: Events| {
            query.select::<Event, _, _>("events", of.filter.as_ref(), of.order_by.as_ref(), of.page())
        }, weight: of.weight()),
        field!("outlets", "Outlets, by name.", |query: Query, of: Named| query.named::<Outlet>("outlets", &of), weight: of.weight()),
        field!("genres", "Genres, by name.", |query: Query, of: Named| query.named::<Genre>("genres", &of), weight: of.weight()),
        field!("sources", "Sources, by title.", |query: Query, of: Named| query.named::<Source>("sources", &of), weight: of.weight()),

        field!("search", "Things with these words in names, titles, descriptions, premises and summaries; those with the words in names first.", |query: Query, of: SearchOf| {
            query.find(&of)
        }, weight: SCAN_WEIGHT),
        field!("suggest", "Things whose names begin with what was typed, then those with a later word that does; the former by name, the latter from that word on.", |query: Query, of: SuggestOf| {
            query.suggest(&of)
        }, weight: GATHER_WEIGHT),

        field!("path", "How two things are connected: the shortest path between them, or why there is none.", |query: Query, of: PathOf| {
            query.path(&of)
        }, weight: PATH_VISITED_MAX),
        field!("paths", "The shortest paths between two things.", |query: Query, of: PathsOf| query.paths(&of), weight: PATH_VISITED_MAX),

        field!("rank", "Things by how central they are among people, characters, series, seasons, episodes, films, networks and studios, as `Component` joins them; the most central first, of one score by kind, then by id.", |query: Query, of: RankOf| {
            query.rank(&of)
        }, weight: SCAN_WEIGHT),
        field!("components", "The connected components, the largest first, of one size by their first things.", |query: Query, page: Page| {
            query.components(page)
        }, weight: SCAN_WEIGHT),
        field!("communities", "Communities of people, the largest first, of one size by their first people.", |query: Query, page: Page| {
            query.communities(page)
        }, weight: SCAN_WEIGHT),

        field!("sharedWork", "What two people both took part in, playing or with a job: series, seasons, episodes, films and works, in this order, each kind in its own; null when there is no person of one of the ids. `LIMIT_REACHED` where more than 1,000,000 edges would be visited.", |query: Query, of: SharedWorkOf| {
            query.shared_work(&of)
        }, weight: TOGETHER_WEIGHT),

        field!("claims", "Claims of the whole graph, by what they are about, the best of each first.", |query: Query, of: ClaimsOf| {
            query.claims(&of)
        }, weight: of.weight()),
        field!("disputes", "What the sources differ about, by key.", |query: Query, of: DisputesOf| query.disputes(&of), weight: of.weight()),
        field!("statistics", "How much the graph holds.", |query: Query| Statistics::of(query), weight: SCAN_WEIGHT),

        field!(
            "knownAt",
            "Everything as it was known on a day: only claims with a reference that spoke by then, and of their references only those. A reference speaks from the day in its `asOf`, of a month or a year from the last; without a day it never does. A derived claim is there when what it follows from is. Things are there when a reference of their record spoke. Within another `knownAt`, the earlier day counts.",
            |query: Query, of: KnownAt| query.known_at(&of),
            weight: SCAN_WEIGHT
        ),
    }
}

impl<'g> Query<'g> {
    /// On a snapshot and its views.
    pub fn new(views: &'g Views, interrupt: &'g dyn Interrupt) -> Self {
        Self {
            graph: views.graph(),
            interrupt,
            views,
            day: None,
        }
    }

    fn node(self, argument: &str, text: &str) -> Result<Option<Node<'g>>, ApiError> {
        Ok(match ids::id(argument, text)? {
            Id::Node(key) => self.graph.node(&key).map(Node::from),
            Id::Claim(key) => self.graph.claim(key).map(Node::from),
            Id::Dispute(key) => self.graph.dispute(&key).map(Node::from),
        })
    }

    fn all_nodes(self, texts: &[GraphqlId<&str>]) -> Result<NodesOrErrors<'g>, ApiError> {
        at_most_ids(texts.len())?;
        Ok(List(
            texts.iter().map(|id| self.node("ids", id.0)).collect(),
        ))
    }

    fn external(self, id: &ExternalIdInput<'_>) -> Option<Entity<'g>> {
        let id = ExternalIdRef {
            authority: id.authority,
            id: id.id,
        };
        self.graph.by_external_id(id).next().map(Entity::from)
    }

    fn externals(
        self,
        ids: &[ExternalIdInput<'_>],
    ) -> Result<List<Vec<Option<Entity<'g>>>>, ApiError> {
        at_most_ids(ids.len())?;
        Ok(List(ids.iter().map(|id| self.external(id)).collect()))
    }

    fn one<V: View<'g>>(self, argument: &str, id: &str) -> Result<Option<V>, ApiError> {
        let key = ids::key_of(argument, V::KIND, id)?;
        Ok(self.graph.node(&key).and_then(V::of))
    }

    fn season(self, series: &str, number: i32) -> Result<Option<Season<'g>>, ApiError> {
        let series = self.one::<Series>("series", series)?;
        Ok(series.and_then(|series| {
            let seasons = series.seasons();
            let seasons = seasons.items().filter_map(|edge| Season::of(edge.far()));
            let mut seasons = seasons.filter(|season| is(season.number(), number));
            seasons.next()
        }))
    }

    fn episode(
        self,
        series: &str,
        season: i32,
        number: i32,
    ) -> Result<Option<Episode<'g>>, ApiError> {
        let season = self.season(series, season)?;
        Ok(season.and_then(|season| {
            let episodes = season.episodes();
            let episodes = episodes.items().filter_map(|edge| Episode::of(edge.far()));
            let mut episodes = episodes.filter(|episode| is(episode.number(), number));
            episodes.next()
        }))
    }

    fn named<V: Shown<'g>>(self, list: &'static str, of: &Named<'g>) -> Things<'g, V> {
        self.select::<V, _, _>(list, of.filter.as_ref(), NO_ORDER, of.page())
    }

    fn actors(self, of: &People<'g>) -> Things<'g, Person<'g>> {
        let filter = of.filter.as_ref().map(filters::filter).transpose()?;
        let acts = Filter::Has((Relation::Plays, Direction::Out));
        let all = Filter::All(filter.into_iter().chain([acts]).collect());
        let order = order(of.order_by.as_ref(), Kind::Person)?;
        self.selection("actors", Some(&all), &order, of.page())
    }

    fn claims(self, of: &ClaimsOf<'g>) -> Result<Connection<'g, ClaimRow<'g>>, ApiError> {
        let filter = of.filter(self.graph)?;
        let claims = claim::only(self.graph.claims_listed(), &filter, self.interrupt)?;
        Connection::new(claims, "claims", "", of.page())
    }

    fn select<V, F, O>(
        self,
        list: &'static str,
        filter: Option<&F>,
        by: Option<&O>,
        page: Page<'g>,
    ) -> Things<'g, V>
    where
        V: Shown<'g>,
        F: Filters,
        O: Orders,
    {
        let kind = V::KIND.unwrap_or(Kind::Person);
        let filter = filter.map(filters::filter).transpose()?;
        self.selection(list, filter.as_ref(), &order(by, kind)?, page)
    }

    fn selection<V: Shown<'g>>(
        self,
        list: &'static str,
        filter: Option<&Filter>,
        order: &Order,
        page: Page<'g>,
    ) -> Things<'g, V> {
        let kind = V::KIND.unwrap_or(Kind::Person);
        let visited_max = FILTER_VISITED_MAX;
        let selection = select(self.graph, kind, filter, order, visited_max, self.interrupt)?;
        Connection::ordered(selection, ListId::new(list, "", &order.name()), page)
    }
}

/// A list in which each malformed id is an error of its own.
type NodesOrErrors<'g> = List<Vec<Result<Option<Node<'g>>, ApiError>>>;

/// For lists that have the order of their kind only.
const NO_ORDER: Option<&PersonOrder> = None;

type Things<'g, V> = Result<Connection<'g, Thing<'g, V>>, ApiError>;

fn order<O: Orders>(by: Option<&O>, kind: Kind) -> Result<Order, ApiError> {
    by.map_or(Ok(Order::KIND), |by| by.order(kind))
}

fn is(number: Option<u32>, wanted: i32) -> bool {
    number.is_some_and(|number| i32::try_from(number) == Ok(wanted))
}

fn at_most_ids(found: usize) -> Result<(), ApiError> {
    if found <= IDS_MAX {
        return Ok(());
    }
    Err(ApiError::new(
        ErrorCode::LimitReached,
        format!("expected at most {IDS_MAX} ids, found {found}"),
    ))
}
