//! What a film adds to a node.

use super::{CastMember, Film};
use crate::graph::list::Listed;
use crate::model::Property;
use crate::model::film::FilmKind;
use crate::model::relation::Billing;

impl<'g> Film<'g> {
    /// What sort of film it is.
    pub fn film_kind(self) -> Option<FilmKind> {
        self.term(Property::Kind).and_then(FilmKind::from_word)
    }

    /// Who plays in it, with one billing or any.
    pub fn cast(self, billing: Option<Billing>) -> Listed<CastMember<'g>> {
        CastMember::of(*self, billing)
    }
}
