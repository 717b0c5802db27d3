//! title.basics: series, episodes and films, with their alternate titles. Read twice: first what
//! titles are, then what they are called.

use super::Titles;
use super::akas::Akas;
use super::catalogue::{Catalogue, Title};
use super::cell::{self, Cell};
use super::files::Files;
use super::id;
use super::out::{Out, external};
use super::rows::Rows;
use crate::model::episode::EpisodeKind;
use crate::model::film::FilmKind;
use crate::model::{AlternateName, Kind, Property, Relation, Value};
use crate::sources::{Progress, SourceError};
use compact_str::CompactString;
use std::collections::HashMap;

const STAGE: &str = "title.basics";
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
    /// What titles of a type are, if they are kept.
    fn kept(word: &str, titles: Titles) -> Option<Self> {
        Self::of(word).filter(|sort| titles == Titles::All || sort.is_television())
    }

    /// What titles of a type are; `None` for a type that is no television and no film.
    fn of(word: &str) -> Option<Self> {
        Some(match word.trim() {
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

/// Remembers what titles are, so that others can be read beside their names.
pub fn know(
    files: &Files,
    titles: Titles,
    known: &mut Catalogue,
    progress: &dyn Progress,
) -> Result<(), SourceError> {
    let stage = "title.basics, types";
    let mut rows = Rows::open(&files.basics, stage, [COLUMNS[0], COLUMNS[1]], progress)?;
    while let Some((line, [title, sort])) = rows.next_row()? {
        let Some(title) = id::title(title) else {
            return Err(rows.error_at(line, id::EXPECTED_TITLE));
        };
        let title = known.titles.get_mut(title);
        if !title.is_known() {
            title.be(Sort::kept(sort, titles).map(Sort::kind));
        }
    }
    Ok(())
}

/// Reads all titles that are known, and makes the nodes of those that are kept.
pub struct Reader<'p> {
    titles: Titles,
    rows: Rows<'p, 8>,
    akas: Akas<'p>,
    series: Names,
}

impl<'p> Reader<'p> {
    /// Opens title.basics and title.akas.
    pub fn open(
        files: &Files,
        titles: Titles,
        progress: &'p dyn Progress,
    ) -> Result<Self, SourceError> {
        Ok(Self {
            titles,
            akas: Akas::open(files, progress)?,
            rows: Rows::open(&files.basics, STAGE, COLUMNS, progress)?,
            series: Names::default(),
        })
    }

    /// Reads so many rows of title.basics, and what belongs to them; whether there were so many.
    pub fn turn(
        &mut self,
        rows: usize,
        known: &mut Catalogue,
        out: &mut Out,
    ) -> Result<bool, SourceError> {
        out.report.enter(self.rows.path());
        for _ in 0..rows {
            let Some((line, cells)) = self.rows.next_row()? else {
                return Ok(false);
            };
            out.report.at(line);
            let [title, word, ..] = cells;
            let Some(title) = id::title(title) else {
                return Err(self.rows.error_at(line, id::EXPECTED_TITLE));
            };
            if !known.titles.get_mut(title).mark(Title::NAMED) {
                out.skip("title.basics: repeated title");
                continue;
            }
            let Some(sort) = Sort::kept(word, self.titles) else {
                out.skip(match (Sort::of(word), word.trim()) {
                    (Some(_), _) => "title.basics: not television",
                    (None, "videoGame") => "title.basics: video game",
                    (None, _) => "title.basics: unknown type of title",
                });
                self.akas.pass(title)?;
                continue;
            };
            let properties = properties(title, sort, &cells, known, &mut self.akas, out)?;
            if let (Sort::Series, Some((_, Value::Text(name)))) = (sort, properties.first()) {
                self.series.0.insert(title, name.clone());
            }
            let key = out.title(sort.kind(), title);
            out.node(key, properties);
            genres(title, sort, cells[7], out);
        }
        Ok(true)
    }

    /// The names of all series.
    pub fn finish(self, known: &Catalogue, out: &mut Out) -> Result<Names, SourceError> {
        out.read(STAGE, self.rows.count());
        self.akas.finish(known, out)?;
        Ok(self.series)
    }
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
