//! Both formats through the real command: bad files, full disks and missing rights are told
//! by name and place, and leave the target as it was.

use super::command::{as_nobody, command, contents, has, scratch, told};
use super::imdb::{self, packed};
use crate::support::skips::{lacks, skip};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A format, as the command calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Tvmaze,
    Imdb,
}
use Format::{Imdb, Tvmaze};

const SHOWS: &str = r#"{"id": 1, "name": "One", "genres": ["Drama"]}
{"id": 2, "name": "Zwölf", "genres": []}
"#;

impl Format {
    fn word(self) -> &'static str {
        match self {
            Tvmaze => "tvmaze",
            Imdb => "imdb",
        }
    }

    /// The file of `input/` that is changed.
    fn file(self) -> &'static str {
        match self {
            Tvmaze => "shows.jsonl",
            Imdb => "name.basics.tsv",
        }
    }

    /// What is in that file when it is good.
    fn good(self) -> Vec<u8> {
        match self {
            Tvmaze => SHOWS.into(),
            Imdb => fs::read(imdb::fixture().join(self.file())).unwrap(),
        }
    }
}

/// A place with `input/`, whose files are good, and `targets/`.
struct Place(Format, PathBuf);

impl Place {
    fn new(format: Format, test: &str) -> Self {
        let place = scratch(&format!("robust-{}-{test}", format.word()));
        let input = place.join("input");
        fs::create_dir_all(&input).unwrap();
        fs::create_dir_all(place.join("targets")).unwrap();
        match format {
            Tvmaze => fs::write(input.join(format.file()), SHOWS).unwrap(),
            Imdb => {
                for name in imdb::FILES {
                    let name = format!("{name}.tsv");
                    fs::copy(imdb::fixture().join(&name), input.join(&name)).unwrap();
                }
            }
        }
        Self(format, place)
    }

    fn input(&self) -> PathBuf {
        self.1.join("input").join(self.0.file())
    }

    fn targets(&self) -> PathBuf {
        self.1.join("targets")
    }

    fn arguments<'a>(&self, into: &'a str) -> [&'a str; 5] {
        ["import", self.0.word(), "input", "--into", into]
    }

    fn import(&self, into: &str) -> Output {
        command(&self.arguments(into))
            .current_dir(&self.1)
            .output()
            .unwrap()
    }

    /// A good graph at `targets/data`, and what is below `targets` then.
    fn made(&self) -> Targets {
        let output = self.import("targets/data");
        assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
        contents(&self.targets())
    }

    /// Asserts that an import fails and says these parts, with `..` between them, onto what is there and to a new place.
    fn refused(&self, before: &Targets, expected: &str) {
        for into in ["targets/data", "targets/deep/new", "targets/new.snapshot"] {
            let output = self.import(into);
            let error = told(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{into}: {error}");
            for part in expected.split("..") {
                assert!(error.contains(part), "{into}: expected {part:?} in {error}");
            }
            assert!(output.stdout.is_empty());
            assert!(contents(&self.targets()) == *before, "{into} was touched");
        }
    }
}

type Targets = std::collections::BTreeMap<PathBuf, Vec<u8>>;

/// A good file with one text in the place of another.
fn replaced(format: Format, old: &str, new: &[u8]) -> Vec<u8> {
    let good = format.good();
    let mut windows = good.windows(old.len());
    let at = windows.position(|part| part == old.as_bytes()).unwrap();
    [&good[..at], new, &good[at + old.len()..]].concat()
}

/// A format, a name, the bytes of the file, parts of what is told.
type Case = (Format, &'static str, Vec<u8>, &'static str);

#[test]
fn damaged_files_are_told_by_line_and_leave_the_target_as_it_was() {
    let cut = |bytes: Vec<u8>, length: usize| bytes[..bytes.len() - length].to_vec();
    let cases: Vec<Case> = vec![
        (
            Tvmaze,
            "cut",
            cut(Tvmaze.good(), 20),
            "input/shows.jsonl:2:23: expected more JSON",
        ),
        (
            Imdb,
            "cut",
            cut(Imdb.good(), 30),
            "input/name.basics.tsv:11: expected 6 cells",
        ),
        (
            Tvmaze,
            "gzip",
            cut(packed(&Tvmaze.good()), 12),
            "input/shows.jsonl:2:.. the compressed file ends too early",
        ),
        (
            Imdb,
            "gzip",
            cut(packed(&Imdb.good()), 12),
            "input/name.basics.tsv:.. the compressed file ends too early",
        ),
        (
            Tvmaze,
            "utf-8",
            replaced(Tvmaze, "ö", b"\xf6"),
            "input/shows.jsonl:2:22: expected UTF-8",
        ),
        (
            Imdb,
            "utf-8",
            replaced(Imdb, "Nina", b"N\xffna"),
            "input/name.basics.tsv:6:12: expected UTF-8",
        ),
        (
            Tvmaze,
            "empty",
            Vec::new(),
            "input/shows.jsonl: expected JSON, found an empty file",
        ),
        (
            Imdb,
            "empty",
            Vec::new(),
            "input/name.basics.tsv: expected a header line, found an empty file",
        ),
    ];
    for (format, test, bytes, expected) in cases {
        let place = Place::new(format, test);
        let before = place.made();
        fs::write(place.input(), bytes).unwrap();
        place.refused(&before, expected);
    }
}

