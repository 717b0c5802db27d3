//! The inverted index: which things have which words.
//!
//! tantivy keeps words (in a finite-state transducer) and where they stand; the walk over both is
//! ours, so that it can be bounded, counted and stopped, and every hit be counted. Things are
//! tantivy's documents in the order of their keys, so a document's number says its key and kind.

use super::super::Graph;
use super::super::filter::{STOP_INTERVAL, Stopped};
use super::super::fold::fold;
use super::super::meter::{Meter, Unfinished};
use super::sought::{Closeness, Pattern, Sought};
use super::{NAMES, wordings};
use levenshtein_automata::{DFA, Distance, SINK_STATE};
use std::sync::Arc;
use tantivy::directory::RamDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{SimpleTokenizer, TokenizerManager};
use tantivy::{
    DocSet, InvertedIndexReader, SegmentReader, SingleSegmentIndexWriter, TERMINATED,
    TantivyDocument,
};
use tantivy_fst::Automaton;

/// Words of names and words of texts.
pub(super) struct Index {
    names: Words,
    texts: Words,
}

struct Words {
    reader: Arc<InvertedIndexReader>,
    /// How many words each thing has, roughly.
    lengths: FieldNormReader,
    /// Number of things, and of their words on the average.
    things: u64,
    mean_length: f32,
}

/// A thing's number, and how well it fits.
pub(super) type Found = (u32, f32);

/// What the tables of the writer may take to begin with, in bytes; they grow.
const WRITER_BYTES: usize = 16 << 20;

/// Makes what BM25 gives, which is less than 49 a word (2.2 times the logarithm of the number of
/// things), less than one closeness of names for twenty words together.
const BM25_SHARE: f32 = 1.0 / 1024.0;

impl std::fmt::Debug for Index {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let terms = [&self.names, &self.texts].map(|words| words.reader.terms().num_terms());
        write!(out, "Index of {terms:?} words")
    }
}

/// An index that is being made.
pub(super) struct Growing {
    writer: SingleSegmentIndexWriter,
    fields: [Field; 2],
    /// Things that were added.
    things: usize,
}

impl std::fmt::Debug for Growing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Growing index of {} things", self.things)
    }
}

impl Growing {
    /// Of nothing yet.
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let fields = ["names", "texts"].map(|name| schema.add_text_field(name, field_options()));
        let tokenizers = TokenizerManager::new();
        // Splits as `words` does.
        tokenizers.register(WORDS, SimpleTokenizer::default());
        let writer = tantivy::Index::builder()
            .schema(schema.build())
            .tokenizers(tokenizers)
            .single_segment_index_writer(RamDirectory::create(), WRITER_BYTES)
            .expect(IN_MEMORY);
        Self {
            writer,
            fields,
            things: 0,
        }
    }

    /// Adds the things of a graph that were not added yet; `stop` is asked every thousand of them.
    pub fn add(&mut self, graph: &Graph, stop: &dyn Fn() -> bool) -> Result<(), Stopped> {
        for node in graph.nodes_by_key().skip(self.things) {
            if self.things % STOP_INTERVAL == STOP_INTERVAL - 1 && stop() {
                return Err(Stopped);
            }
            let mut document = TantivyDocument::new();
            for (property, text) in wordings(node) {
                let field = self.fields[usize::from(!NAMES.contains(&property))];
                document.add_text(field, fold(text));
            }
            self.writer.add_document(document).expect(IN_MEMORY);
            self.things += 1;
        }
        Ok(())
    }

    /// The index of all that was added.
    pub fn finish(self) -> Index {
        let index = self.writer.finalize().expect(IN_MEMORY);
        let segments = index.searchable_segments().expect(IN_MEMORY);
        let segment = segments.first().expect("the writer makes one segment");
        let segment = SegmentReader::open(segment).expect(IN_MEMORY);
        let [names, texts] = self.fields.map(|field| Words::of(&segment, field));
        Index { names, texts }
    }
}

