//! What a person adds to a node.

use super::{Edge, Node, Person, Role, role};
use crate::graph::Direction;
use crate::graph::list::{Edges, Listed, Ordered, Sorted};
use crate::graph::storage::number;
use crate::model::{Kind, PartialDate, Property, Relation};
use petgraph::graph::EdgeIndex;

impl<'g> Person<'g> {
    /// Day of birth.
    pub fn birth(self) -> Option<PartialDate> {
        self.date(Property::Birth)
    }

    /// Day of death.
    pub fn death(self) -> Option<PartialDate> {
        self.date(Property::Death)
    }

    /// What the person does for a living.
    pub fn occupations(self) -> impl Iterator<Item = &'g str> {
        self.texts(Property::Occupations)
    }

    /// Whom the person plays, by name.
    pub fn characters(self) -> Edges<'g> {
        self.edges(Relation::Plays, Direction::Out)
    }

    /// The seasons in which this person plays the character at the end of the edge.
    pub fn seasons_as(plays: Edge<'g>) -> Listed<Edge<'g>> {
        Listed::new(role::appearances_in(plays, Kind::Season).collect())
    }

    /// What the person played, one role a character and series or film, by series, then by film.
    pub fn roles(self) -> Listed<Role<'g>> {
        let characters = self.characters();
        let mut roles = Vec::with_capacity(characters.len());
        for plays in characters.iter() {
            Role::add(plays, &mut roles);
        }
        // Those in one series or film stay as the characters lie in the row of the person.
        roles.sort_by_cached_key(|role| role.order());
        Listed::new(roles)
    }

    /// The series and films in which the person plays, as often as in a part of each.
    pub(in crate::graph) fn played_in(self) -> impl Iterator<Item = Node<'g>> {
        let appearances = self.characters().iter().flat_map(role::appearances);
        appearances.filter_map(|edge| role::whole_of(edge.far()))
    }

    /// What the person worked on with a job, by kind.
    pub fn credits(self) -> Edges<'g> {
        self.edges(Relation::Credited, Direction::Out)
    }

    /// Series in which the person plays or on which the person worked, seasons and episodes included.
    pub fn series(self) -> Sorted<Node<'g>> {
        self.wholes(Kind::Series)
    }

    /// Films in which the person plays or on which the person worked.
    pub fn films(self) -> Sorted<Node<'g>> {
        self.wholes(Kind::Film)
    }

    /// Series or films, each once.
    fn wholes(self, kind: Kind) -> Sorted<Node<'g>> {
        let played = self
            .roles()
            .items()
            .filter_map(Role::whole)
            .collect::<Vec<_>>();
        let credits = self.credits();
        let credited = credits
            .items()
            .filter_map(|edge| role::whole_of(edge.far()));
        let all = played.into_iter().chain(credited);
        let all = all.filter(|node| node.kind() == kind);
        Sorted::new(all.map(|node| (node.position(), node)).collect())
    }

    /// Ratings that name the person as critic, seen from the outlet, by what was rated.
    pub fn reviews(self) -> Sorted<Edge<'g>> {
        let (graph, critic) = (self.graph(), number(self.index));
        let start = graph
            .reviews
            .partition_point(|[person, _]| *person < critic);
        let found = graph.reviews[start..]
            .iter()
            .take_while(|[person, _]| *person == critic);
        let edges = found.map(|[_, edge]| Edge {
            graph,
            index: EdgeIndex::new(*edge as usize),
            direction: Direction::In,
        });
        let place = |edge: Edge<'g>| edge.position().text(&edge.near().key().to_string());
        Sorted::new(edges.map(|edge| (place(edge), edge)).collect())
    }
}
