//! Relay connections: the one way in which lists of the API are paged.

use super::cursor::{self, ListId};
use super::engine::{Field, List, Object, Output};
use super::error::ApiError;
use super::limits::PAGE_SIZES;
use super::row_list::RowList;
use crate::graph::view::{Edge, Node, Role};
use crate::graph::{Edges, Ordered, PageRequest, Position, Window};
use crate::{arguments, field};
use std::borrow::Cow;
use std::rc::Rc;

arguments! {
    /// Which page of a list.
    Page<'g> {
        /// How many items from the start, or behind `after`; 0 to 100, by default 20. Not together with `last`.
        first: Option<i32>,
        /// Behind this cursor.
        after: Option<&'g str>,
        /// How many items from the end, or before `before`; 0 to 100.
        last: Option<i32>,
        /// Before this cursor.
        before: Option<&'g str>,
    }
}

impl Copy for Page<'_> {}

impl Page<'_> {
    /// Where the page lies in a list of so many items.
    fn window(
        self,
        id: Id<'_>,
        length: usize,
        position: &dyn Fn(usize) -> Position,
    ) -> Result<Window, ApiError> {
        let read = |argument: &str, cursor: Option<&str>| {
            cursor
                .map(|cursor| cursor::read(id.list(), argument, cursor))
                .transpose()
        };
        // Most pages are the first.
        if let (Some(first), None, None, None) = (self.first, self.after, self.last, self.before)
            && let Ok(size) = usize::try_from(first)
            && size <= PAGE_SIZES.max
        {
            return Ok(Window::start(size, length));
        }
        let request = PageRequest::new(
            self.first.map(i64::from),
            self.last.map(i64::from),
            read("after", self.after)?,
            read("before", self.before)?,
            PAGE_SIZES,
        );
        let request = request.map_err(|error| ApiError::bad_page(error.to_string()))?;
        Ok(request.window(length, position))
    }
}

/// Arguments of a list that takes more than a page.
#[macro_export]
macro_rules! paged_arguments {
    ($(#[doc = $doc:literal])* $name:ident<'g> { $($fields:tt)* }) => {
        $crate::arguments! {
            $(#[doc = $doc])*
            $name<'g> {
                $($fields)*
                /// How many items from the start, or behind `after`; 0 to 100, by default 20. Not together with `last`.
                first: Option<i32>,
                /// Behind this cursor.
                after: Option<&'g str>,
                /// How many items from the end, or before `before`; 0 to 100.
                last: Option<i32>,
                /// Before this cursor.
                before: Option<&'g str>,
            }
        }

        impl<'g> $name<'g> {
            /// Which page.
            pub fn page(&self) -> $crate::graphql::connection::Page<'g> {
                let Self { first, after, last, before, .. } = *self;
                $crate::graphql::connection::Page { first, after, last, before }
            }
        }
    };
}

/// What a list holds: an item, the thing it is about, and what else its edges say.
pub trait Row<'g>: Clone + 'g {
    /// The thing that an edge leads to.
    type Node: Output<'g>;
    /// Who says that the item is in the list; empty where no claim does.
    const CLAIMS: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[];
    /// What edges say beyond that, `cursor` and `node`.
    const DATA: &'g [Field<'g, ConnectionEdge<'g, Self>>] = &[];
    /// What connections say beyond their page.
    const LIST: &'g [Field<'g, Connection<'g, Self>>] = &[];
    /// Names of edge and connection begin with this.
    fn prefix() -> Cow<'static, str>;
    /// What the list holds, in the plural, for descriptions.
    fn plural() -> Cow<'static, str>;
    /// The thing that the edge leads to.
    fn node(&self) -> Self::Node;
}

/// One page of a list.
#[derive(Clone)]
pub struct Connection<'g, R> {
    list: RowList<'g, R>,
    id: Id<'g>,
    window: Window,
}

/// Which list it is; made from names only when a cursor is read or written.
#[derive(Clone, Copy)]
enum Id<'g> {
    Made(ListId),
    Of(&'static str, Owner<'g>),
}

impl Id<'_> {
    fn list(self) -> ListId {
        match self {
            Self::Made(id) => id,
            Self::Of(name, Owner::Thing(thing)) => ListId::new(name, &thing.key().to_string(), ""),
            Self::Of(name, Owner::Role(role)) => {
                let whole = role.whole().map(|whole| whole.key().to_string());
                let (person, character) = (role.person().key(), role.character().key());
                let owner = format!("{person} {character} {}", whole.unwrap_or_default());
                ListId::new(name, &owner, "")
            }
        }
    }
}