impl Index {
    /// The things that have all words that are sought, in the order of their keys.
    ///
    /// A word in a name gives as much as it is close, in a text nothing, and both a little
    /// by BM25 (Robertson and Zaragoza 2009).
    pub fn find(
        &self,
        sought: &Sought,
        visited_max: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<Found>, Unfinished> {
        let meter = Meter::new(visited_max, stop);
        let mut all: Option<Vec<Found>> = None;
        for pattern in sought.patterns() {
            let mut found = Vec::new();
            self.names.find(pattern, &meter, |closeness, doc, bm25| {
                found.push((doc, f32::from(closeness as u8) + bm25 * BM25_SHARE));
            })?;
            self.texts.find(pattern, &meter, |closeness, doc, bm25| {
                let behind = Closeness::Whole as i32 - closeness as i32;
                found.push((doc, bm25 * BM25_SHARE * 0.5_f32.powi(behind)));
            })?;
            found.sort_unstable_by(|left, right| {
                let best_first = right.1.total_cmp(&left.1);
                left.0.cmp(&right.0).then(best_first)
            });
            found.dedup_by_key(|found| found.0);
            all = Some(match all {
                None => found,
                Some(before) => in_both(&before, &found),
            });
        }
        Ok(all.unwrap_or_default())
    }
}

/// Words as [`super::words`] splits them.
const WORDS: &str = "words";

const IN_MEMORY: &str = "an index in memory meets no failing disk";

fn field_options() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(WORDS)
        .set_index_option(IndexRecordOption::WithFreqs);
    TextOptions::default().set_indexing_options(indexing)
}

/// What is in both lists, with the sum of what it has.
fn in_both(left: &[Found], right: &[Found]) -> Vec<Found> {
    let mut rest = right.iter().peekable();
    let both = left.iter().filter_map(|(thing, score)| {
        while rest.next_if(|(other, _)| other < thing).is_some() {}
        let more = rest.next_if(|(other, _)| other == thing)?.1;
        Some((*thing, score + more))
    });
    both.collect()
}

impl Words {
    #[expect(clippy::cast_precision_loss, reason = "an average need not be exact")]
    fn of(segment: &SegmentReader, field: Field) -> Self {
        let reader = segment.inverted_index(field).expect(IN_MEMORY);
        let things = u64::from(segment.max_doc());
        Self {
            mean_length: reader.total_num_tokens() as f32 / things.max(1) as f32,
            lengths: segment.get_fieldnorms_reader(field).expect(IN_MEMORY),
            things,
            reader,
        }
    }

    /// Tells of every thing that has a fitting word: how close the word is, which thing, and
    /// what BM25 gives.
    fn find(
        &self,
        pattern: &Pattern,
        meter: &Meter<'_>,
        mut tell: impl FnMut(Closeness, u32, f32),
    ) -> Result<(), Unfinished> {
        let words = self.reader.terms();
        let mut visit = |closeness, word: &TermInfo| {
            self.postings(word, meter, |doc, bm25| tell(closeness, doc, bm25))
        };
        if pattern.open {
            let range = words.range().ge(&pattern.word);
            let mut fitting = range.into_stream().expect(IN_MEMORY);
            while fitting.advance() && fitting.key().starts_with(pattern.word.as_bytes()) {
                meter.visit(1)?;
                let closeness = if fitting.key().len() == pattern.word.len() {
                    Closeness::Whole
                } else {
                    Closeness::Beginning
                };
                visit(closeness, fitting.value())?;
            }
        } else if let Some(word) = words.get(&pattern.word).expect(IN_MEMORY) {
            visit(Closeness::Whole, &word)?;
        }
        if let Some(typos) = &pattern.typos {
            let walk = words.search(Mistyped { typos, meter });
            let mut fitting = walk.into_stream().expect(IN_MEMORY);
            while fitting.advance() {
                let word = std::str::from_utf8(fitting.key()).expect("words are text");
                let closeness = pattern.closeness(word);
                // Closer ones were visited above.
                if let Some(mistyped) = closeness.filter(|found| *found <= Closeness::OneTypo) {
                    visit(mistyped, fitting.value())?;
                }
            }
            meter.visit(0)?;
        }
        Ok(())
    }

    /// Tells of every thing that has a word.
    fn postings(
        &self,
        word: &TermInfo,
        meter: &Meter<'_>,
        mut tell: impl FnMut(u32, f32),
    ) -> Result<(), Unfinished> {
        let bm25 = Bm25Weight::for_one_term_without_explain(
            u64::from(word.doc_freq),
            self.things,
            self.mean_length,
        );
        let with_counts = IndexRecordOption::WithFreqs;
        let postings = self.reader.read_postings_from_terminfo(word, with_counts);
        let mut postings = postings.expect(IN_MEMORY);
        while postings.doc() != TERMINATED {
            meter.visit(1)?;
            let length = self.lengths.fieldnorm_id(postings.doc());
            tell(postings.doc(), bm25.score(length, postings.term_freq()));
            postings.advance();
        }
        Ok(())
    }
}

/// Walks all words with few typos; where the meter says that it is enough, nowhere any more.
struct Mistyped<'q> {
    typos: &'q DFA,
    meter: &'q Meter<'q>,
}

impl Automaton for Mistyped<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.typos.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.typos.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE && self.meter.visit(1).is_ok()
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.typos.transition(*state, byte)
    }
}
