//! Values of the API to values of the graph.

use super::document::{Image, Rating, Schedule, items};
use super::emit::{Emitter, Properties, Qualifiers, key};
use super::html::plain;
use super::scalar::Text;
use crate::model::relation::Measure;
use crate::model::series::Weekday;
use crate::model::value::is_time;
use crate::model::{
    AlternateName, ExternalId, Key, Kind, PartialDate, Property, Qualifier, Relation, Value,
};
use crate::sources::{Report, text::clean};

/// Adds a text, cleaned, if there is one.
pub(super) fn text(facts: &mut Properties, property: Property, text: Option<&str>) {
    if let Some(text) = text.and_then(clean) {
        facts.push((property, Value::Text(text)));
    }
}

/// Adds the text of a summary in HTML, if there is one.
pub(super) fn prose(facts: &mut Properties, property: Property, html: Option<&str>) {
    if let Some(html) = html {
        text(facts, property, Some(&plain(html)));
    }
}

/// Adds a date, if there is one.
pub(super) fn date(
    facts: &mut Properties,
    property: Property,
    text: Option<&str>,
    report: &mut Report,
) {
    if let Some(date) = day(text, report) {
        facts.push((property, Value::Date(date)));
    }
}

/// A date; what is no date is counted.
pub(super) fn day(text: Option<&str>, report: &mut Report) -> Option<PartialDate> {
    let parsed = text?.parse();
    if parsed.is_err() {
        report.skip("dates that are no dates");
    }
    parsed.ok()
}

/// Adds a whole number, if there is one.
pub(super) fn count(
    facts: &mut Properties,
    property: Property,
    number: Option<u32>,
    report: &mut Report,
) {
    match number {
        Some(number) if i32::try_from(number).is_ok() => {
            facts.push((property, Value::Count(number)));
        }
        Some(_) => report.skip("numbers that are too large"),
        None => {}
    }
}

/// Adds the address of the largest picture, if there is one.
pub(super) fn image(facts: &mut Properties, image: Option<&Image<'_>>) {
    text(facts, Property::Image, image.and_then(Image::address));
}

/// Adds an id in a catalogue, if there is one.
pub(super) fn external(facts: &mut Properties, authority: &str, id: Option<&str>) {
    if let Some(id) = id.and_then(clean) {
        let authority = authority.into();
        let id = Box::new(ExternalId { authority, id });
        facts.push((Property::ExternalIds, Value::ExternalId(id)));
    }
}

/// Adds another name, cleaned, if there is one that was not added before.
pub(super) fn alternate_name(facts: &mut Properties, name: &str, region: Option<&str>) {
    let Some(name) = clean(name) else { return };
    let name = Value::AlternateName(Box::new(AlternateName {
        name,
        language: None,
        region: region.and_then(clean),
    }));
    let fact = (Property::AlternateNames, name);
    if !facts.contains(&fact) {
        facts.push(fact);
    }
}

/// Adds the days of the week and the time of day at which new episodes come; what is neither
/// is counted.
pub(super) fn air_times(facts: &mut Properties, schedule: &Schedule<'_>, report: &mut Report) {
    for name in items(&schedule.days).iter().filter_map(Text::get) {
        match Weekday::from_word(&name.to_ascii_uppercase()) {
            Some(day) => {
                let day = (Property::AirDays, Value::Term(day.word()));
                if !facts.contains(&day) {
                    facts.push(day);
                }
            }
            None => report.skip("days of the week that are none"),
        }
    }
    match schedule.time.get() {
        Some(time) if is_time(time) => text(facts, Property::AirTime, Some(time)),
        Some(_) => report.skip("times of day that are none"),
        None => {}
    }
}

/// The outlet that publishes the votes of TVmaze's users.
fn outlet() -> Key {
    Key::new(Kind::Outlet, "tvmaze").expect("a word")
}

/// The source that all claims of this reader have.
pub(super) fn source() -> Key {
    Key::new(Kind::Source, "tvmaze").expect("a word")
}

impl Emitter<'_> {
    /// The source itself.
    pub fn source(&mut self) {
        let mut facts = Properties::new();
        for (property, said) in [
            (Property::Name, "TVmaze"),
            (Property::Publisher, "TVmaze"),
            (Property::Url, "https://www.tvmaze.com/api"),
            (Property::Licence, "CC BY-SA 4.0"),
        ] {
            text(&mut facts, property, Some(said));
        }
        self.node(&source(), facts, "");
    }

    /// The average vote on a series, a season or an episode.
    pub fn rating(&mut self, of: &Key, rating: Option<&Rating>) {
        let Some(average) = rating.and_then(|rating| rating.average.0) else {
            return;
        };
        let outlet = outlet();
        if !self.has(&outlet) {
            let mut facts = Properties::new();
            text(&mut facts, Property::Name, Some("TVmaze"));
            text(&mut facts, Property::Url, Some("https://www.tvmaze.com"));
            self.node(&outlet, facts, "");
        }
        let qualifiers: Qualifiers = vec![
            (Qualifier::Measure, Value::Term(Measure::UserRating.word())),
            (Qualifier::Value, Value::Number(average)),
            (Qualifier::Best, Value::Number(10.0)),
        ];
        self.edge(of.clone(), Relation::RatedBy, outlet, qualifiers, None);
    }

    /// An edge without qualifiers.
    pub fn join(&mut self, from: &Key, relation: Relation, to: Key) {
        self.edge(from.clone(), relation, to, Qualifiers::new(), None);
    }

    /// An edge to a series, if any answer told of it.
    pub fn part_of_series(&mut self, from: &Key, show: u32) -> bool {
        let series = key(Kind::Series, show);
        let known = self.has(&series);
        if known {
            self.join(from, Relation::PartOf, series);
        }
        known
    }
}
