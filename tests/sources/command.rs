//! `castgraph import`: all of it or nothing.

use crate::support::skips::{lacks, skip};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// An empty directory for one test.
pub(super) fn scratch(test: &str) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("import-{test}"));
    if place.exists() {
        fs::remove_dir_all(&place).unwrap();
    }
    fs::create_dir_all(&place).unwrap();
    place
}

/// The program beside the fixtures, untouched by the environment of who tests.
pub(super) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
    command.args(arguments);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sources/tvmaze");
    command.current_dir(fixtures);
    for name in ["CASTGRAPH_DATA", "CASTGRAPH_LISTEN", "CASTGRAPH_LOG"] {
        command.env_remove(name);
    }
    command
}

fn import(paths: &[&str], into: &Path) -> Output {
    let arguments = [&["import", "tvmaze", "--into"], paths].concat();
    let mut arguments = arguments;
    arguments.insert(3, into.to_str().unwrap());
    command(&arguments).output().unwrap()
}

pub(super) fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Everything below a directory: names and bytes, hidden things too.
pub(super) fn contents(place: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![place.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            found.insert(path, Vec::new());
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
    found
}

/// Asserts that a summary has a line.
pub(super) fn has(summary: &str, line: &str) {
    let mut lines = summary.lines();
    assert!(
        lines.any(|found| found.trim_start() == line),
        "{line:?} in\n{summary}"
    );
}

#[test]
fn a_new_directory_holds_what_the_summary_says() {
    let out = scratch("new").join("deep/data");
    let output = import(&["whole", "lists", "--as-of", "2026-01-02"], &out);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
    let summary = told(&output.stdout);
    for line in [
        "2    shows",
        "2    series",
        "3    seasons",
        "7    people",
        "6    PLAYS",
        "1    dates that are no dates, first at whole/show.json:1",
        "1    cast: the season has no answer, first at characters/11",
        "0  claims known before, with more references",
    ] {
        has(&summary, line);
    }
    assert!(
        summary.lines().last().unwrap().ends_with("  seconds"),
        "{summary}"
    );

    let check = command(&["check", out.to_str().unwrap()]).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", told(&check.stderr));
    has(&told(&check.stdout), "2    series");
    let series = fs::read_to_string(out.join("series.jsonl")).unwrap();
    let reference = r#""references":[{"source":"source:tvmaze","asOf":"2026-01-02"}]"#;
    assert!(series.contains(reference), "{series}");
}

#[test]
fn the_same_files_twice_change_no_byte() {
    let place = scratch("twice");
    let out = place.join("data");
    let first = import(&["whole", "lists"], &out);
    assert_eq!(first.status.code(), Some(0), "{}", told(&first.stderr));
    let before = contents(&place);
    let second = import(&["whole", "lists"], &out);
    assert_eq!(second.status.code(), Some(0), "{}", told(&second.stderr));
    assert!(contents(&place) == before);
    let summary = told(&second.stdout);
    for line in [
        "0  nodes made",
        "0  edges made",
        "0  claims made",
        "0  claims known before, with more references",
    ] {
        has(&summary, line);
    }
}

/// The same files of another day say the same, with a reference more.
#[test]
fn another_day_adds_references_and_the_summary_counts_their_claims() {
    let out = scratch("another-day").join("data");
    import(&["whole", "lists", "--as-of", "2026-01-01"], &out);
    let check = command(&["check", out.to_str().unwrap()]).output().unwrap();
    let checked = told(&check.stdout);
    let claims = checked.lines().find_map(|line| {
        let line = line.trim_start();
        line.strip_suffix("  claims")
    });
    let claims = claims.unwrap();
    let again = import(&["whole", "lists", "--as-of", "2026-02"], &out);
    let summary = told(&again.stdout);
    has(&summary, "0  claims made");
    let gained = format!("{claims}  claims known before, with more references");
    has(&summary, &gained);
    let once_more = import(&["whole", "lists", "--as-of", "2026-02"], &out);
    let summary = told(&once_more.stdout);
    has(&summary, "0  claims known before, with more references");
    // A show that others name as well gains its references, and nothing else does.
    let fewer = import(&["lists", "--as-of", "2026"], &out);
    let summary = told(&fewer.stdout);
    let gained = summary
        .lines()
        .find(|line| line.ends_with("with more references"));
    let count = gained.and_then(|line| line.trim_start().split(' ').next());
    let count: usize = count.unwrap().parse().unwrap();
    let all: usize = claims.parse().unwrap();
    assert!((1..all).contains(&count), "{count} of {all}");
}

#[test]
fn what_is_there_stays_and_what_is_new_is_added() {
    let place = scratch("more");
    let (steps, at_once) = (place.join("steps"), place.join("at-once"));
    assert_eq!(import(&["lists"], &steps).status.code(), Some(0));
    fs::write(steps.join("README.md"), "mine").unwrap();
    let output = import(
        &["whole", "--report", place.join("doubts").to_str().unwrap()],
        &steps,
    );
    assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
    has(&told(&output.stdout), "1    series");
    assert_eq!(fs::read_to_string(steps.join("README.md")).unwrap(), "mine");
    fs::remove_file(steps.join("README.md")).unwrap();
    assert_eq!(fs::read_to_string(place.join("doubts")).unwrap(), "");

    assert_eq!(import(&["lists", "whole"], &at_once).status.code(), Some(0));
    let named = |place: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        let all = contents(place).into_iter();
        all.map(|(path, bytes)| (path.strip_prefix(place).unwrap().to_owned(), bytes))
            .collect()
    };
    assert!(named(&steps) == named(&at_once));
}