#[test]
fn a_line_of_100_megabytes_is_refused() {
    for (format, old, expected) in [
        (
            Tvmaze,
            "Zw",
            "input/shows.jsonl:2:1: expected at most 64 MiB for one show",
        ),
        (
            Imdb,
            "Nina",
            "input/name.basics.tsv:6: expected a line of at most 16777216 bytes",
        ),
    ] {
        let place = Place::new(format, "long");
        let before = place.made();
        fs::write(
            place.input(),
            replaced(format, old, &vec![b'x'; 100_000_000]),
        )
        .unwrap();
        place.refused(&before, expected);
        fs::remove_file(place.input()).unwrap();
    }
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_read() {
    for format in [Tvmaze, Imdb] {
        let place = Place::new(format, "windows");
        let before = place.made();
        let text = String::from_utf8(format.good()).unwrap();
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        fs::write(place.input(), &text).unwrap();
        fs::remove_dir_all(place.targets().join("data")).unwrap();
        assert!(place.made() == before, "{format:?}");
        fs::write(place.input(), packed(text.as_bytes())).unwrap();
        fs::remove_dir_all(place.targets().join("data")).unwrap();
        assert!(place.made() == before, "{format:?}, compressed");
    }
}

#[test]
fn a_folder_without_the_file_is_refused() {
    for (format, expected) in [
        (
            Tvmaze,
            "input: expected a folder with files that end in .json",
        ),
        (Imdb, "input: expected the seven files of https://"),
    ] {
        let place = Place::new(format, "without");
        let before = place.made();
        fs::remove_file(place.input()).unwrap();
        place.refused(&before, expected);
        fs::remove_dir_all(place.1.join("input")).unwrap();
        place.refused(&before, "input: cannot read: No such file");
    }
}

/// More good data than fits on a small disk.
fn enlarge(place: &Place) {
    let mut file = fs::OpenOptions::new()
        .append(true)
        .open(place.input())
        .unwrap();
    for id in 5000..7000 {
        match place.0 {
            Tvmaze => writeln!(file, r#"{{"id": {id}, "name": "Show {id}", "genres": []}}"#),
            // Of people, only those stay who were in something; titles do.
            Imdb => Ok(()),
        }
        .unwrap();
    }
    if place.0 == Imdb {
        let titles = place.1.join("input/title.basics.tsv");
        let mut file = fs::OpenOptions::new().append(true).open(titles).unwrap();
        for id in 5000..7000 {
            let row =
                format!("tt090{id}\ttvSeries\tShow {id}\tShow {id}\t0\t2001\t\\N\t\\N\tDrama");
            writeln!(file, "{row}").unwrap();
        }
    }
}

/// A limit on the size of files stands for a disk that is full: the system refuses a write in
/// the middle of a file, only with another error.
#[test]
fn a_file_that_may_not_grow_leaves_the_target_as_it_was() {
    for format in [Tvmaze, Imdb] {
        let place = Place::new(format, "limit");
        let before = place.made();
        enlarge(&place);
        for into in ["targets/data", "targets/deep/new", "targets/new.snapshot"] {
            let script = "trap '' XFSZ; ulimit -f 16; exec \"$@\"";
            let mut shell = Command::new("sh");
            shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_castgraph")]);
            shell.args(place.arguments(into)).current_dir(&place.1);
            let output = shell.env_remove("CASTGRAPH_LOG").output().unwrap();
            let error = told(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{into}: {error}");
            assert!(
                error.contains("cannot write the file: File too large"),
                "{error}"
            );
            assert!(error.contains("is as it was"), "{error}");
            assert!(contents(&place.targets()) == before, "{into} was touched");
        }
    }
}

/// A real disk, small and in memory, in a namespace of its own where that is allowed.
#[test]
fn a_full_disk_leaves_the_target_as_it_was() {
    for format in [Tvmaze, Imdb] {
        let place = Place::new(format, "disk");
        place.made();
        enlarge(&place);
        for into in ["disk/data", "disk/deep/new", "disk/new.snapshot"] {
            fs::create_dir_all(place.1.join("disk")).unwrap();
            // What is on the disk goes with the namespace, so it is compared inside.
            let script = "mount -t tmpfs -o size=160k none disk || exit 77
                cp -r targets/data disk/data
                \"$@\"; code=$?
                diff -r targets/data disk/data || exit 78
                test \"$(ls -A disk)\" = data || exit 79
                exit $code";
            let mut shell = Command::new("unshare");
            shell.args([
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
            ]);
            shell.arg(env!("CARGO_BIN_EXE_castgraph"));
            shell.args(place.arguments(into)).current_dir(&place.1);
            let Ok(output) = shell.env_remove("CASTGRAPH_LOG").output() else {
                return lacks("there is no unshare to mount a small disk with");
            };
            let error = told(&output.stderr);
            match output.status.code() {
                Some(77) => return skip("a small disk may not be mounted"),
                Some(1) if error.contains("unshare") => {
                    return skip("a namespace may not be made");
                }
                code => assert_eq!(code, Some(1), "{into}: {error}{}", told(&output.stdout)),
            }
            assert!(error.contains("No space left on device"), "{into}: {error}");
            assert!(error.contains("is as it was"), "{error}");
        }
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs as somebody who may not do everything, who is nobody where root runs the tests.
#[test]
fn what_may_not_be_done_is_told_and_leaves_the_target_as_it_was() {
    for format in [Tvmaze, Imdb] {
        let place = Place::new(format, "rights");
        let before = place.made();
        let (input, targets) = (place.input(), place.targets());
        let path = |name: &str| place.1.join(name).display().to_string();
        let refused = |into: &str, expected: &str| {
            let arguments = [
                "import",
                format.word(),
                &path("input"),
                "--into",
                &path(into),
            ];
            let Some(output) = as_nobody(&arguments) else {
                return false;
            };
            let error = told(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{into}: {error}");
            assert!(error.contains(expected), "{into}: {error}");
            true
        };
        let both = ["targets/data", "targets/new"];
        mode(&input, 0o000);
        mode(&targets, 0o777);
        let expected = format!("{}: cannot read: Permission denied", input.display());
        if !both.iter().all(|into| refused(into, &expected)) {
            return;
        }
        mode(&input, 0o644);
        // Nothing may be made beside the target.
        mode(&targets, 0o555);
        for into in both {
            let name = into.trim_start_matches("targets/");
            if into == "targets/data" {
                // Something new, else nothing is written.
                enlarge(&place);
            }
            let made = format!("targets/.{name}.new-");
            refused(into, &made);
            refused(into, "cannot make the directory: Permission denied");
        }
        // The directory that is there may not be changed.
        mode(&targets, 0o777);
        mode(&targets.join("data"), 0o555);
        refused(
            "targets/data",
            "cannot change the directory: Permission denied",
        );
        mode(&targets.join("data"), 0o755);
        mode(&targets, 0o755);
        // What is there may not be read.
        let data = targets.join("data/series.jsonl");
        mode(&data, 0o000);
        refused("targets/data", "series.jsonl");
        mode(&data, 0o644);
        assert!(contents(&targets) == before);
    }
}

#[test]
fn a_replaced_directory_keeps_its_rights() {
    let place = Place::new(Tvmaze, "kept-rights");
    let before = place.made();
    let data = place.targets().join("data");
    mode(&data, 0o700);
    enlarge(&place);
    let path = |name: &str| place.1.join(name).display().to_string();
    let (input, into) = (path("input"), path("targets/data"));
    let output = command(&["import", "tvmaze", &input, "--into", &into]).output();
    assert!(output.unwrap().status.success());
    assert!(contents(&place.targets()) != before, "it was replaced");
    let found = fs::metadata(&data).unwrap().permissions().mode();
    assert_eq!(found & 0o777, 0o700);
}

/// The input of these tests is good, and each of it is seen in the summary.
#[test]
fn the_good_files_come_in() {
    for (format, line) in [(Tvmaze, "2    shows"), (Imdb, "10    name.basics")] {
        let place = Place::new(format, "good");
        let output = place.import("targets/data");
        assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
        has(&told(&output.stdout), line);
    }
}
