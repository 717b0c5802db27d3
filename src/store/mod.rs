//! Files to graph and back: the data directory. To files of other tools: `export`.
//!
//! A data directory holds JSON Lines: UTF-8, one record a line, `\n` at line ends, no
//! blank lines. Each kind of thing, each relation, claims and disputes have a file
//! of their own ([`DataFile`]); files without records are left out, files of other
//! endings (`README.md`) are nobody's business. The forms of a record:
//!
//! | in | record |
//! |---|---|
//! | `people.jsonl`, `series.jsonl`, ... | `{"key", <properties>, "references"}` |
//! | `plays.jsonl`, `appears_in.jsonl`, ... | `{"from", "relation", "to", <qualifiers>, <basis>}` |
//! | `claims.jsonl` | `{"subject", "property", "value", <basis>}` |
//! | `disputes.jsonl` | `{"key", "question", "claims": [<pointers>], "reason"}` |
//! | `merges.jsonl` | `{"key", "into", "rank"?, "reason"}` |
//!
//! - Properties and qualifiers are those of the ontology, in its order. A property with
//!   many values is a list.
//! - An alternate name is a text, or `{"name", "language"?, "region"?}`.
//! - External ids are `{"imdb": "nm1"}` in a record of a node, with a list where one
//!   catalogue has several; the value of a claim or pointer is `{"authority", "id"}`.
//! - A reference is `{"source", "locator"?, "asOf"?}`.
//! - A basis is `"rank"?, "mode"?, "references"?, "derivedFrom"?: [<pointers>], "reason"?`;
//!   rank is left out when NORMAL, mode when STATED.
//! - A pointer is `{"subject", "property", "value"?}` or `{"from", "relation", "to", <qualifiers>}`.
//! - Empty lists are left out; nothing is `null`.
//!
//! A merge says that `key` names the same thing as `into`; records of merged things keep
//! the key under which they came. Rank DEPRECATED takes a merge back for good.
//!
//! Reading takes records, fields and list items in any order, refuses what it does not
//! know, and reports everything that is wrong in one run ([`LoadError`]). Writing knows
//! exactly one form for a graph, byte for byte.

mod files;

mod fields;
mod json;
mod lines;
mod record;
mod value;

mod lost;
mod read;

mod export;
mod moves;
mod save;
mod snapshot;
mod write;

mod embedded;
mod error;

pub use embedded::{SEED, load_seed};
pub use error::{Leftover, LoadError, Problem, SaveError};
pub use export::{save_csv, save_graphml, save_nquads};
pub use files::DataFile;
pub use moves::hold_moves;
pub use read::{load_directory, load_texts};
pub use save::{Existing, Stop, save_directory, save_file};
pub use snapshot::{LoadTimes, load_snapshot, read_snapshot, save_snapshot};
pub use write::texts;
