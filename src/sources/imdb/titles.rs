//! title.basics: series, episodes and films, with their alternate titles.

use super::Titles;
use super::akas::Akas;
use super::catalogue::Catalogue;
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::out::{Out, external};
use super::rows::Rows;
use crate::model::episode::EpisodeKind;
use crate::model::film::FilmKind;
use crate::model::{AlternateName, Kind, Property, Relation, Value};
use crate::sources::progress::Whole;
use crate::sources::{Progress, SourceError};
use compact_str::CompactString;
use std::collections::HashMap;
use std::fs;

const STAGE: &str = "title.basics";
/// What is read at the same time.
const BOTH: &str = "title.basics, title.akas";
const COLUMNS: [&str; 8] = [
    "tconst",
    "titleType",
    "primaryTitle",
    "originalTitle",
    "startYear",
    "endYear",
    "runtimeMinutes",
    "genres",
];

/// The names of series, by the number of the title.
#[derive(Debug, Default)]
pub struct Names(HashMap<u32, CompactString>);

impl Names {
    /// The name of a series.
    pub fn get(&self, title: u32) -> &str {
        self.0.get(&title).map_or("", |name| name)
    }
}

/// What a title is to the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Series,
    Episode,
    Film(FilmKind),
}

impl Sort {
    /// What titles of a type are; `None` for a type that is no television and no film.
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "tvSeries" | "tvMiniSeries" => Self::Series,
            "tvEpisode" => Self::Episode,
            "tvMovie" => Self::Film(FilmKind::TvMovie),
            "tvShort" => Self::Film(FilmKind::TvShort),
            "tvSpecial" => Self::Film(FilmKind::TvSpecial),
            "movie" => Self::Film(FilmKind::Movie),
            "short" => Self::Film(FilmKind::Short),
            "video" => Self::Film(FilmKind::Video),
            _ => return None,
        })
    }

    fn is_television(self) -> bool {
        use FilmKind::{Movie, Short, Video};
        !matches!(self, Self::Film(Movie | Short | Video))
    }

    fn kind(self) -> Kind {
        match self {
            Self::Series => Kind::Series,
            Self::Episode => Kind::Episode,
            Self::Film(_) => Kind::Film,
        }
    }
}

/// Reads all titles, and makes the nodes of those that are kept.
pub fn read(
    files: &Files,
    titles: Titles,
    known: &mut Catalogue,
    progress: &dyn Progress,
    out: &mut Out,
) -> Result<Names, SourceError> {
    // Both are read in step, so they are one stage.
    let bytes = |path| fs::metadata(path).map_or(0, |found| found.len());
    progress.begin(BOTH, bytes(&files.basics) + bytes(&files.akas));
    let whole = Whole(progress);
    let mut akas = Akas::open(files, &whole)?;
    let mut rows = Rows::open(&files.basics, STAGE, COLUMNS, &whole)?;
    let mut series = Names::default();
    out.report.enter(rows.path());
    while let Some((line, cells)) = rows.next_row()? {
        out.report.at(line);
        let [title, sort, ..] = cells;
        let Some(title) = id::title(title) else {
            return Err(rows.error_at(line, id::EXPECTED_TITLE));
        };
        if known.titles.get(title).is_known() {
            out.skip("title.basics: repeated title");
            continue;
        }
        let reason = match Sort::of(sort.trim()) {
            Some(sort) if titles == Titles::All || sort.is_television() => {
                known.titles.get_mut(title).be(Some(sort.kind()));
                let properties = properties(title, sort, &cells, known, &mut akas, out)?;
                if let (Sort::Series, Some((_, Value::Text(name)))) = (sort, properties.first()) {
                    series.0.insert(title, name.clone());
                }
                let key = out.title(sort.kind(), title);
                out.node(key, properties);
                genres(title, sort, cells[7], out);
                continue;
            }
            Some(_) => "title.basics: not television",
            None if sort.trim() == "videoGame" => "title.basics: video game",
            None => "title.basics: unknown type of title",
        };
        out.skip(reason);
        known.titles.get_mut(title).be(None);
        akas.pass(title)?;
    }
    out.read(STAGE, rows.count());
    akas.finish(known, out)?;
    Ok(series)
}

/// What the graph says of a title, its name first.
fn properties(
    title: u32,
    sort: Sort,
    cells: &[&str; 8],
    known: &mut Catalogue,
    akas: &mut Akas,
    out: &mut Out,
) -> Result<Vec<(Property, Value)>, SourceError> {
    let [_, _, primary, original, start, end, runtime, _] = *cells;
    let key = out.title(sort.kind(), title);
    let original = cell::text(original);
    let name = cell::text(primary).or_else(|| original.clone());
    let name = name.unwrap_or_else(|| {
        out.skip("title.basics: no name");
        key.slug().trim_start_matches("imdb-").into()
    });
    let mut others = Vec::new();
    others.extend(original.map(bare));
    akas.of(title, &name, &mut others)?;

    let mut properties = Vec::with_capacity(others.len() + 6);
    properties.push((Property::Name, Value::Text(name)));
    let others = others.into_iter().map(Box::new).map(Value::AlternateName);
    properties.extend(others.map(|name| (Property::AlternateNames, name)));
    properties.push((Property::ExternalIds, external(&key)));
    let mut date = |property: Property, cell: &str| match cell::year(cell) {
        Cell::Is(year) => properties.push((property, Value::Date(year))),
        Cell::Odd => out.skip("title.basics: odd year"),
        Cell::Null => {}
    };
    match sort {
        Sort::Series => {
            date(Property::Premiered, start);
            date(Property::Ended, end);
        }
        Sort::Episode => date(Property::AirDate, start),
        Sort::Film(_) => date(Property::Premiered, start),
    }
    match cell::number(runtime) {
        Cell::Is(minutes) if sort != Sort::Series => {
            properties.push((Property::RuntimeMinutes, Value::Count(minutes)));
        }
        Cell::Is(_) => out.skip("title.basics: running time of a series"),
        Cell::Odd => out.skip("title.basics: odd running time"),
        Cell::Null => {}
    }
    if let Sort::Film(kind) = sort {
        properties.push((Property::Kind, Value::Term(kind.word())));
    }
    if sort == Sort::Episode {
        let place = known.episode(title);
        let (season, number) = place.map_or((None, None), |row| (row.season(), row.number()));
        if let Some(number) = number {
            let kind = if number == 0 || season == Some(0) {
                EpisodeKind::Special
            } else {
                EpisodeKind::Regular
            };
            properties.push((Property::Number, Value::Count(number)));
            properties.push((Property::Kind, Value::Term(kind.word())));
        }
        if place.is_none() {
            out.skip("title.basics: episode without a row in title.episode");
        }
    }
    Ok(properties)
}

/// Joins a title to its genres. An episode has none of its own in the graph.
fn genres(title: u32, sort: Sort, cell: &str, out: &mut Out) {
    let mut joined = Vec::new();
    for name in cell::list(cell) {
        if sort == Sort::Episode {
            out.skip("title.basics: genre of an episode");
            continue;
        }
        let Some(genre) = out.genre(name) else {
            out.skip("title.basics: odd genre");
            continue;
        };
        if !joined.contains(&genre) {
            let key = out.title(sort.kind(), title);
            out.edge(key, Relation::HasGenre, genre.clone(), Vec::new());
            joined.push(genre);
        }
    }
}

/// Another name of which neither language nor region is known.
pub fn other_name(name: &str) -> Value {
    Value::AlternateName(Box::new(bare(name.into())))
}

fn bare(name: CompactString) -> AlternateName {
    AlternateName {
        name,
        language: None,
        region: None,
    }
}