#[test]
fn errors_leave_the_directory_as_it_was() {
    let place = scratch("errors");
    let out = place.join("data");
    assert_eq!(import(&["lists"], &out).status.code(), Some(0));
    fs::write(place.join("cut.json"), "[{\"id\": 1, \"name\": \"x").unwrap();
    let cut = place.join("cut.json");
    let before = contents(&place);
    for (paths, expected) in [
        (
            vec!["whole", cut.to_str().unwrap()],
            "cut.json:1:22: expected more JSON",
        ),
        (vec!["nowhere"], "nowhere: cannot read: No such file"),
    ] {
        let output = import(&paths, &out);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            told(&output.stderr).contains(expected),
            "{}",
            told(&output.stderr)
        );
        assert!(output.stdout.is_empty());
        assert!(contents(&place) == before);
    }
    // A report that cannot be written.
    let doubts = cut.join("doubts");
    let output = import(&["whole", "--report", doubts.to_str().unwrap()], &out);
    assert_eq!(output.status.code(), Some(1));
    let error = told(&output.stderr);
    assert!(
        error.contains("doubts: cannot read: Not a directory"),
        "{error}"
    );
    assert!(contents(&place) == before);
    // A target that is no data directory is not touched either.
    let strange = place.join("strange");
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("people.jsonl"), "no record\n").unwrap();
    let before = contents(&place);
    let output = import(&["whole"], &strange);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told(&output.stderr).contains("people.jsonl:1"),
        "{}",
        told(&output.stderr)
    );
    assert!(contents(&place) == before);
}

/// Two networks of one name, of which one has no country.
const MAY_BE_ONE: &str = r#"[
    {"id": 1, "name": "One", "genres": [], "network": {"id": 1, "name": "TBS", "country": null}},
    {"id": 2, "name": "Two", "genres": [],
     "network": {"id": 2, "name": "TBS", "country": {"name": "Japan"}}}]"#;

