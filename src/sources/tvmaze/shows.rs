//! Shows, seasons and episodes.

use super::document::{Aka, Embedded, Episode, Links, List, Season, Show, items};
use super::emit::{Properties, key};
use super::facts::{air_times, alternate_name, count, date, day, external, image, prose, text};
use super::{At, Reader};
use crate::model::episode::EpisodeKind;
use crate::model::series::SeriesStatus;
use crate::model::{Kind, Property, Relation, Value};
use crate::sources::{Report, SourceError, text::clean};
use compact_str::format_compact;

impl Reader<'_> {
    /// A show and all that is embedded in it.
    pub(super) fn show(&mut self, show: &Show<'_>, folder: usize) {
        let report = &mut self.emitter.report;
        let (Some(id), Some(name)) = (show.id.0, show.name.get()) else {
            report.skip("shows without id or name");
            return;
        };
        report.count("shows");
        let premiered = day(show.premiered.get(), report);
        self.folders.add(folder, id, show.url.get(), premiered);
        if let Some(name) = clean(name) {
            self.names.entry(id).or_insert(name);
        }
        let place = format_compact!("shows/{id}");
        let series = key(Kind::Series, id);
        let facts = self.series_facts(show, id);
        let emitter = &mut self.emitter;
        emitter.node(&series, facts, &place);
        emitter.rating(&series, show.rating.as_ref());
        emitter.genres(&series, &show.genres);
        // What kind of program it is; other catalogues count it among the genres.
        if let Some(kind) = show.kind.get().filter(|kind| *kind != "Scripted") {
            emitter.genre(&series, kind);
        }
        emitter.aired_on(&series, show.network.as_ref(), show.web_channel.as_ref());
        emitter.produced_by(&series, &show.studios);
        if let Some(inside) = &show.embedded {
            self.parts_of_show(inside, id, &place);
        }
    }

    fn series_facts(&mut self, show: &Show<'_>, id: u32) -> Properties {
        let report = &mut self.emitter.report;
        let mut facts = Properties::new();
        text(&mut facts, Property::Name, show.name.get());
        if let Some(inside) = &show.embedded {
            alternate_names(&mut facts, &inside.akas, report);
        }
        external(&mut facts, "tvmaze", Some(&format_compact!("{id}")));
        if let Some(externals) = &show.externals {
            external(&mut facts, "imdb", externals.imdb.get());
            external(&mut facts, "thetvdb", externals.thetvdb.get().map(whole));
            external(&mut facts, "tvrage", externals.tvrage.get().map(whole));
        }
        image(&mut facts, show.image.as_ref());
        prose(&mut facts, Property::Premise, show.summary.get());
        for network in [&show.network, &show.web_channel].into_iter().flatten() {
            let country = network.country.as_ref();
            let country = country.and_then(|country| country.name.get());
            text(&mut facts, Property::Countries, country);
        }
        text(&mut facts, Property::Languages, show.language.get());
        // A bad date was counted before.
        let premiered = show.premiered.get().and_then(|text| text.parse().ok());
        facts.extend(premiered.map(|date| (Property::Premiered, Value::Date(date))));
        date(&mut facts, Property::Ended, show.ended.get(), report);
        if let Some(word) = show.status.get() {
            match status(word) {
                Some(status) => facts.push((Property::Status, Value::Term(status.word()))),
                None => report.skip("states of shows that say neither running nor ended"),
            }
        }
        if let Some(schedule) = &show.schedule {
            air_times(&mut facts, schedule, report);
        }
        facts
    }

    /// Seasons first, so that episodes and casts find them.
    fn parts_of_show(&mut self, inside: &Embedded<'_>, show: u32, place: &str) {
        for season in items(&inside.seasons) {
            self.season(season, show, place);
        }
        let near = [&inside.previousepisode, &inside.nextepisode];
        let near = near.into_iter().flatten();
        for episode in items(&inside.episodes).iter().chain(near) {
            self.episode(episode, Some(show), place);
        }
        for (at, credit) in (1..).zip(items(&inside.cast)) {
            self.cast(credit, show, Some(at), place);
        }
        for credit in items(&inside.crew) {
            self.crew(credit, show, place);
        }
    }

    /// A season of a bare list.
    pub(super) fn lone_season(
        &mut self,
        at: &At<'_>,
        season: &Season<'_>,
    ) -> Result<(), SourceError> {
        let folder = at.file.folder;
        let premiere = season
            .premiere_date
            .get()
            .and_then(|date| date.parse().ok());
        let linked = show_of(season.links.as_ref());
        let show = linked.or_else(|| self.folders.show(folder, season.url.get(), premiere));
        let show = show.ok_or_else(|| at.without_show("a season", self.folders.count(folder)))?;
        self.season(season, show, &format_compact!("shows/{show}/seasons"));
        Ok(())
    }

    /// An episode of a bare list, or an answer about one episode.
    pub(super) fn lone_episode(
        &mut self,
        at: &At<'_>,
        episode: &Episode<'_>,
    ) -> Result<(), SourceError> {
        let folder = at.file.folder;
        let beside = episode.show().and_then(|show| show.id.0);
        let linked = beside.or_else(|| show_of(episode.links.as_ref()));
        let show = linked.or_else(|| self.folders.show(folder, episode.url.get(), None));
        let show = show.ok_or_else(|| at.without_show("an episode", self.folders.count(folder)))?;
        self.episode(
            episode,
            Some(show),
            &format_compact!("shows/{show}/episodes"),
        );
        Ok(())
    }

    /// Another name, of a bare list.
    pub(super) fn lone_aka(&mut self, at: &At<'_>, aka: &Aka<'_>) -> Result<(), SourceError> {
        let folder = at.file.folder;
        let show = self.folders.show(folder, None, None);
        let what = "another name";
        let show = show.ok_or_else(|| at.without_show(what, self.folders.count(folder)))?;
        let mut facts = Properties::new();
        aka_name(&mut facts, aka, &mut self.emitter.report);
        let place = format_compact!("shows/{show}/akas");
        self.emitter.node(&key(Kind::Series, show), facts, &place);
        Ok(())
    }

    fn season(&mut self, season: &Season<'_>, show: u32, place: &str) {
        let emitter = &mut self.emitter;
        let Some(id) = season.id.0 else {
            emitter.report.skip("seasons without id");
            return;
        };
        emitter.report.count("seasons");
        let subtitle = season.name.get();
        let number = season.number.0;
        let mut facts = Properties::new();
        let series = self.names.get(&show).map_or("", |name| name);
        let name = match (number, subtitle) {
            (Some(number), _) => format_compact!("{series} Season {number}"),
            (None, Some(subtitle)) => format_compact!("{series} {subtitle}"),
            (None, None) => format_compact!("{series} Season"),
        };
        text(&mut facts, Property::Name, Some(&name));
        image(&mut facts, season.image.as_ref());
        let report = &mut emitter.report;
        count(&mut facts, Property::Number, number, report);
        text(&mut facts, Property::Subtitle, subtitle);
        prose(&mut facts, Property::Premise, season.summary.get());
        date(
            &mut facts,
            Property::Premiered,
            season.premiere_date.get(),
            report,
        );
        date(&mut facts, Property::Ended, season.end_date.get(), report);
        count(
            &mut facts,
            Property::EpisodeCount,
            season.episode_order.0,
            report,
        );
        let key = key(Kind::Season, id);
        emitter.node(&key, facts, place);
        if !emitter.part_of_series(&key, show) {
            emitter.report.skip("seasons: the show has no answer");
        }
        emitter.rating(&key, season.rating.as_ref());
        emitter.aired_on(&key, season.network.as_ref(), season.web_channel.as_ref());
        emitter.produced_by(&key, &season.studios);
        if let Some(number) = number {
            self.seasons.entry((show, number)).or_insert(id);
        }
        if let Some(inside) = &season.embedded {
            for episode in items(&inside.episodes) {
                self.episode(episode, Some(show), place);
            }
        }
    }

    fn episode(&mut self, episode: &Episode<'_>, show: Option<u32>, place: &str) {
        let emitter = &mut self.emitter;
        let Some(id) = episode.id.0 else {
            emitter.report.skip("episodes without id");
            return;
        };
        let kind = episode_kind(episode);
        emitter.report.count(match kind {
            EpisodeKind::Special => "specials",
            _ => "episodes",
        });
        let key = key(Kind::Episode, id);
        let facts = self.episode_facts(episode, kind);
        let emitter = &mut self.emitter;
        emitter.node(&key, facts, place);
        emitter.rating(&key, episode.rating.as_ref());
        if let Some(show) = show {
            let number = episode.season.0;
            let season = number.and_then(|number| self.seasons.get(&(show, number)));
            match season {
                Some(season) => {
                    let season = super::emit::key(Kind::Season, *season);
                    emitter.join(&key, Relation::PartOf, season);
                }
                None => self.waiting.push((id, show, number)),
            }
        }
        if let Some(inside) = &episode.embedded {
            for credit in items(&inside.guestcast) {
                self.guest(credit, id, place);
            }
            for credit in items(&inside.guestcrew) {
                self.guest_crew(credit, id, place);
            }
        }
    }

    fn episode_facts(&mut self, episode: &Episode<'_>, kind: EpisodeKind) -> Properties {
        let report = &mut self.emitter.report;
        let mut facts = Properties::new();
        let number = episode.number.0;
        match (episode.name.get(), number) {
            (Some(name), _) => text(&mut facts, Property::Name, Some(name)),
            (None, Some(number)) => {
                text(
                    &mut facts,
                    Property::Name,
                    Some(&format_compact!("Episode {number}")),
                );
            }
            (None, None) => text(&mut facts, Property::Name, Some("Special")),
        }
        image(&mut facts, episode.image.as_ref());
        count(&mut facts, Property::Number, number, report);
        facts.push((Property::Kind, Value::Term(kind.word())));
        date(&mut facts, Property::AirDate, episode.airdate.get(), report);
        let minutes = episode.runtime.0.filter(|minutes| *minutes >= 1.0);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at least one, and the cast keeps what is too large at its end"
        )]
        let minutes = minutes.map(|minutes| minutes.round() as u32);
        count(&mut facts, Property::RuntimeMinutes, minutes, report);
        prose(&mut facts, Property::Summary, episode.summary.get());
        facts
    }

    /// Episodes whose season came later, or never: those are part of the series.
    pub(super) fn join_waiting_episodes(&mut self) {
        for (id, show, number) in std::mem::take(&mut self.waiting) {
            let episode = key(Kind::Episode, id);
            let season = number.and_then(|number| self.seasons.get(&(show, number)));
            if let Some(season) = season {
                let season = key(Kind::Season, *season);
                self.emitter.join(&episode, Relation::PartOf, season);
            } else if !self.emitter.part_of_series(&episode, show) {
                // The line is behind; the address finds it.
                let (reason, address) = (
                    "episodes: the show has no answer",
                    format_args!("episodes/{id}"),
                );
                self.emitter.report.skip_at(reason, address);
            }
        }
    }
}

