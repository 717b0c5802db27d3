//! title.akas: what titles are called elsewhere.

use super::catalogue::Catalogue;
use super::cell;
use super::files::Files;
use super::id;
use super::out::Out;
use super::rows::Rows;
use crate::model::AlternateName;
use crate::sources::{Progress, SourceError, Tally};
use compact_str::CompactString;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

const STAGE: &str = "title.akas";
const COLUMNS: [&str; 4] = ["titleId", "title", "region", "language"];
const UNSORTED: &str = "expected rows sorted by titleId, found a row that belongs further up; \
     sort the rows below the header with `LC_ALL=C sort`";

/// The alternate titles, read in step with title.basics.
///
/// Both files are sorted alike as a rule, so that nothing is kept. Where title.basics has
/// another order, the titles passed on the way are kept until they are asked for.
pub struct Akas<'p> {
    rows: Rows<'p, 4>,
    /// The title of the row that was read last; `None` at the end.
    ahead: Option<u32>,
    order: Sorting,
    /// Titles passed on the way.
    passed: HashMap<u32, Passed>,
    names: Vec<AlternateName>,
    private_regions: Tally,
    private_languages: Tally,
    /// Rows of titles that are left out.
    left_out: Tally,
}

/// The names of a title that was passed on the way.
struct Passed {
    /// Where in all names they are.
    names: Range<usize>,
    /// The line of the first.
    line: u64,
}

impl<'p> Akas<'p> {
    /// Opens the file.
    pub fn open(files: &Files, progress: &'p dyn Progress) -> Result<Self, SourceError> {
        let mut akas = Self {
            rows: Rows::open(&files.akas, STAGE, COLUMNS, progress)?,
            ahead: None,
            order: Sorting::default(),
            passed: HashMap::new(),
            names: Vec::new(),
            private_regions: Tally::default(),
            private_languages: Tally::default(),
            left_out: Tally::default(),
        };
        akas.advance()?;
        Ok(akas)
    }

    /// Appends the alternate titles of a title, each once. Its own name is among them where
    /// a row says in which region or language it is called so.
    ///
    /// A title may be asked for once.
    pub fn of(
        &mut self,
        title: u32,
        own: &str,
        names: &mut Vec<AlternateName>,
    ) -> Result<(), SourceError> {
        self.pass_until(title)?;
        while self.ahead == Some(title) {
            names.extend(self.name());
            self.advance()?;
        }
        if let Some(passed) = self.passed.remove(&title) {
            names.extend_from_slice(&self.names[passed.names]);
        }
        names.retain(|name| &*name.name != own || name.region.is_some() || name.language.is_some());
        names.sort();
        names.dedup();
        Ok(())
    }

    /// Passes what belongs to a title that is left out.
    pub fn pass(&mut self, title: u32) -> Result<(), SourceError> {
        self.pass_until(title)?;
        while self.ahead == Some(title) {
            self.left_out.add(self.rows.line());
            self.advance()?;
        }
        if let Some(Passed { names, line }) = self.passed.remove(&title) {
            self.left_out.add_many(line, names.len() as u64);
        }
        Ok(())
    }

    /// Reads what nobody asked for, and tells what was left out.
    pub fn finish(mut self, known: &Catalogue, out: &mut Out) -> Result<(), SourceError> {
        let mut unknown = Tally::default();
        while let Some(title) = self.ahead {
            if known.titles.get(title).is_known() {
                return Err(self.rows.error_at(self.rows.line(), UNSORTED));
            }
            unknown.add(self.rows.line());
            self.advance()?;
        }
        for Passed { names, line } in self.passed.values() {
            unknown.add_many(*line, names.len() as u64);
        }
        out.read(STAGE, self.rows.count());
        out.report.enter(self.rows.path());
        for (reason, all) in [
            ("title.akas: unknown title", unknown),
            ("title.akas: title is left out", self.left_out),
            (
                "title.akas: region without an ISO code",
                self.private_regions,
            ),
            (
                "title.akas: language without an ISO code",
                self.private_languages,
            ),
        ] {
            out.report.skip_all(reason, all);
        }
        Ok(())
    }

