//! title.episode: which episode is part of which season of which series.

use super::catalogue::{Catalogue, Episode};
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::out::Out;
use super::rows::Rows;
use super::titles::Names;
use crate::model::{Kind, Property, Relation, Value};
use crate::sources::{Progress, SourceError};

const STAGE: &str = "title.episode";
const COLUMNS: [&str; 4] = ["tconst", "parentTconst", "seasonNumber", "episodeNumber"];

/// Remembers all rows; which episodes and series there are is known later.
pub fn read(
    files: &Files,
    known: &mut Catalogue,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<(), SourceError> {
    let mut rows = Rows::open(&files.episodes, STAGE, COLUMNS, progress)?;
    out.report.enter(rows.path());
    while let Some((line, [title, series, season, number])) = rows.next_row()? {
        out.report.at(line);
        let (Some(title), Some(series)) = (id::title(title), id::title(series)) else {
            return Err(rows.error_at(line, id::EXPECTED_TITLE));
        };
        let mut number_of = |cell: &str, odd: &str| match cell::number(cell) {
            Cell::Is(number) => Some(number),
            Cell::Null => None,
            Cell::Odd => {
                out.skip(odd);
                None
            }
        };
        let season = number_of(season, "title.episode: odd season number");
        let number = number_of(number, "title.episode: odd episode number");
        let episode = Episode::new(title, series, season, number);
        known.episodes.push(episode);
    }
    out.read(STAGE, rows.count());
    known.episodes.sort_by_key(|episode| episode.title);
    known.episodes.dedup_by(|next, kept| {
        let repeated = next.title == kept.title;
        if repeated {
            skip("title.episode: repeated episode", *next, files, out);
        }
        repeated
    });
    known.episodes.shrink_to_fit();
    Ok(())
}

/// Counts an episode that is left out; its line is behind, but its id finds it.
fn skip(reason: &str, episode: Episode, files: &Files, out: &mut Out) {
    let (file, title) = (files.episodes.display(), episode.title);
    out.report
        .skip_at(reason, format_args!("{file}: tt{title:07}"));
}

/// Makes the seasons, and joins episodes to seasons and series, once titles are known.
pub fn join(
    files: &Files,
    known: &Catalogue,
    series: &Names,
    out: &mut Out,
) -> Result<(), SourceError> {
    let mut seasons = Vec::new();
    for episode in &known.episodes {
        out.poll()?;
        let title = known.titles.get(episode.title);
        let parent = known.titles.get(episode.series);
        let reason = match (title.kind(), parent.kind()) {
            (Some(Kind::Episode), Some(Kind::Series)) => None,
            (Some(Kind::Episode), _) if !parent.is_known() => Some("title.episode: unknown parent"),
            (Some(Kind::Episode), _) => Some("title.episode: parent is no series"),
            (Some(_), _) => Some("title.episode: title is no episode"),
            (None, _) if title.is_known() => Some("title.episode: title is no episode"),
            (None, _) => Some("title.episode: unknown episode"),
        };
        if let Some(reason) = reason {
            skip(reason, *episode, files, out);
            continue;
        }
        let whole = if let Some(number) = episode.season() {
            seasons.push((episode.series, number));
            out.season(episode.series, number)
        } else {
            out.title(Kind::Series, episode.series)
        };
        let episode = out.title(Kind::Episode, episode.title);
        out.edge(episode, Relation::PartOf, whole, Vec::new());
    }
    seasons.sort_unstable();
    seasons.dedup();
    for (of, number) in seasons {
        out.poll()?;
        let season = out.season(of, number);
        let name = format!("{} Season {number}", series.get(of));
        let properties = vec![
            (Property::Name, Value::Text(name.into())),
            (Property::Number, Value::Count(number)),
        ];
        out.node(season.clone(), properties);
        let whole = out.title(Kind::Series, of);
        out.edge(season, Relation::PartOf, whole, Vec::new());
    }
    Ok(())
}
