//! Series with seasons, episodes and casts, as large as wanted; the same in each run.
//!
//! A few people play in many series and most in one, a few networks show many and most few, as
//! power laws; casts are mostly of about ten and up to 120.

use crate::words::Chance;
use castgraph::graph::{Builder, Graph, Repeated};
use castgraph::model::relation::{Billing, Measure};
use castgraph::model::{
    Basis, Change, EdgeRecord, Key, Kind, NodeRecord, PartialDate, Property, Qualifier, Reference,
    References, Relation, Value,
};

/// What the source of all says of itself, and how it is known in questions.
pub const OUTLET: &str = "outlet";
/// Days from which it speaks of every other series.
const DAYS: [&str; 2] = ["2020", "2025"];
/// People among whom casts are drawn, for each series.
const PEOPLE_PER_SERIES: u32 = 5;
const GENRES: u32 = 16;

/// The key of the thing of a kind that has a number.
pub fn key(kind: Kind, number: u32) -> Key {
    Key::new(kind, &format!("n{number}")).expect("a letter and digits")
}

/// The name of a network.
pub fn network_name(number: u32) -> String {
    format!("Network {number}")
}

/// A graph of so many series.
pub fn graph(series: u32) -> Graph {
    let mut drawing = Drawing {
        chance: Chance::new(1),
        builder: Builder::new(Repeated::Refuse),
        speaking: DAYS.map(speaking),
        from: 0,
        people: vec![false; (series * PEOPLE_PER_SERIES) as usize],
        networks: root(series, 2.2).max(40),
        studios: root(series, 14.0).max(120),
        seasons: 0,
        episodes: 0,
        characters: 0,
    };
    drawing.frame();
    for number in 0..series {
        drawing.series(number);
    }
    let graph = drawing.builder.finish();
    graph.unwrap_or_else(|refusals| panic!("{:?}", refusals.first()))
}

/// As many as the square root of a number, times a factor.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "roots of what has 32 bits"
)]
fn root(number: u32, factor: f64) -> u32 {
    (f64::from(number).sqrt() * factor) as u32
}

fn source() -> Key {
    key(Kind::Source, 0)
}

fn speaking(day: &str) -> References {
    References::from_iter([Reference {
        source: source(),
        locator: None,
        as_of: Some(date(day)),
    }])
}

fn date(text: &str) -> PartialDate {
    text.parse().expect("a date of the calendar")
}

struct Drawing {
    chance: Chance,
    builder: Builder,
    speaking: [References; 2],
    /// From which of the days what is told now is known.
    from: usize,
    /// Who was told of.
    people: Vec<bool>,
    networks: u32,
    studios: u32,
    seasons: u32,
    episodes: u32,
    characters: u32,
}

impl Drawing {
    fn node(&mut self, key: Key, properties: Vec<(Property, Value)>) {
        self.builder.push(&Change::Node(NodeRecord {
            key,
            properties,
            references: self.speaking[self.from].clone(),
        }));
    }

    fn named(&mut self, kind: Kind, number: u32, name: &str) {
        let name = (Property::Name, Value::Text(name.into()));
        self.node(key(kind, number), vec![name]);
    }

    /// A part of something, which has a place in it.
    fn numbered(&mut self, key: &Key, word: &str, number: u32) {
        let name = format!("{word} {number}");
        let properties = vec![
            (Property::Name, Value::Text(name.into())),
            (Property::Number, Value::Count(number)),
        ];
        self.node(key.clone(), properties);
    }

    fn edge(
        &mut self,
        from: Key,
        relation: Relation,
        to: Key,
        qualifiers: Vec<(Qualifier, Value)>,
    ) {
        self.builder.push(&Change::Edge(EdgeRecord {
            from,
            relation,
            to,
            qualifiers,
            basis: Basis::stated(self.speaking[self.from].clone()),
        }));
    }

    /// What all series share.
    fn frame(&mut self) {
        self.named(Kind::Source, 0, "Catalogue");
        let name = (Property::Name, Value::Text("Outlet".into()));
        let outlet = Key::new(Kind::Outlet, OUTLET).expect("a word");
        self.node(outlet, vec![name]);
        for number in 0..self.networks {
            self.named(Kind::Network, number, &network_name(number));
        }
        for number in 0..self.studios {
            self.named(Kind::Studio, number, &format!("Studio {number}"));
        }
        for number in 0..GENRES {
            self.named(Kind::Genre, number, &format!("Genre {number}"));
        }
    }