    /// Keeps what comes before a title, for later.
    fn pass_until(&mut self, title: u32) -> Result<(), SourceError> {
        while let Some(other) = self.ahead
            && other != title
            && self.order.may_precede(other, title)
        {
            let (at, line) = (self.names.len(), self.rows.line());
            let name = self.name();
            self.names.extend(name);
            let passed = self.passed.entry(other).or_insert(Passed {
                names: at..at,
                line,
            });
            passed.names.end = self.names.len();
            self.advance()?;
        }
        Ok(())
    }

    /// Reads the next row.
    fn advance(&mut self) -> Result<(), SourceError> {
        let Some((_, [title, ..])) = self.rows.next_row()? else {
            self.ahead = None;
            return Ok(());
        };
        let message = match id::title(title) {
            Some(title) if self.order.holds(title) => {
                self.ahead = Some(title);
                return Ok(());
            }
            Some(_) => UNSORTED,
            None => id::EXPECTED_TITLE,
        };
        Err(self.rows.error_at(self.rows.line(), message))
    }

    /// What the row that was read last says; `None` when it gives no name.
    fn name(&mut self) -> Option<AlternateName> {
        let [_, name, region, language] = self.rows.current();
        let (region, language) = (cell::known(region), cell::known(language));
        let name = AlternateName {
            name: cell::text(name)?,
            language: language.and_then(iso_language),
            region: region.and_then(iso_region),
        };
        let line = self.rows.line();
        if region.is_some() && name.region.is_none() {
            self.private_regions.add(line);
        }
        if language.is_some() && name.language.is_none() {
            self.private_languages.add(line);
        }
        Some(name)
    }
}

/// The code of a country as in ISO 3166-1, or of a former one as in ISO 3166-3.
///
/// `IMDb` has codes of its own, which begin with X, such as XWW for the whole world.
fn iso_region(code: &str) -> Option<CompactString> {
    let capitals = code.bytes().all(|byte| byte.is_ascii_uppercase());
    let iso = matches!(code.len(), 2 | 4) && !code.starts_with('X');
    (capitals && iso).then(|| code.into())
}

/// The tag of a language as in BCP 47.
///
/// `IMDb` has tags of its own among those that ISO 639 leaves to everybody, from qaa to qtz.
fn iso_language(tag: &str) -> Option<CompactString> {
    let small = tag.bytes().all(|byte| byte.is_ascii_lowercase());
    let own = tag.len() == 3 && ("qaa"..="qtz").contains(&tag);
    (small && matches!(tag.len(), 2 | 3) && !own).then(|| tag.into())
}

/// How the ids of a file are sorted, as far as its rows tell.
#[derive(Debug)]
struct Sorting {
    last: u32,
    /// As texts: tt10000000 before tt1000001.
    texts: bool,
    /// As numbers.
    numbers: bool,
}

impl Default for Sorting {
    fn default() -> Self {
        Self {
            last: 0,
            texts: true,
            numbers: true,
        }
    }
}

impl Sorting {
    /// Whether a title may follow those before it.
    fn holds(&mut self, title: u32) -> bool {
        self.numbers &= self.last <= title;
        self.texts &= as_texts(self.last, title).is_le();
        self.last = title;
        self.numbers || self.texts
    }

    /// Whether one title may stand before another.
    fn may_precede(&self, title: u32, other: u32) -> bool {
        (self.numbers && title < other) || (self.texts && as_texts(title, other).is_lt())
    }
}

/// The order of ids as texts, which have seven digits or more.
fn as_texts(left: u32, right: u32) -> Ordering {
    let digits = |number: u32| number.max(1).ilog10().max(6);
    let (long, short) = (digits(left), digits(right));
    let scaled = |number: u32, by: u32| u64::from(number) * 10_u64.pow(by);
    let left_scaled = scaled(left, short.saturating_sub(long));
    let right_scaled = scaled(right, long.saturating_sub(short));
    left_scaled.cmp(&right_scaled).then(long.cmp(&short))
}
