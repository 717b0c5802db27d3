//! Casts and crews: who plays whom, where, and who did which job.
//!
//! An appearance names its performer when its character has several, which is known only
//! at the end; until then an appearance takes 20 bytes.

use super::document::{Credit, Embedded, Person, items};
use super::emit::{Emitter, Qualifiers, key};
use super::jobs::department;
use super::shows::show_of;
use super::{At, Reader};
use crate::model::relation::Billing;
use crate::model::{Key, Kind, Qualifier, Relation, Value};
use crate::sources::{SourceError, text::clean};
use compact_str::format_compact;
use std::collections::HashMap;

/// Parts that cannot be handed on yet.
#[derive(Default)]
pub(super) struct Parts {
    appearances: Vec<Appearance>,
    /// Parts whose character is known by its id only.
    linked: Vec<(u32, u32, Manner)>,
    /// Who plays each character.
    performers: HashMap<u32, Performers>,
    /// How many entries of the cast of each show the file had so far.
    orders: HashMap<u32, u32>,
}

/// How a part is played.
#[derive(Debug, Clone, Copy)]
struct Manner {
    as_self: bool,
    voice: bool,
}

struct Appearance {
    character: u32,
    person: u32,
    place: Place,
}

enum Place {
    Series(u32),
    /// A season by show and number.
    Season(u32, u32),
    Episode(u32),
}

#[derive(Clone, Copy)]
enum Performers {
    One(u32),
    Several,
}

/// What lists of a person's credits hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Cast,
    Crew,
    GuestCast,
    GuestCrew,
}

