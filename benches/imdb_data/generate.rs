//! Files in the shape of `IMDb`'s, of any size, the same in each run.
//!
//! Of 12.4 million titles in the real files 9.5 million are episodes, 0.3 million series;
//! there are 1.2 people and 8 rows of cast and crew a title, 4.4 alternate titles, a rating
//! for one in eight. Titles come one after the other with gaps between their ids; some
//! series run at any time, each with a cast that mostly stays; a few run for thousands of
//! episodes, and a few people are in all things. Some ids name nobody.

use crate::words::{Chance, digits, number, word, words};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How many bytes of all files come with a title.
const BYTES_A_TITLE: u64 = 740;
/// How many ids lie between a title and the next, at most; of people too.
const GAP: u32 = 3;
/// How many series run at a time.
const RUNNING: usize = 256;

/// Makes the seven files; the number of bytes in all.
pub fn generate(folder: &Path, bytes: u64) -> io::Result<u64> {
    fs::create_dir_all(folder)?;
    let titles = u32::try_from(bytes / BYTES_A_TITLE).expect("no more than some TB are asked for");
    let people = titles + titles / 5 + 1;
    let mut made = Titles::new(folder, people)?;
    for at in 0..titles {
        made.title(at)?;
    }
    let written = made.finish()?;
    Ok(written + names(folder, people, titles)?)
}

/// The id of the title or person at a place: ids have gaps, and go up.
fn id_at(at: u32) -> u32 {
    at * GAP + 1 + (at.wrapping_mul(2_654_435_761) >> 16) % GAP
}

/// A file that counts its bytes, and the line that is being made.
struct Table {
    file: BufWriter<File>,
    line: Vec<u8>,
    written: u64,
}

impl Table {
    fn new(folder: &Path, name: &str, header: &str) -> io::Result<Self> {
        let file = File::create(folder.join(format!("{name}.tsv")))?;
        let mut table = Self {
            file: BufWriter::with_capacity(1 << 18, file),
            line: Vec::new(),
            written: 0,
        };
        table
            .line
            .extend_from_slice(header.replace(' ', "\t").as_bytes());
        table.end()?;
        Ok(table)
    }

    fn end(&mut self) -> io::Result<()> {
        self.line.push(b'\n');
        self.file.write_all(&self.line)?;
        self.written += self.line.len() as u64;
        self.line.clear();
        Ok(())
    }

    fn cell(&mut self, text: &[u8]) {
        self.line.extend_from_slice(text);
        self.tab();
    }

    fn tab(&mut self) {
        self.line.push(b'\t');
    }

    fn title(&mut self, id: u32) {
        title(id, &mut self.line);
        self.tab();
    }

    fn number(&mut self, value: u32) {
        number(value, &mut self.line);
        self.tab();
    }

    fn finish(mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.written)
    }
}

fn title(id: u32, line: &mut Vec<u8>) {
    line.extend_from_slice(b"tt");
    digits(id, 7, line);
}

fn person(id: u32, line: &mut Vec<u8>) {
    line.extend_from_slice(b"nm");
    digits(id, 7, line);
}

/// Types of titles that are no episodes, with how many of a thousand are so.
const TYPES: &[(&str, u32)] = &[
    ("short", 390),
    ("movie", 255),
    ("video", 110),
    ("tvSeries", 102),
    ("tvMovie", 54),
    ("tvMiniSeries", 24),
    ("tvSpecial", 18),
    ("videoGame", 15),
    ("tvShort", 4),
];
const GENRES: &[&str] = &[
    "Action",
    "Adventure",
    "Animation",
    "Biography",
    "Comedy",
    "Crime",
    "Documentary",
    "Drama",
    "Family",
    "Fantasy",
    "Game-Show",
    "History",
    "Horror",
    "Music",
    "Mystery",
    "News",
    "Reality-TV",
    "Romance",
    "Sci-Fi",
    "Short",
    "Sport",
    "Talk-Show",
    "Thriller",
    "War",
    "Western",
];
const REGIONS: &[&str] = &[
    "JP", "FR", "IN", "ES", "IT", "DE", "PT", "US", "GB", "BR", "XWW", "RU",
];
const LANGUAGES: &[&str] = &[
    "ja", "fr", "hi", "es", "it", "de", "pt", "en", "en", "\\N", "en", "ru",
];
/// Categories of crew with their job and how many of a thousand rows of crew are so.
const CREW: &[(&str, &str, u32)] = &[
    ("director", "\\N", 205),
    ("writer", "\\N", 190),
    ("writer", "written by", 60),
    ("writer", "created by", 20),
    ("producer", "producer", 180),
    ("editor", "\\N", 110),
    ("cinematographer", "director of photography", 90),
    ("composer", "\\N", 75),
    ("casting_director", "\\N", 40),
    ("production_designer", "\\N", 30),
];

