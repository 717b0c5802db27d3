//! The API's answers as they come; all fields may be missing, others are ignored.

use super::scalar::{Flag, Real, Text, Whole};
use serde::Deserialize;

/// A list; empty when it is missing or null.
#[derive(Debug, Deserialize)]
#[serde(from = "Option<Vec<T>>")]
pub(super) struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Option<Vec<T>>> for List<T> {
    fn from(list: Option<Vec<T>>) -> Self {
        Self(list.unwrap_or_default())
    }
}

/// The items of a list.
pub(super) fn items<T>(list: &List<T>) -> &[T] {
    &list.0
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Show<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub url: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub language: Text<'a>,
    #[serde(borrow)]
    pub genres: List<Text<'a>>,
    #[serde(borrow)]
    pub status: Text<'a>,
    #[serde(borrow)]
    pub premiered: Text<'a>,
    #[serde(borrow)]
    pub ended: Text<'a>,
    #[serde(borrow)]
    pub schedule: Option<Schedule<'a>>,
    pub rating: Option<Rating>,
    #[serde(borrow)]
    pub network: Option<Network<'a>>,
    #[serde(borrow, rename = "webChannel")]
    pub web_channel: Option<Network<'a>>,
    #[serde(borrow)]
    pub externals: Option<Externals<'a>>,
    #[serde(borrow)]
    pub image: Option<Image<'a>>,
    #[serde(borrow)]
    pub summary: Text<'a>,
    #[serde(borrow)]
    pub studios: List<Studio<'a>>,
    #[serde(borrow, rename = "_embedded")]
    pub embedded: Option<Box<Embedded<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Season<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub url: Text<'a>,
    pub number: Whole,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(rename = "episodeOrder")]
    pub episode_order: Whole,
    #[serde(borrow, rename = "premiereDate")]
    pub premiere_date: Text<'a>,
    #[serde(borrow, rename = "endDate")]
    pub end_date: Text<'a>,
    pub rating: Option<Rating>,
    #[serde(borrow)]
    pub network: Option<Network<'a>>,
    #[serde(borrow, rename = "webChannel")]
    pub web_channel: Option<Network<'a>>,
    #[serde(borrow)]
    pub image: Option<Image<'a>>,
    #[serde(borrow)]
    pub summary: Text<'a>,
    #[serde(borrow)]
    pub studios: List<Studio<'a>>,
    #[serde(borrow, rename = "_links")]
    pub links: Option<Links<'a>>,
    #[serde(borrow, rename = "_embedded")]
    pub embedded: Option<Box<Embedded<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Episode<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub url: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    pub season: Whole,
    pub number: Whole,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub airdate: Text<'a>,
    pub runtime: Real,
    pub rating: Option<Rating>,
    #[serde(borrow)]
    pub image: Option<Image<'a>>,
    #[serde(borrow)]
    pub summary: Text<'a>,
    #[serde(borrow)]
    pub show: Option<Box<Show<'a>>>,
    #[serde(borrow, rename = "_links")]
    pub links: Option<Links<'a>>,
    #[serde(borrow, rename = "_embedded")]
    pub embedded: Option<Box<Embedded<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Person<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub birthday: Text<'a>,
    #[serde(borrow)]
    pub deathday: Text<'a>,
    #[serde(borrow)]
    pub image: Option<Image<'a>>,
    #[serde(borrow, rename = "_embedded")]
    pub embedded: Option<Box<Embedded<'a>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Character<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub url: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub image: Option<Image<'a>>,
}

/// An entry of a cast or a crew, seen from the show, the episode or the person.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Credit<'a> {
    #[serde(borrow)]
    pub person: Option<Person<'a>>,
    #[serde(borrow)]
    pub character: Option<Character<'a>>,
    #[serde(rename = "self")]
    pub as_self: Flag,
    pub voice: Flag,
    /// Numbers of seasons; an addition that the API does not have.
    pub seasons: List<Whole>,
    #[serde(borrow, rename = "type")]
    pub job: Text<'a>,
    #[serde(borrow, rename = "guestCrewType")]
    pub guest_job: Text<'a>,
    #[serde(borrow, rename = "_links")]
    pub links: Option<Links<'a>>,
    #[serde(borrow, rename = "_embedded")]
    pub embedded: Option<Box<Embedded<'a>>>,
}

