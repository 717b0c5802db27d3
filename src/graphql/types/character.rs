//! Characters.

use super::cast::Billed;
use super::entity::EntityFields;
use super::relations::{AppearsIn, LivesIn, Plays, RelatedTo, WorksFor};
use super::rows::{Link, back, out, page_of};
use super::view::{Character, Episode, Film, Organization, Person, Place, Season, Series};
use crate::graphql::connection::Page;
use crate::graphql::engine::List;
use crate::model::Kind;
use crate::{field, object};

object! {
    /// Someone in the story.
    Character implements ["Node", "Entity"] groups [Self::ENTITY] {
        field!("name", "What the character is called; null where nobody says, as of a husband without a name.", |character: Character| {
            character.name()
        }),
        field!("title", "Rank or form of address, such as \"Chief\"; null when there is none.", |character: Character| {
            character.title()
        }),
        field!("occupations", "What the character does for a living.", |character: Character| List(character.occupations())),
        field!("playedBy", "Who plays the character, by place in the list of credits.", |character: Character, page: Page| {
            back::<Plays, Person>(character, "playedBy", page)
        }),
        field!("seasons", "Seasons in which the character appears, by number, whoever plays it.", |character: Character, of: Billed| {
            let edges = character.appearances(Kind::Season, of.billing);
            page_of::<Link<AppearsIn, Season>, _>(character, edges, "seasons", of.page())
        }),
        field!("episodes", "Episodes in which the character is known to appear, by number, whoever plays it.", |character: Character, of: Billed| {
            let edges = character.appearances(Kind::Episode, of.billing);
            page_of::<Link<AppearsIn, Episode>, _>(character, edges, "episodes", of.page())
        }),
        field!("series", "Series in which the character is said to appear, by premiere, whoever plays it.", |character: Character, of: Billed| {
            let edges = character.appearances(Kind::Series, of.billing);
            page_of::<Link<AppearsIn, Series>, _>(character, edges, "series", of.page())
        }),
        field!("films", "Films in which the character appears, by premiere, whoever plays it.", |character: Character, of: Billed| {
            let edges = character.appearances(Kind::Film, of.billing);
            page_of::<Link<AppearsIn, Film>, _>(character, edges, "films", of.page())
        }),
        field!("relationships", "To whom the character stands in a relationship of any sort, by name.", |character: Character, page: Page| {
            page_of::<Link<RelatedTo, Character>, _>(character, character.relatives(), "relationships", page)
        }),
        field!("residences", "Where the character lives, by name.", |character: Character, page: Page| {
            out::<LivesIn, Place>(character, "residences", page)
        }),
        field!("employers", "For whom the character works, by name.", |character: Character, page: Page| {
            out::<WorksFor, Organization>(character, "employers", page)
        }),
    }
}