/// A series that runs.
struct Series {
    id: u32,
    left: u32,
    season: u32,
    episode: u32,
    per_season: u32,
    year: u32,
    talk: bool,
    cast: Vec<Role>,
    crew: Vec<u32>,
}

#[derive(Clone)]
struct Role {
    person: u32,
    name: Vec<u8>,
}

struct Titles {
    chance: Chance,
    people: u32,
    running: Vec<Series>,
    basics: Table,
    akas: Table,
    crew: Table,
    episodes: Table,
    principals: Table,
    ratings: Table,
    rows: Vec<Vec<u8>>,
    name: Vec<u8>,
}

impl Titles {
    fn new(folder: &Path, people: u32) -> io::Result<Self> {
        let table = |name: &str, header: &str| Table::new(folder, name, header);
        Ok(Self {
            chance: Chance::new(1),
            people,
            running: Vec::new(),
            basics: table(
                "title.basics",
                "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres",
            )?,
            akas: table(
                "title.akas",
                "titleId ordering title region language types attributes isOriginalTitle",
            )?,
            crew: table("title.crew", "tconst directors writers")?,
            episodes: table(
                "title.episode",
                "tconst parentTconst seasonNumber episodeNumber",
            )?,
            principals: table(
                "title.principals",
                "tconst ordering nconst category job characters",
            )?,
            ratings: table("title.ratings", "tconst averageRating numVotes")?,
            rows: Vec::new(),
            name: Vec::new(),
        })
    }

    fn finish(self) -> io::Result<u64> {
        let tables = [
            self.basics,
            self.akas,
            self.crew,
            self.episodes,
            self.principals,
            self.ratings,
        ];
        tables.into_iter().map(Table::finish).sum()
    }

    fn title(&mut self, at: u32) -> io::Result<()> {
        let id = id_at(at);
        let episode =
            self.running.len() >= RUNNING.min(at as usize / 8 + 1) && self.chance.permille(766);
        if episode {
            let of = self
                .chance
                .below(u32::try_from(self.running.len()).unwrap_or(u32::MAX));
            let mut series = self.running.swap_remove(of as usize);
            self.episode(id, &mut series)?;
            if series.left > 0 {
                self.running.push(series);
            }
            return Ok(());
        }
        // While too few series run, new ones begin.
        let mut kind = "tvSeries";
        if self.running.len() >= RUNNING.min(at as usize / 8 + 1) {
            let mut share = self.chance.below(1000);
            for (name, of) in TYPES {
                kind = name;
                if share < *of {
                    break;
                }
                share = share.saturating_sub(*of);
            }
        }
        let year = 1920 + self.chance.below(106);
        self.name.clear();
        let count = 1 + self.chance.below(4);
        words(&mut self.chance, count, 25, &mut self.name);
        let talk = self.chance.permille(300);
        self.basics(id, kind, year)?;
        self.alternates(id, false)?;
        self.rating(id, 230)?;
        let cast = self.roles(if talk { 3 } else { 8 }, talk);
        let crew: Vec<u32> = (0..5).map(|_| self.somebody()).collect();
        self.principals(id, &cast, &crew)?;
        if matches!(kind, "tvSeries" | "tvMiniSeries") {
            let left = self.chance.power(15_000) * 4;
            let per_season = 6 + self.chance.below(40);
            self.running.push(Series {
                id,
                left,
                season: 1,
                episode: 0,
                per_season,
                year,
                talk,
                cast,
                crew,
            });
        }
        Ok(())
    }

    fn episode(&mut self, id: u32, series: &mut Series) -> io::Result<()> {
        series.left -= 1;
        series.episode += 1;
        if series.episode > series.per_season {
            series.episode = 1;
            series.season += 1;
        }
        self.name.clear();
        let plain = self.chance.permille(450);
        if plain {
            self.name.extend_from_slice(b"Episode #");
            number(series.season, &mut self.name);
            self.name.push(b'.');
            number(series.episode, &mut self.name);
        } else {
            let count = 1 + self.chance.below(4);
            words(&mut self.chance, count, 20, &mut self.name);
        }
        let year = (series.year + series.season).min(2026);
        self.basics(id, "tvEpisode", year)?;
        self.alternates(id, plain)?;
        self.rating(id, 95)?;

        self.episodes.title(id);
        let parent = if self.chance.permille(2) {
            series.id + 100_000_000
        } else {
            series.id
        };
        self.episodes.title(parent);
        if self.chance.permille(205) {
            self.episodes.line.extend_from_slice(b"\\N\t\\N");
        } else {
            let season = if series.talk { year } else { series.season };
            self.episodes.number(season);
            number(series.episode, &mut self.episodes.line);
        }
        self.episodes.end()?;

        // Most of the cast stays; some guests come.
        let mut cast = Vec::with_capacity(12);
        for role in &series.cast {
            if self.chance.permille(620) {
                cast.push(role.clone());
            }
        }
        let guests = if series.talk { 2 } else { self.chance.below(4) };
        cast.extend(self.roles(guests, series.talk));
        let crew = series.crew.clone();
        self.principals(id, &cast, &crew)
    }