#[test]
fn doubts_stay_in_their_report_until_somebody_takes_them_out() {
    let place = scratch("doubts");
    fs::write(place.join("shows.json"), MAY_BE_ONE).unwrap();
    let run = |into: &str, more: &[&str]| {
        let arguments = ["import", "tvmaze", "shows.json", "--into", into];
        let mut command = command(&arguments);
        command.args(more).current_dir(&place).output().unwrap()
    };
    let read = |name: &str| fs::read_to_string(place.join(name)).unwrap();
    let first = run("data", &[]);
    has(
        &told(&first.stdout),
        "1  doubtful pairs, not merged; see data.doubts.jsonl",
    );
    let pair = "{\"left\":\"network:tvmaze-2\",\"right\":\"network:tvmaze-1\",\"reason\":\"same name, \
         but no country in both and no series in common\"}\n";
    assert_eq!(read("data.doubts.jsonl"), pair);
    run("data", &[]);
    assert_eq!(read("data.doubts.jsonl"), pair);

    // A report of more than one import.
    let other = "{\"left\":\"person:a\",\"right\":\"person:b\",\"reason\":\"same name\"}";
    fs::write(place.join("all.jsonl"), other).unwrap();
    for into in ["more", "yet-more"] {
        let output = run(into, &["--report", "all.jsonl"]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
        assert_eq!(read("all.jsonl"), format!("{other}\n{pair}"));
    }

    // What is no report is not written over, also if it has the form of a record.
    let record = r#"{"key":"person:a","name":"A","references":[{"source":"source:x"}]}"#;
    for strange in ["my notes", "{}", record, r#"{"left":"a","right":"b"}"#] {
        fs::write(place.join("mine.txt"), format!("{other}\n{strange}\n")).unwrap();
        let before = contents(&place);
        let output = run("new", &["--report", "mine.txt"]);
        assert_eq!(output.status.code(), Some(1));
        let error = told(&output.stderr);
        let expected = "mine.txt:2: expected a doubt of an earlier import, a line with";
        assert!(error.contains(expected), "{error}");
        assert!(contents(&place) == before);
    }
    let before = contents(&place);
    // A graph that cannot be saved leaves no report.
    fs::write(place.join("file"), "").unwrap();
    let output = run("file/data", &["--report", "late.jsonl"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output.stderr));
    fs::remove_file(place.join("file")).unwrap();
    assert!(contents(&place) == before);
}

/// The report is no file of the graph; nothing is read before that is known.
#[test]
fn a_report_lies_beside_the_graph() {
    let place = scratch("report-inside");
    fs::write(place.join("shows.json"), MAY_BE_ONE).unwrap();
    let run = |into: &str, report: &str, answers: &str| {
        let arguments = ["import", "tvmaze", answers, "--into", into];
        let mut command = command(&arguments);
        command.args(["--report", report]).current_dir(&place);
        command.output().unwrap()
    };
    assert!(run("data", "doubts.jsonl", "shows.json").status.success());
    std::os::unix::fs::symlink("data", place.join("link")).unwrap();
    let before = contents(&place);
    for (into, report) in [
        ("data", "data/networks.jsonl"),
        ("data", "data/new.jsonl"),
        ("data", "./data/../data/deep/new.jsonl"),
        ("data", "link/new.jsonl"),
        ("link", "data/new.jsonl"),
        ("data", "data"),
        ("new.snapshot", "new.snapshot"),
        ("new", "new/deep/../doubts.jsonl"),
        ("doubts.jsonl/data", "doubts.jsonl"),
    ] {
        let output = run(into, report, "nowhere");
        assert_eq!(output.status.code(), Some(1), "{into}, {report}");
        let error = told(&output.stderr);
        let expected = format!("castgraph: {report}: expected a place for the report of doubts");
        assert!(error.starts_with(&expected), "{into}, {report}: {error}");
        assert!(contents(&place) == before, "{into}, {report}");
    }
    // Names that only begin alike are apart.
    assert!(run("data", "data.jsonl", "shows.json").status.success());
}

#[test]
fn a_report_in_a_folder_that_is_missing_is_refused() {
    let place = scratch("report-nowhere");
    let report = place.join("typo/doubts.jsonl");
    let report = report.to_str().unwrap();
    let output = import(&["whole", "--report", report], &place.join("data"));
    assert_eq!(output.status.code(), Some(1));
    let error = told(&output.stderr);
    let folder = place.join("typo");
    let expected = format!(
        "{report}: expected the folder {} to exist",
        folder.display()
    );
    assert!(error.contains(&expected), "{error}");
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
}

/// A limit on the size of files stands for a disk that is full.
#[test]
fn a_full_disk_leaves_the_directory_as_it_was() {
    let place = scratch("full");
    let out = place.join("data");
    assert_eq!(import(&["lists"], &out).status.code(), Some(0));
    let shows: Vec<String> = (1000..1100)
        .map(|id| format!(r#"{{"id": {id}, "name": "Show {id}", "genres": []}}"#))
        .collect();
    let file = place.join("shows.jsonl");
    fs::write(&file, shows.join("\n")).unwrap();
    let before = contents(&place);
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" import tvmaze \"$1\" --into \"$2\"";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_castgraph")])
        .args([&file, &out])
        .output()
        .unwrap();
    let told = told(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("cannot write the file: File too large"),
        "{told}"
    );
    assert!(contents(&place) == before);
}

/// The program as a user who may not do everything; `None` where there is no way to be one,
/// which is said.
pub(super) fn as_nobody(arguments: &[&str]) -> Option<Output> {
    let user = Command::new("id").arg("-u").output().unwrap();
    let program = env!("CARGO_BIN_EXE_castgraph");
    if told(&user.stdout).trim() != "0" {
        return Some(command(arguments).output().unwrap());
    }
    let change = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    let mut command = Command::new("setpriv");
    command.args(change).arg(program).args(arguments);
    let Ok(output) = command.output() else {
        lacks("there is no setpriv to become somebody who may not do everything");
        return None;
    };
    if told(&output.stderr).contains("failed to execute") {
        skip("the program lies where nobody but root may look");
        return None;
    }
    Some(output)
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = scratch("forbidden");
    let show = r#"{"id": 1, "name": "One", "genres": []}"#;
    for name in ["secret.json", "open.json"] {
        fs::write(place.join(name), show).unwrap();
    }
    let secret = place.join("secret.json");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    let closed = place.join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let out = closed.join("data");
    let out = out.to_str().unwrap();
    for (file, expected) in [
        (&secret, "secret.json: cannot read: Permission denied"),
        (
            &place.join("open.json"),
            "cannot make the directory: Permission denied",
        ),
    ] {
        let arguments = ["import", "tvmaze", file.to_str().unwrap(), "--into", out];
        let Some(output) = as_nobody(&arguments) else {
            return;
        };
        let told = told(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(expected), "{told}");
    }
    assert_eq!(fs::read_dir(&closed).unwrap().count(), 0);
}

/// In a sticky directory everybody may make files, and remove only their own.
#[test]
fn what_cannot_be_removed_of_the_old_directory_is_told_and_the_new_one_stays() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let place = scratch("sticky");
    let out = place.join("data");
    assert_eq!(import(&["lists"], &out).status.code(), Some(0));
    if fs::metadata(&out).unwrap().uid() != 0 {
        skip("only root can make files that nobody else may remove");
        return;
    }
    for (directory, mode) in [(&place, 0o777), (&out, 0o1777)] {
        fs::set_permissions(directory, fs::Permissions::from_mode(mode)).unwrap();
    }
    let before = fs::read(out.join("series.jsonl")).unwrap();
    fs::write(
        place.join("show.json"),
        r#"{"id": 1, "name": "New", "genres": []}"#,
    )
    .unwrap();
    let [show, into] =
        [place.join("show.json"), out.clone()].map(|path| path.display().to_string());
    let Some(output) = as_nobody(&["import", "tvmaze", &show, "--into", &into]) else {
        skip("root cannot become somebody who may not remove everything");
        return;
    };
    let error = told(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    let series = fs::read_to_string(out.join("series.jsonl")).unwrap();
    assert!(series.contains(r#""name":"New""#), "{series}");
    let beside = fs::read_dir(&place).unwrap();
    let mut beside = beside.map(|entry| entry.unwrap().path());
    let old = beside.find(|path| path.display().to_string().contains(".data.old-"));
    let old = old.unwrap();
    assert_eq!(fs::read(old.join("series.jsonl")).unwrap(), before);
    let warning = format!(
        "castgraph: warning: {}: cannot remove what is left of the old directory: Operation not \
         permitted",
        old.display()
    );
    assert!(error.contains(&warning), "{error}");
}

/// What was made before lies in the folder that is read: it is no answer.
#[test]
fn the_place_of_the_graph_is_not_read() {
    let place = scratch("inside");
    let show = r#"{"id": 1, "name": "One", "genres": []}"#;
    fs::write(place.join("show.json"), show).unwrap();
    let run = |into: &str| {
        let arguments = [
            "import",
            "tvmaze",
            ".",
            "--into",
            into,
            "--report",
            "doubts.jsonl",
        ];
        let output = command(&arguments).current_dir(&place).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", told(&output.stderr));
        told(&output.stdout)
    };
    for into in ["data", "deep/data"] {
        let first = run(into);
        has(&first, "1  records read");
        has(&first, "0  left out");
        let doubt = r#"{"left":"person:a","right":"person:b","reason":"same name"}"#;
        fs::write(place.join("doubts.jsonl"), format!("{doubt}\n")).unwrap();
        let before = contents(&place.join(into));
        let again = run(into);
        has(&again, "1  records read");
        has(&again, "0  left out");
        assert!(contents(&place.join(into)) == before);
        fs::remove_dir_all(place.join(into)).unwrap();
    }

    run("data");
    let before = contents(&place);
    let arguments = ["import", "tvmaze", "data", "--into", "data"];
    let output = command(&arguments).current_dir(&place).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = told(&output.stderr);
    assert!(
        told.contains("data: expected files of answers, found the place to which"),
        "{told}"
    );
    assert!(contents(&place) == before);
}

#[test]
fn a_signal_leaves_no_trace() {
    let place = scratch("signal");
    let line = |id: u32| {
        let name = format!("A Show of No Importance {id}");
        format!("{{\"id\": {id}, \"name\": \"{name}\", \"genres\": [\"Drama\"]}}\n")
    };
    let shows: String = (1..=300_000).map(line).collect();
    let file = place.join("shows.jsonl");
    fs::write(&file, shows).unwrap();
    let before = contents(&place);
    for signal in ["-INT", "-TERM"] {
        let into = place.join("data");
        let arguments = ["import", "tvmaze", file.to_str().unwrap(), "--into"];
        let mut child = command(&[&arguments[..], &[into.to_str().unwrap()]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The first line says that reading has begun.
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut told = String::new();
        stderr.read_line(&mut told).unwrap();
        assert!(told.contains("tvmaze: shows and people"), "{told}");
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        stderr.read_to_string(&mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(1), "{told}");
        assert!(told.contains("castgraph: stopped; "), "{told}");
        assert!(contents(&place) == before);
    }
}

#[test]
fn help_teaches_and_wrong_usage_ends_with_2() {
    for arguments in [&["import", "--help"][..], &["import", "tvmaze", "--help"]] {
        let output = command(arguments).output().unwrap();
        let help = told(&output.stdout);
        assert!(
            help.contains("Examples:") && help.contains("Exit codes:"),
            "{help}"
        );
    }
    for format in ["tvmaze", "imdb"] {
        let output = command(&["import", format, "--help"]).output().unwrap();
        let help = told(&output.stdout);
        assert!(help.contains("PLACE is as it was"), "{help}");
        assert!(!help.contains("DIR"), "{help}");
        assert!(help.contains("2026-01 or 2026 where only"), "{help}");
        let deletes = help.contains("find answers -type f -empty -delete");
        assert_eq!(deletes, format == "tvmaze", "{help}");
    }
    for arguments in [
        &["import"][..],
        &["import", "tvmaze"],
        &["import", "tvmaze", "whole"],
        &["import", "tvmaze", "--into", "x"],
        &[
            "import", "tvmaze", "whole", "--into", "x", "--as-of", "soon",
        ],
        &["import", "tvguide", "whole", "--into", "x"],
    ] {
        let output = command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}