/// What was asked to be put inside an answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Embedded<'a> {
    #[serde(borrow)]
    pub show: Option<Box<Show<'a>>>,
    #[serde(borrow)]
    pub seasons: List<Season<'a>>,
    #[serde(borrow)]
    pub episodes: List<Episode<'a>>,
    #[serde(borrow)]
    pub previousepisode: Option<Episode<'a>>,
    #[serde(borrow)]
    pub nextepisode: Option<Episode<'a>>,
    #[serde(borrow)]
    pub akas: List<Aka<'a>>,
    #[serde(borrow)]
    pub cast: List<Credit<'a>>,
    #[serde(borrow)]
    pub crew: List<Credit<'a>>,
    #[serde(borrow)]
    pub guestcast: List<Credit<'a>>,
    #[serde(borrow)]
    pub guestcrew: List<Credit<'a>>,
    #[serde(borrow)]
    pub castcredits: List<Credit<'a>>,
    #[serde(borrow)]
    pub crewcredits: List<Credit<'a>>,
    #[serde(borrow)]
    pub guestcastcredits: List<Credit<'a>>,
    #[serde(borrow)]
    pub guestcrewcredits: List<Credit<'a>>,
    #[serde(borrow)]
    pub person: Option<Box<Person<'a>>>,
    #[serde(borrow)]
    pub character: Option<Character<'a>>,
}

/// A network or a web channel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Network<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub country: Option<Country<'a>>,
}

/// When new episodes come; without a time where they come at no fixed one, as on many web
/// channels.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Schedule<'a> {
    #[serde(borrow)]
    pub time: Text<'a>,
    #[serde(borrow)]
    pub days: List<Text<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Country<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub code: Text<'a>,
}

/// An addition that the API does not have.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Studio<'a> {
    pub id: Whole,
    #[serde(borrow)]
    pub name: Text<'a>,
}

/// Another name of a show; without a country, its name where it was made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Aka<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub country: Option<Country<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Rating {
    pub average: Real,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Externals<'a> {
    #[serde(borrow)]
    pub tvrage: Text<'a>,
    #[serde(borrow)]
    pub thetvdb: Text<'a>,
    #[serde(borrow)]
    pub imdb: Text<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Image<'a> {
    #[serde(borrow)]
    pub medium: Text<'a>,
    #[serde(borrow)]
    pub original: Text<'a>,
}

/// Addresses of other answers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Links<'a> {
    #[serde(borrow)]
    pub show: Option<Link<'a>>,
    #[serde(borrow)]
    pub character: Option<Link<'a>>,
    #[serde(borrow)]
    pub episode: Option<Link<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Link<'a> {
    #[serde(borrow)]
    pub href: Text<'a>,
}

impl Link<'_> {
    /// The id at the end of the address.
    pub fn id(&self) -> Option<u32> {
        self.href.get()?.rsplit('/').next()?.parse().ok()
    }
}

/// A hit of a search.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Hit<'a> {
    #[serde(borrow)]
    pub show: Option<Box<Show<'a>>>,
    #[serde(borrow)]
    pub person: Option<Box<Person<'a>>>,
}

impl Image<'_> {
    /// Address of the largest picture.
    pub fn address(&self) -> Option<&str> {
        self.original.get().or_else(|| self.medium.get())
    }
}

impl<'a> Episode<'a> {
    /// The show that the answer holds beside the episode.
    pub fn show(&self) -> Option<&Show<'a>> {
        let inside = || self.embedded.as_ref()?.show.as_deref();
        self.show.as_deref().or_else(inside)
    }
}