    fn basics(&mut self, id: u32, kind: &str, year: u32) -> io::Result<()> {
        let Self {
            chance,
            basics,
            name,
            ..
        } = self;
        basics.title(id);
        basics.cell(kind.as_bytes());
        basics.cell(name);
        if chance.permille(35) {
            words(chance, 3, 200, &mut basics.line);
            basics.tab();
        } else {
            basics.cell(name);
        }
        basics.cell(b"0");
        if chance.permille(880) {
            basics.number(year);
        } else {
            basics.cell(b"\\N");
        }
        let ends = kind.starts_with("tvSeries") && chance.permille(400);
        if ends {
            basics.number(year + chance.below(8));
        } else {
            basics.cell(b"\\N");
        }
        if chance.permille(320) {
            basics.number(3 + chance.below(120));
        } else {
            basics.cell(b"\\N");
        }
        if chance.permille(45) {
            basics.line.extend_from_slice(b"\\N");
        } else {
            let first = chance.below(9);
            for step in 0..=chance.below(3) {
                let genre = GENRES[(first + step * 8) as usize % GENRES.len()];
                if step > 0 {
                    basics.line.push(b',');
                }
                basics.line.extend_from_slice(genre.as_bytes());
            }
        }
        basics.end()
    }

    fn alternates(&mut self, id: u32, plain: bool) -> io::Result<()> {
        let Self {
            chance, akas, name, ..
        } = self;
        let count = if plain { 8 } else { chance.below(6) };
        for at in 0..=count {
            akas.title(id);
            akas.number(at + 1);
            let place = (at as usize + 11) % REGIONS.len();
            if at == 0 {
                akas.cell(name);
                akas.cell(b"\\N\t\\N\toriginal\t\\N");
                akas.line.push(b'1');
            } else {
                if plain {
                    words(chance, 1, 150, &mut akas.line);
                    akas.line.extend_from_slice(&name[b"Episode".len()..]);
                    akas.tab();
                } else if chance.permille(350) {
                    akas.cell(name);
                } else {
                    words(chance, 3, 120, &mut akas.line);
                    akas.tab();
                }
                akas.cell(REGIONS[place].as_bytes());
                let known = plain || chance.permille(300);
                akas.cell(if known {
                    LANGUAGES[place].as_bytes()
                } else {
                    b"\\N"
                });
                let shown = chance.permille(500);
                akas.cell(if shown { b"imdbDisplay" } else { b"\\N" });
                akas.cell(b"\\N");
                akas.line.push(b'0');
            }
            akas.end()?;
        }
        Ok(())
    }

    fn rating(&mut self, id: u32, permille: u32) -> io::Result<()> {
        let Self {
            chance, ratings, ..
        } = self;
        if !chance.permille(permille) {
            return Ok(());
        }
        ratings.title(id);
        number(1 + chance.below(9), &mut ratings.line);
        ratings.line.push(b'.');
        ratings.number(chance.below(10));
        let votes = 5 + chance.power(2_000_000);
        number(votes, &mut ratings.line);
        ratings.end()
    }

    /// Somebody, now and then a name that nobody has.
    fn somebody(&mut self) -> u32 {
        if self.chance.permille(3) {
            return id_at(self.people) + self.chance.below(1000);
        }
        let at = if self.chance.permille(350) {
            self.chance.skewed(self.people)
        } else {
            self.chance.below(self.people)
        };
        id_at(at)
    }

    fn roles(&mut self, count: u32, talk: bool) -> Vec<Role> {
        let mut roles = Vec::with_capacity(count as usize);
        for _ in 0..count {
            let person = self.somebody();
            let chance = &mut self.chance;
            let mut name = Vec::new();
            if talk {
                name.extend_from_slice(if chance.permille(300) {
                    b"Self - Host"
                } else {
                    b"Self"
                });
            } else if chance.permille(880) {
                let count = 1 + chance.below(2);
                words(chance, count, 12, &mut name);
                if chance.permille(40) {
                    name.extend_from_slice(b"\",\"");
                    word(chance, 0, &mut name);
                }
                if chance.permille(8) {
                    name.extend_from_slice(b" (voice)");
                }
            }
            roles.push(Role { person, name });
        }
        roles
    }