/// The show to which an answer links.
pub(super) fn show_of(links: Option<&Links<'_>>) -> Option<u32> {
    links?.show.as_ref()?.id()
}

fn status(word: &str) -> Option<SeriesStatus> {
    Some(match word {
        "Running" => SeriesStatus::Running,
        "Ended" => SeriesStatus::Ended,
        "In Development" => SeriesStatus::InDevelopment,
        _ => return None,
    })
}

fn episode_kind(episode: &Episode<'_>) -> EpisodeKind {
    match episode.kind.get() {
        Some(kind) if kind.contains("special") => EpisodeKind::Special,
        Some("regular") => EpisodeKind::Regular,
        _ if episode.number.0.is_none() => EpisodeKind::Special,
        _ => EpisodeKind::Regular,
    }
}

/// An id that a table may have made a number with a fraction.
fn whole(id: &str) -> &str {
    id.strip_suffix(".0").unwrap_or(id)
}

fn alternate_names(facts: &mut Properties, akas: &List<Aka<'_>>, report: &mut Report) {
    for aka in items(akas) {
        aka_name(facts, aka, report);
    }
}

fn aka_name(facts: &mut Properties, aka: &Aka<'_>, report: &mut Report) {
    report.count("other names");
    let country = aka.country.as_ref();
    let region = country.and_then(|country| country.code.get());
    match aka.name.get() {
        Some(name) => alternate_name(facts, name, region),
        None => report.skip("other names without a name"),
    }
}