/// Whose list it is.
#[derive(Clone, Copy)]
pub enum Owner<'g> {
    /// A thing's.
    Thing(Node<'g>),
    /// A role's.
    Role(Role<'g>),
}

impl<'g, R: Row<'g>> Connection<'g, R> {
    /// A page of a list, which has a name and belongs to a thing or to nothing.
    pub fn new<L>(list: L, name: &str, owner: &str, page: Page<'g>) -> Result<Self, ApiError>
    where
        L: Ordered + 'g,
        R: From<L::Item>,
    {
        Self::ordered(list, ListId::new(name, owner, ""), page)
    }

    /// A page of a list that belongs to a thing or a role; otherwise as [`Self::new`].
    pub fn owned<L>(
        list: L,
        name: &'static str,
        owner: Owner<'g>,
        page: Page<'g>,
    ) -> Result<Self, ApiError>
    where
        L: Ordered + 'g,
        R: From<L::Item>,
    {
        Self::of(list, Id::Of(name, owner), page)
    }

    /// A page of a list of which there are several orders.
    pub fn ordered<L>(list: L, id: ListId, page: Page<'g>) -> Result<Self, ApiError>
    where
        L: Ordered + 'g,
        R: From<L::Item>,
    {
        Self::of(list, Id::Made(id), page)
    }

    fn of<L>(list: L, id: Id<'g>, page: Page<'g>) -> Result<Self, ApiError>
    where
        L: Ordered + 'g,
        R: From<L::Item>,
    {
        let window = page.window(id, list.len(), &|place| list.position(place))?;
        let list = RowList::of(list);
        Ok(Self { list, id, window })
    }

    /// A page of edges as they lie beside a thing; otherwise as [`Self::owned`].
    pub fn edges_of(
        edges: Edges<'g>,
        name: &'static str,
        owner: Owner<'g>,
        page: Page<'g>,
    ) -> Result<Self, ApiError>
    where
        R: From<Edge<'g>>,
    {
        let id = Id::Of(name, owner);
        let window = page.window(id, edges.len(), &|place| edges.position(place))?;
        let list = RowList::Edges(edges, R::from);
        Ok(Self { list, id, window })
    }

    /// The whole list.
    pub fn list(&self) -> Rc<dyn Ordered<Item = R> + 'g> {
        self.list.shared()
    }

    /// The items of the page.
    fn rows(self) -> impl Iterator<Item = R> + 'g {
        let Self { list, window, .. } = self;
        window.range.map(move |place| list.get(place))
    }

    /// The items of the page in their places.
    fn edges(self) -> impl Iterator<Item = ConnectionEdge<'g, R>> + 'g {
        let Self { list, id, window } = self;
        window.range.map(move |place| ConnectionEdge {
            row: list.get(place),
            list: list.clone(),
            place,
            id,
        })
    }

    /// How many items the whole list has.
    fn total(&self) -> usize {
        self.list.len()
    }

    /// Where the page lies.
    fn info(&self) -> PageInfo {
        let range = &self.window.range;
        let cursor = |place| cursor::write(self.id.list(), &self.list.position(place));
        PageInfo {
            has_next: self.window.has_next,
            has_previous: self.window.has_previous,
            start: (!range.is_empty())
                .then(|| cursor(range.start))
                .map(Rc::from),
            end: (!range.is_empty())
                .then(|| cursor(range.end - 1))
                .map(Rc::from),
        }
    }
}

impl<'g, R: Row<'g>> Object<'g> for Connection<'g, R> {
    const FIELDS: &'g [&'g [Field<'g, Self>]] = &[
        &[
            field!(
                "edges",
                "The page's items with their cursors and what is said of their place in the list.",
                |connection: Self| { List(connection.edges()) }
            ),
            field!(
                "nodes",
                "The nodes of the page's `edges`, in step with them; what is there twice comes twice.",
                |connection: Self| List(connection.rows().map(|row| row.node()))
            ),
            field!(
                "pageInfo",
                "Where the page lies in the list.",
                |connection: Self| connection.info()
            ),
            field!(
                "totalCount",
                "Number of items in the whole list, exact.",
                |connection: Self| connection.total()
            ),
        ],
        R::LIST,
    ];

    fn name() -> Cow<'static, str> {
        format!("{}Connection", R::prefix()).into()
    }

    fn description() -> Cow<'static, str> {
        format!("A page of a list of {}.", R::plural()).into()
    }
}

/// One item of a page.
#[derive(Clone)]
pub struct ConnectionEdge<'g, R> {
    /// The item.
    pub row: R,
    list: RowList<'g, R>,
    place: usize,
    id: Id<'g>,
}

impl<'g, R: Row<'g>> Object<'g> for ConnectionEdge<'g, R> {
    const FIELDS: &'g [&'g [Field<'g, Self>]] = &[
        &[
            field!(
                "cursor",
                "Names this place in the list, for `after` and `before`.",
                |edge: Self| { cursor::write(edge.id.list(), &edge.list.position(edge.place)) }
            ),
            field!("node", "The thing at this place.", |edge: Self| edge
                .row
                .node()),
        ],
        R::DATA,
        R::CLAIMS,
    ];

    fn name() -> Cow<'static, str> {
        format!("{}Edge", R::prefix()).into()
    }

    fn description() -> Cow<'static, str> {
        format!("One place in a list of {}.", R::plural()).into()
    }
}

/// Where a page lies.
#[derive(Clone)]
pub struct PageInfo {
    has_next: bool,
    has_previous: bool,
    start: Option<Rc<str>>,
    end: Option<Rc<str>>,
}

impl<'g> Object<'g> for PageInfo {
    const FIELDS: &'g [&'g [Field<'g, Self>]] = &[&[
        field!(
            "hasNextPage",
            "Whether items lie behind the page.",
            |info: Self| info.has_next
        ),
        field!(
            "hasPreviousPage",
            "Whether items lie before the page.",
            |info: Self| info.has_previous
        ),
        field!(
            "startCursor",
            "Cursor of the page's first item; null for an empty page.",
            |info: Self| { info.start.as_deref().map(str::to_owned) }
        ),
        field!(
            "endCursor",
            "Cursor of the page's last item; null for an empty page.",
            |info: Self| { info.end.as_deref().map(str::to_owned) }
        ),
    ]];

    fn name() -> Cow<'static, str> {
        "PageInfo".into()
    }

    fn description() -> Cow<'static, str> {
        "Where a page lies in its list.".into()
    }
}