impl<'a> Embedded<'a> {
    /// The lists of credits of a person.
    pub fn credits_of_person(&self) -> [(&[Credit<'a>], Role); 4] {
        [
            (items(&self.castcredits), Role::Cast),
            (items(&self.crewcredits), Role::Crew),
            (items(&self.guestcastcredits), Role::GuestCast),
            (items(&self.guestcrewcredits), Role::GuestCrew),
        ]
    }
}

impl Parts {
    /// Places in lists are counted anew.
    pub fn begin_file(&mut self) {
        self.orders.clear();
    }
}

impl Reader<'_> {
    /// An entry of a bare list.
    pub(super) fn lone_credit(
        &mut self,
        at: &At<'_>,
        credit: &Credit<'_>,
    ) -> Result<(), SourceError> {
        let job = credit.job.get().is_some();
        if credit.person.is_none() {
            return Err(at.wrong(
                "expected a person in the entry of a cast or crew, found none; ask the API for \
                 the person with the credits embedded, such as /people/1?embed=castcredits",
            ));
        }
        let links = credit.links.as_ref();
        let episode = links.and_then(|links| links.episode.as_ref()?.id());
        if let Some(episode) = episode {
            let place = format_compact!("episodes/{episode}");
            if credit.character.is_some() {
                self.guest(credit, episode, &place);
            } else {
                self.guest_crew(credit, episode, &place);
            }
            return Ok(());
        }
        let name = at.file.path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_ascii_lowercase();
        if credit.guest_job.get().is_some() || name.contains("guest") {
            return Err(at.wrong(
                "expected to learn of which episode this guest is; ask the API for the episode \
                 with its guests embedded, such as /episodes/1?embed=guestcast",
            ));
        }
        if credit.character.is_none() && !job {
            self.emitter.report.skip("cast: without a character");
            let person = credit.person.as_ref();
            person.map(|person| self.emitter.person(person, "people"));
            return Ok(());
        }
        let folder = at.file.folder;
        let character = credit.character.as_ref();
        let address = character.and_then(|character| character.url.get());
        let linked = show_of(links).or_else(|| credit.embedded.as_ref()?.show.as_ref()?.id.0);
        let show = linked.or_else(|| self.folders.show(folder, address, None));
        let what = "an entry of the cast or crew";
        let show = show.ok_or_else(|| at.without_show(what, self.folders.count(folder)))?;
        if job {
            self.crew(credit, show, &format_compact!("shows/{show}/crew"));
        } else {
            let order = self.parts.orders.entry(show).or_default();
            *order += 1;
            let order = *order;
            self.cast(
                credit,
                show,
                Some(order),
                &format_compact!("shows/{show}/cast"),
            );
        }
        Ok(())
    }

    /// The credits that are embedded in the answer about a person.
    pub(super) fn credits_of(&mut self, person: &Person<'_>) {
        let (Some(id), Some(inside)) = (person.id.0, person.embedded.as_deref()) else {
            return;
        };
        if !self.emitter.has(&key(Kind::Person, id)) {
            self.emitter.report.skip("credits of a person without name");
            return;
        }
        let place = format_compact!("people/{id}");
        for (list, role) in inside.credits_of_person() {
            for credit in list {
                self.credit_of(id, credit, role, &place);
            }
        }
    }

    fn credit_of(&mut self, person: u32, credit: &Credit<'_>, role: Role, place: &str) {
        let links = credit.links.as_ref();
        let show = show_of(links).or_else(|| credit.embedded.as_ref()?.show.as_ref()?.id.0);
        let episode = links.and_then(|links| links.episode.as_ref()?.id());
        let target = match role {
            Role::Cast | Role::Crew => show.map(|show| key(Kind::Series, show)),
            Role::GuestCast | Role::GuestCrew => episode.map(|id| key(Kind::Episode, id)),
        };
        match role {
            Role::Crew | Role::GuestCrew => {
                self.emitter.report.count("crew");
                match target.filter(|target| self.emitter.has(target)) {
                    Some(target) => self.emitter.credited(person, target, credit),
                    None => self.emitter.report.skip("crew: what it made has no answer"),
                }
            }
            Role::Cast | Role::GuestCast => {
                self.emitter.report.count("cast");
                let linked = links.and_then(|links| links.character.as_ref()?.id());
                let inside = credit
                    .embedded
                    .as_ref()
                    .and_then(|inside| inside.character.as_ref());
                let told = credit.character.as_ref().or(inside);
                let told = told.and_then(|told| self.emitter.character(told, place));
                let part = told.or_else(|| Some((linked?, false)));
                let at = match role {
                    Role::Cast => show.map(Place::Series),
                    _ => episode.map(Place::Episode),
                };
                let (Some((character, voice)), Some(at)) = (part, at) else {
                    self.emitter
                        .report
                        .skip("cast: without a character or a show");
                    return;
                };
                let manner = Manner {
                    as_self: credit.as_self.is_set(),
                    voice: voice || credit.voice.is_set(),
                };
                self.parts.linked.push((person, character, manner));
                self.appears(character, person, at);
            }
        }
    }

    /// An entry of the main cast of a show.
    pub(super) fn cast(&mut self, credit: &Credit<'_>, show: u32, order: Option<u32>, place: &str) {
        let Some((person, character)) = self.plays(credit, order, place) else {
            return;
        };
        self.appears(character, person, Place::Series(show));
        for number in items(&credit.seasons).iter().filter_map(|number| number.0) {
            self.appears(character, person, Place::Season(show, number));
        }
    }

    /// An entry of the guests of an episode.
    pub(super) fn guest(&mut self, credit: &Credit<'_>, episode: u32, place: &str) {
        if let Some((person, character)) = self.plays(credit, None, place) {
            self.appears(character, person, Place::Episode(episode));
        }
    }

    /// An entry of the crew of a show.
    pub(super) fn crew(&mut self, credit: &Credit<'_>, show: u32, place: &str) {
        self.crew_of(credit, key(Kind::Series, show), place);
    }

    /// An entry of the guest crew of an episode.
    pub(super) fn guest_crew(&mut self, credit: &Credit<'_>, episode: u32, place: &str) {
        self.crew_of(credit, key(Kind::Episode, episode), place);
    }

    fn crew_of(&mut self, credit: &Credit<'_>, what: Key, place: &str) {
        let emitter = &mut self.emitter;
        emitter.report.count("crew");
        let person = credit.person.as_ref();
        let Some(person) = person.and_then(|person| emitter.person(person, place)) else {
            emitter.report.skip("crew: without a person");
            return;
        };
        if emitter.has(&what) {
            emitter.credited(person, what, credit);
        } else {
            emitter.report.skip("crew: what it made has no answer");
        }
    }

    /// Who plays whom: ids of person and character.
    fn plays(
        &mut self,
        credit: &Credit<'_>,
        order: Option<u32>,
        place: &str,
    ) -> Option<(u32, u32)> {
        let emitter = &mut self.emitter;
        emitter.report.count("cast");
        let person = credit.person.as_ref();
        let person = person.and_then(|person| emitter.person(person, place));
        let character = credit.character.as_ref();
        let character = character.and_then(|character| emitter.character(character, place));
        let (Some(person), Some((character, voice))) = (person, character) else {
            emitter.report.skip("cast: without a person or a character");
            return None;
        };
        let manner = Manner {
            as_self: credit.as_self.is_set(),
            voice: voice || credit.voice.is_set(),
        };
        self.plays_in(person, character, manner, order);
        Some((person, character))
    }

    fn plays_in(&mut self, person: u32, character: u32, manner: Manner, order: Option<u32>) {
        let mut qualifiers = Qualifiers::new();
        if manner.voice {
            qualifiers.push((Qualifier::Voice, Value::Flag(true)));
        }
        if manner.as_self {
            qualifiers.push((Qualifier::AsSelf, Value::Flag(true)));
        }
        let (from, to) = (key(Kind::Person, person), key(Kind::Character, character));
        self.emitter
            .edge(from, Relation::Plays, to, qualifiers, order);
        let performers = self.parts.performers.entry(character);
        performers
            .and_modify(|known| {
                if !matches!(known, Performers::One(one) if *one == person) {
                    *known = Performers::Several;
                }
            })
            .or_insert(Performers::One(person));
    }

    fn appears(&mut self, character: u32, person: u32, place: Place) {
        self.parts.appearances.push(Appearance {
            character,
            person,
            place,
        });
    }

    /// Hands on what had to wait.
    pub(super) fn finish(&mut self) {
        for (person, character, manner) in std::mem::take(&mut self.parts.linked) {
            if self.emitter.has(&key(Kind::Character, character)) {
                self.plays_in(person, character, manner, None);
            }
        }
        for appearance in std::mem::take(&mut self.parts.appearances) {
            self.hand_on(&appearance);
        }
        self.join_waiting_episodes();
    }

    fn hand_on(&mut self, appearance: &Appearance) {
        let Appearance {
            character, person, ..
        } = *appearance;
        // The line is behind; the address finds it.
        let address = format_args!("characters/{character}");
        let report = &mut self.emitter.report;
        let Some(performers) = self.parts.performers.get(&character) else {
            return report.skip_at("cast: the character has no answer", address);
        };
        let (to, billing) = match appearance.place {
            Place::Series(show) => (key(Kind::Series, show), Billing::Main),
            Place::Episode(episode) => (key(Kind::Episode, episode), Billing::Guest),
            Place::Season(show, number) => match self.seasons.get(&(show, number)) {
                Some(season) => (key(Kind::Season, *season), Billing::Main),
                None => return report.skip_at("cast: the season has no answer", address),
            },
        };
        if !self.emitter.has(&to) {
            let report = &mut self.emitter.report;
            return report.skip_at("cast: the show or episode has no answer", address);
        }
        let mut qualifiers = Qualifiers::new();
        if matches!(performers, Performers::Several) {
            let performer = Value::Key(key(Kind::Person, person));
            qualifiers.push((Qualifier::Performer, performer));
        }
        qualifiers.push((Qualifier::Billing, Value::Term(billing.word())));
        let from = key(Kind::Character, character);
        self.emitter
            .edge(from, Relation::AppearsIn, to, qualifiers, None);
    }
}

impl Emitter<'_> {
    /// A job on something that has been handed on.
    fn credited(&mut self, person: u32, what: Key, credit: &Credit<'_>) {
        let job = credit.job.get().or_else(|| credit.guest_job.get());
        let Some(job) = job.and_then(clean) else {
            self.report.skip("crew: without a job");
            return;
        };
        let department = department(&job);
        let mut qualifiers: Qualifiers = vec![(Qualifier::Job, Value::Text(job))];
        if let Some(department) = department {
            let department = Value::Term(department.word());
            qualifiers.push((Qualifier::Department, department));
        }
        let person = key(Kind::Person, person);
        self.edge(person, Relation::Credited, what, qualifiers, None);
    }
}
