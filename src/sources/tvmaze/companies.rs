//! Networks, web channels, studios and genres.

use super::document::{List, Network, Studio, items};
use super::emit::{Emitter, Properties, key};
use super::facts::text;
use super::scalar::Text;
use crate::model::network::NetworkKind;
use crate::model::{Key, Kind, Property, Relation, Value};
use compact_str::format_compact;
use unicode_normalization::UnicodeNormalization;

impl Emitter<'_> {
    /// What a series or season aired on. Networks and web channels have separate ids.
    pub fn aired_on(
        &mut self,
        what: &Key,
        network: Option<&Network<'_>>,
        web_channel: Option<&Network<'_>>,
    ) {
        let places = [(network, false), (web_channel, true)];
        for (network, web) in places {
            let Some(network) = network else { continue };
            match self.network(network, web) {
                Some(network) => self.join(what, Relation::AiredOn, network),
                None => self.report.skip("networks without id or name"),
            }
        }
    }

    fn network(&mut self, network: &Network<'_>, web: bool) -> Option<Key> {
        let (id, name) = (network.id.0?, network.name.get()?);
        let key = if web {
            Key::new(Kind::Network, &format_compact!("tvmaze-web-{id}"))
                .expect("words, hyphens and digits")
        } else {
            key(Kind::Network, id)
        };
        let mut facts = Properties::new();
        text(&mut facts, Property::Name, Some(name));
        if web {
            let kind = Value::Term(NetworkKind::Streaming.word());
            facts.push((Property::Kind, kind));
        }
        let country = network.country.as_ref();
        let country = country.and_then(|country| country.name.get());
        text(&mut facts, Property::Country, country);
        self.node(&key, facts, "networks");
        Some(key)
    }

    /// The companies that made a series or season.
    pub fn produced_by(&mut self, what: &Key, studios: &List<Studio<'_>>) {
        for studio in items(studios) {
            let (Some(id), Some(name)) = (studio.id.0, studio.name.get()) else {
                self.report.skip("studios without id or name");
                continue;
            };
            let key = key(Kind::Studio, id);
            let mut facts = Properties::new();
            text(&mut facts, Property::Name, Some(name));
            self.node(&key, facts, "studios");
            self.join(what, Relation::ProducedBy, key);
        }
    }

    /// The genres of a series.
    pub fn genres(&mut self, series: &Key, genres: &List<Text<'_>>) {
        for name in items(genres).iter().filter_map(Text::get) {
            self.genre(series, name);
        }
    }

    /// One genre of a series.
    pub fn genre(&mut self, series: &Key, name: &str) {
        let slug = format_compact!("tvmaze-{}", slug(name));
        let Ok(key) = Key::new(Kind::Genre, &slug) else {
            self.report.skip("genres without a letter or digit");
            return;
        };
        let mut facts = Properties::new();
        text(&mut facts, Property::Name, Some(name));
        self.node(&key, facts, "genres");
        self.join(series, Relation::HasGenre, key);
    }
}

/// Lower-case words of ASCII joined by hyphens; letters lose their accents.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.nfd() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter.is_ascii() && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