    fn principals(&mut self, id: u32, cast: &[Role], crew: &[u32]) -> io::Result<()> {
        let mut count = 0;
        let (mut directors, mut writers) = (Vec::new(), Vec::new());
        let mut rows = std::mem::take(&mut self.rows);
        let mut row_at = |at: usize| {
            if rows.len() <= at {
                rows.push(Vec::new());
            }
            rows[at].clear();
            std::mem::take(&mut rows[at])
        };
        let mut made = Vec::with_capacity(16);
        for role in cast {
            let mut row = row_at(count);
            count += 1;
            begin_row(id, count, role.person, &mut row);
            let own = role.name.starts_with(b"Self");
            let category: &[u8] = match (own, role.person % 2) {
                (true, _) if role.person.is_multiple_of(31) => b"archive_footage",
                (true, _) => b"self",
                (_, 0) => b"actor",
                _ => b"actress",
            };
            row.extend_from_slice(category);
            row.extend_from_slice(b"\t\\N\t");
            if role.name.is_empty() {
                row.extend_from_slice(b"\\N");
            } else {
                row.extend_from_slice(b"[\"");
                row.extend_from_slice(&role.name);
                row.extend_from_slice(b"\"]");
            }
            made.push(row);
        }
        for person in crew {
            if self.chance.permille(360) {
                continue;
            }
            let mut share = self.chance.below(1000);
            let mut job = CREW[0];
            for entry in CREW {
                job = *entry;
                if share < entry.2 {
                    break;
                }
                share -= entry.2;
            }
            match job.0 {
                "director" => directors.push(*person),
                "writer" => writers.push(*person),
                _ => {}
            }
            let mut row = row_at(count);
            count += 1;
            begin_row(id, count, *person, &mut row);
            row.extend_from_slice(job.0.as_bytes());
            row.push(b'\t');
            row.extend_from_slice(job.1.as_bytes());
            row.extend_from_slice(b"\t\\N");
            made.push(row);
        }
        if self.chance.permille(250) && !made.is_empty() {
            let by = self.chance.below(u32::try_from(count).unwrap_or(1)) as usize;
            made.rotate_left(by);
        }
        for row in &made {
            self.principals.line.extend_from_slice(row);
            self.principals.end()?;
        }
        self.rows = made;
        self.crew(id, &mut directors, &mut writers)
    }

    fn crew(
        &mut self,
        id: u32,
        directors: &mut Vec<u32>,
        writers: &mut Vec<u32>,
    ) -> io::Result<()> {
        // Whoever has no row among the principals stands here only.
        if self.chance.permille(120) {
            directors.push(self.somebody());
        }
        if self.chance.permille(180) {
            writers.push(self.somebody());
        }
        let crew = &mut self.crew;
        title(id, &mut crew.line);
        for people in [directors, writers] {
            crew.tab();
            if people.is_empty() {
                crew.line.extend_from_slice(b"\\N");
            }
            for (at, id) in people.iter().enumerate() {
                if at > 0 {
                    crew.line.push(b',');
                }
                person(*id, &mut crew.line);
            }
        }
        crew.end()
    }
}

fn begin_row(id: u32, order: usize, of: u32, row: &mut Vec<u8>) {
    title(id, row);
    row.push(b'\t');
    number(u32::try_from(order).unwrap_or(u32::MAX), row);
    row.push(b'\t');
    person(of, row);
    row.push(b'\t');
}

const PROFESSIONS: &[&str] = &[
    "actor",
    "actress",
    "actor,producer",
    "miscellaneous",
    "writer,director,producer",
    "producer",
    "camera_department",
    "composer,music_department,soundtrack",
    "editor",
    "art_department",
    "\\N",
];

fn names(folder: &Path, people: u32, titles: u32) -> io::Result<u64> {
    let header = "nconst primaryName birthYear deathYear primaryProfession knownForTitles";
    let mut table = Table::new(folder, "name.basics", header)?;
    let mut chance = Chance::new(2);
    for at in 0..people {
        person(id_at(at), &mut table.line);
        table.tab();
        words(&mut chance, 2, 30, &mut table.line);
        table.tab();
        let birth = 1850 + chance.below(160);
        if chance.permille(45) {
            table.number(birth);
        } else {
            table.cell(b"\\N");
        }
        if chance.permille(17) {
            table.number(birth + 20 + chance.below(60));
        } else {
            table.cell(b"\\N");
        }
        table.cell(chance.of(PROFESSIONS).as_bytes());
        let known = if chance.permille(110) {
            0
        } else {
            chance.power(4)
        };
        for step in 0..known {
            if step > 0 {
                table.line.push(b',');
            }
            title(id_at(chance.below(titles)), &mut table.line);
        }
        if known == 0 {
            table.line.extend_from_slice(b"\\N");
        }
        table.end()?;
    }
    table.finish()
}
