//! Records as a graph takes them, all with the one reference to the data set.

use super::id::Slug;
use crate::model::{
    Basis, Change, ClaimRecord, EdgeRecord, ExternalId, Key, Kind, NodeRecord, PartialDate,
    Property, Qualifier, Reference, Relation, Value,
};
use crate::sources::{Progress, Report, SourceError};
use smallvec::smallvec;
use std::collections::BTreeSet;

/// The catalogue whose ids these are.
const AUTHORITY: &str = "imdb";
/// How many changes pass between two questions whether to stop.
const PATIENCE: u32 = 1 << 12;

/// Takes what is read, and counts what is not.
pub struct Out<'a> {
    /// What was read and left out so far.
    pub report: Report,
    take: &'a mut dyn FnMut(Change),
    progress: &'a dyn Progress,
    reference: Reference,
    /// Genres that have their node.
    genres: BTreeSet<Box<str>>,
    slug: Slug,
    made: u32,
}

impl<'a> Out<'a> {
    /// Tells of the source and the outlet first.
    pub fn new(
        as_of: Option<PartialDate>,
        progress: &'a dyn Progress,
        take: &'a mut dyn FnMut(Change),
    ) -> Self {
        let reference = Reference {
            source: fixed(Kind::Source),
            locator: None,
            as_of,
        };
        let mut out = Self {
            report: Report::default(),
            take,
            progress,
            reference,
            genres: BTreeSet::new(),
            slug: Slug::default(),
            made: 0,
        };
        let text = |text: &str| Value::Text(text.into());
        let source = vec![
            (Property::Name, text("IMDb non-commercial data sets")),
            (Property::Publisher, text("IMDb")),
            (Property::Url, text(super::files::HOME)),
            (
                Property::Licence,
                text("Personal and non-commercial use only"),
            ),
        ];
        out.node(fixed(Kind::Source), source);
        out.node(
            fixed(Kind::Outlet),
            vec![(Property::Name, Value::Text("IMDb".into()))],
        );
        out
    }

    /// A node with its properties.
    pub fn node(&mut self, key: Key, properties: Vec<(Property, Value)>) {
        self.made += 1;
        let references = smallvec![self.reference.clone()];
        (self.take)(Change::Node(NodeRecord {
            key,
            properties,
            references,
        }));
    }

    /// One more claim on a node that was handed on, which the file called `place` makes.
    pub fn claim(&mut self, subject: Key, property: Property, value: Value, place: &str) {
        self.made += 1;
        let mut reference = self.reference.clone();
        reference.locator = Some(place.into());
        (self.take)(Change::Claim(ClaimRecord {
            subject,
            property,
            value,
            basis: Basis::stated(smallvec![reference]),
        }));
    }

    /// An edge with its qualifiers.
    pub fn edge(
        &mut self,
        from: Key,
        relation: Relation,
        to: Key,
        qualifiers: Vec<(Qualifier, Value)>,
    ) {
        self.made += 1;
        (self.take)(Change::Edge(EdgeRecord {
            from,
            relation,
            to,
            qualifiers,
            basis: Basis::stated(smallvec![self.reference.clone()]),
        }));
    }

    /// The key of a genre, which gets its node when it is first met; `None` where the name is
    /// no text.
    pub fn genre(&mut self, name: &str) -> Option<Key> {
        let name = crate::sources::text::clean(name)?;
        let mut words = String::new();
        super::role::push_slug(&name, &mut words);
        let key = self.slug.begin().words(&words).key(Kind::Genre);
        if !self.genres.contains(key.slug()) {
            self.genres.insert(key.slug().into());
            self.node(key.clone(), vec![(Property::Name, Value::Text(name))]);
        }
        Some(key)
    }

    /// The key of a thing that has the number of a title.
    pub fn title(&mut self, kind: Kind, number: u32) -> Key {
        self.slug.begin().title(number).key(kind)
    }

    /// The key of a person.
    pub fn person(&mut self, number: u32) -> Key {
        self.slug.begin().person(number).key(Kind::Person)
    }

    /// The key of a season.
    pub fn season(&mut self, series: u32, number: u32) -> Key {
        let slug = self.slug.begin().title(series).number(number);
        slug.key(Kind::Season)
    }

    /// The key of a character: in what, played by whom, and the words of its name, if any.
    pub fn character(&mut self, owner: u32, person: u32, words: Option<&str>) -> Key {
        let slug = self.slug.begin().title(owner).person(person);
        if let Some(words) = words {
            slug.words(words);
        }
        slug.key(Kind::Character)
    }

    /// The outlet of the ratings.
    pub fn outlet(&self) -> Key {
        fixed(Kind::Outlet)
    }

    /// Counts rows that were read.
    pub fn read(&mut self, what: &str, rows: u64) {
        self.report.count_many(what, rows);
    }

    /// Counts what was left out at the line that is read.
    pub fn skip(&mut self, reason: &str) {
        self.report.skip(reason);
    }

    /// Gives up when somebody asked to; costs little.
    pub fn poll(&mut self) -> Result<(), SourceError> {
        if self.made < PATIENCE {
            return Ok(());
        }
        self.made = 0;
        if self.progress.stopped() {
            Err(SourceError::Stopped)
        } else {
            Ok(())
        }
    }
}

/// The id of a key that has no more than an id.
pub fn external(key: &Key) -> Value {
    let id = key.slug().trim_start_matches("imdb-");
    Value::ExternalId(Box::new(ExternalId {
        authority: AUTHORITY.into(),
        id: id.into(),
    }))
}

fn fixed(kind: Kind) -> Key {
    Key::new(kind, AUTHORITY).expect("a word is a slug")
}