    /// At least 0, below 1.
    fn unit(&mut self) -> f64 {
        f64::from(self.chance.below(1 << 24)) / f64::from(1 << 24)
    }

    /// A number below `end`, low ones more often: the larger the exponent, the more.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is below a number of 32 bits"
    )]
    fn low(&mut self, end: u32, exponent: f64) -> u32 {
        (f64::from(end) * self.unit().powf(exponent)) as u32
    }

    /// How many are in a cast, as a logarithmic normal distribution.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is at most 120"
    )]
    fn cast_size(&mut self) -> u32 {
        let normal = (0..12).map(|_| self.unit()).sum::<f64>() - 6.0;
        normal.mul_add(0.8, 2.35).exp().clamp(1.0, 120.0) as u32
    }

    fn series(&mut self, number: u32) {
        self.from = number as usize % DAYS.len();
        let series = key(Kind::Series, number);
        let year = 2026 - self.low(56, 2.2);
        let day = format!("{year}-{:02}", 1 + self.chance.below(12));
        let properties = vec![
            (
                Property::Name,
                Value::Text(format!("Series {number}").into()),
            ),
            (Property::Premiered, Value::Date(date(&day))),
        ];
        self.node(series.clone(), properties);
        let network = self.low(self.networks, 1.9);
        let studio = self.low(self.studios, 1.6);
        let genre = self.chance.below(GENRES);
        self.made(&series, network, studio);
        self.edge(
            series.clone(),
            Relation::HasGenre,
            key(Kind::Genre, genre),
            Vec::new(),
        );
        if self.chance.permille(700) {
            let score = f64::from(10 + self.chance.below(90)) / 10.0;
            let qualifiers = vec![
                (Qualifier::Measure, Value::Term(Measure::UserRating.word())),
                (Qualifier::Value, Value::Number(score)),
                (Qualifier::Best, Value::Number(10.0)),
            ];
            let outlet = Key::new(Kind::Outlet, OUTLET).expect("a word");
            self.edge(series.clone(), Relation::RatedBy, outlet, qualifiers);
        }
        let first = self.seasons;
        let count = self.chance.power(30);
        for season in 0..count {
            self.season(&series, season + 1, network, studio);
        }
        for _ in 0..self.cast_size() {
            self.part(&series, first, count);
        }
    }

    fn made(&mut self, what: &Key, network: u32, studio: u32) {
        let network = key(Kind::Network, network);
        self.edge(what.clone(), Relation::AiredOn, network, Vec::new());
        let studio = key(Kind::Studio, studio);
        self.edge(what.clone(), Relation::ProducedBy, studio, Vec::new());
    }

    fn season(&mut self, series: &Key, number: u32, network: u32, studio: u32) {
        let season = key(Kind::Season, self.seasons);
        self.seasons += 1;
        self.numbered(&season, "Season", number);
        self.edge(season.clone(), Relation::PartOf, series.clone(), Vec::new());
        self.made(&season, network, studio);
        for number in 1..=6 + self.chance.below(8) {
            let episode = key(Kind::Episode, self.episodes);
            self.episodes += 1;
            self.numbered(&episode, "Episode", number);
            self.edge(episode, Relation::PartOf, season.clone(), Vec::new());
        }
    }

    /// Somebody plays a character of their own in the series and some of its seasons.
    fn part(&mut self, series: &Key, first: u32, count: u32) {
        let all = u32::try_from(self.people.len()).expect("people are numbered by 32 bits");
        let number = if self.chance.permille(800) {
            self.low(all, 1.7)
        } else {
            self.chance.below(all)
        };
        let from = self.from;
        if !std::mem::replace(&mut self.people[number as usize], true) {
            // Whoever is told of later, too, is known from the first day.
            self.from = 0;
            self.named(Kind::Person, number, &format!("Person {number}"));
            self.from = from;
        }
        self.named(
            Kind::Character,
            self.characters,
            &format!("Character {}", self.characters),
        );
        let character = key(Kind::Character, self.characters);
        self.characters += 1;
        let person = key(Kind::Person, number);
        self.edge(person, Relation::Plays, character.clone(), Vec::new());
        let begin = self.chance.below(count);
        let end = begin + 1 + self.chance.below(count - begin);
        let seasons = (begin..end).map(|at| key(Kind::Season, first + at));
        for place in std::iter::once(series.clone()).chain(seasons) {
            let billing = (Qualifier::Billing, Value::Term(Billing::Main.word()));
            let from = character.clone();
            self.edge(from, Relation::AppearsIn, place, vec![billing]);
        }
    }
}
