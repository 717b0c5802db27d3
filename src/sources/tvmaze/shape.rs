//! Which of the API's answers an object is.

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// What an object describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A show.
    Show,
    /// A season.
    Season,
    /// An episode.
    Episode,
    /// A person.
    Person,
    /// An entry of a cast or crew.
    Credit,
    /// A hit of a search: a score, and a show or a person.
    Hit,
    /// Another name of a show.
    Aka,
    /// A picture of a show.
    Picture,
    /// When each of many things was changed.
    Updates,
    /// That the API cannot answer.
    Failure,
    /// Something else.
    Other,
}

impl Shape {
    /// Why an answer of this shape is left out; `None` when it is read, or of no known shape.
    pub const fn left_out(self) -> Option<&'static str> {
        match self {
            Self::Picture => Some("entries of lists of images"),
            Self::Updates => Some("lists of updates"),
            Self::Failure => Some("errors instead of answers"),
            _ => None,
        }
    }
}

/// The shape of a JSON object, found by the first key that only one shape has.
///
/// # Errors
/// Damaged JSON, if it is met before that key.
pub(super) fn shape(text: &str) -> serde_json::Result<Shape> {
    let found = Cell::new(None);
    let weak = Cell::new(Shape::Other);
    let count = Cell::new(0);
    let mut reader = serde_json::Deserializer::from_str(text);
    let result = reader.deserialize_map(Keys {
        found: &found,
        weak: &weak,
        count: &count,
    });
    match (found.get(), result) {
        (Some(shape), _) => Ok(shape),
        // A network has name and country too, but more beside them.
        (None, Ok(())) if weak.get() == Shape::Aka && count.get() != AKA_KEYS => Ok(Shape::Other),
        (None, Ok(())) => Ok(weak.get()),
        (None, Err(error)) => Err(error),
    }
}

/// Another name of a show has a name and a country, nothing else.
const AKA_KEYS: usize = 2;

struct Keys<'s> {
    found: &'s Cell<Option<Shape>>,
    weak: &'s Cell<Shape>,
    count: &'s Cell<usize>,
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            self.count.set(self.count.get() + 1);
            if let Some(shape) = of_key(&key) {
                self.found.set(Some(shape));
                // Ends the reading; nobody sees it.
                return Err(A::Error::custom("found"));
            }
            if key == "url" {
                let address = map.next_value::<super::scalar::Text<'de>>()?;
                self.weak.set(of_address(address.get().unwrap_or_default()));
                continue;
            }
            match &*key {
                "show" if self.weak.get() == Shape::Other => self.weak.set(Shape::Hit),
                "country" if self.weak.get() == Shape::Other => self.weak.set(Shape::Aka),
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// The shape that alone has the key.
fn of_key(key: &str) -> Option<Shape> {
    Some(match key {
        "score" => Shape::Hit,
        "genres" | "premiered" | "schedule" | "externals" | "averageRuntime" | "officialSite"
        | "weight" | "dvdCountry" | "language" => Shape::Show,
        "episodeOrder" | "premiereDate" | "endDate" => Shape::Season,
        "airdate" | "airtime" | "airstamp" | "season" => Shape::Episode,
        "birthday" | "deathday" | "gender" => Shape::Person,
        "resolutions" => Shape::Picture,
        "message" => Shape::Failure,
        number if number.parse::<u32>().is_ok() => Shape::Updates,
        "person" | "character" | "self" | "voice" | "guestCrewType" => Shape::Credit,
        _ => return None,
    })
}

/// The shape of a thing with this address.
fn of_address(address: &str) -> Shape {
    let shapes = [
        ("/shows/", Shape::Show),
        ("/seasons/", Shape::Season),
        ("/episodes/", Shape::Episode),
        ("/people/", Shape::Person),
    ];
    let found = shapes.iter().find(|(part, _)| address.contains(part));
    found.map_or(Shape::Other, |(_, shape)| *shape)
}
