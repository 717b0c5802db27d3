//! Exit codes and ways of the commands that read and write data directories.

use super::{castgraph, command, data, scratch, stderr, stdout};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn check_counts_what_a_good_directory_holds() {
    let output = castgraph(&data(""), &["check", "small"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let counts = stdout(&output);
    for line in [
        "51  nodes",
        "3    series",
        "5    seasons",
        "12    episodes",
        "8    people",
        "7    PLAYS",
        "14    CREDITED",
        "2  disputes",
    ] {
        assert!(
            counts.lines().any(|found| found.trim_start() == line),
            "expected {line:?} in\n{counts}"
        );
    }
}

#[test]
fn check_without_a_directory_checks_the_seed() {
    let output = castgraph(Path::new("/"), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn check_takes_the_directory_of_the_environment() {
    let check = |arguments: &[&str]| {
        let mut command = command(&data(""), &[&["check"], arguments].concat());
        command
            .env("CASTGRAPH_DATA", "bad/bad_date")
            .output()
            .unwrap()
    };
    let output = check(&[]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(stderr(&output).starts_with("bad/bad_date/"));
    let output = check(&["small"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn check_names_what_is_no_directory() {
    let output = castgraph(&data(""), &["check", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).starts_with("nowhere: expected a data directory, found nothing there\n")
    );
}

#[test]
fn data_files_that_are_no_files_are_refused_at_once() {
    let place = scratch("pipes");
    fs::create_dir_all(place.join("works.jsonl")).unwrap();
    for pipe in ["people.jsonl", "strange.jsonl"] {
        let made = Command::new("mkfifo").arg(place.join(pipe)).status();
        assert!(made.unwrap().success());
    }
    let output = castgraph(&place, &["check", "."]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    for line in [
        "./people.jsonl: unreadable file: expected a file, found a pipe",
        "./works.jsonl: unreadable file: expected a file, found a directory",
    ] {
        assert!(told.lines().any(|found| found == line), "{told}");
    }
    assert!(
        told.contains("./strange.jsonl: unknown file: expected"),
        "{told}"
    );

    let out = scratch("into-pipes");
    fs::create_dir(&out).unwrap();
    let made = Command::new("mkfifo").arg(out.join("notes")).status();
    assert!(made.unwrap().success());
    let out = out.to_str().unwrap();
    let export = ["export", "--format", "jsonl", "--data", "small", "--force"];
    let output = castgraph(&data(""), &[&export[..], &[out]].concat());
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.contains("found the pipe \"notes\" in it"), "{told}");
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &["chekc"][..],
        &["check", "a", "b"],
        &["export", "out"],
        &["export", "--format", "yaml", "out"],
    ] {
        let output = castgraph(&data(""), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn help_teaches_every_command() {
    for command in ["check", "export", "schema", "query"] {
        let output = castgraph(&data(""), &[command, "--help"]);
        let help = stdout(&output);
        assert!(
            help.contains("Example") && help.contains("Exit codes"),
            "{help}"
        );
    }
}

#[test]
fn query_of_a_document_in_place_of_its_file_says_how_to_give_it() {
    let hint = "expected a file with the document, or - to read it from stdin";
    for (file, hinted) in [("{ people { totalCount } }", true), ("nowhere", false)] {
        let output = castgraph(&data(""), &["query", file]);
        assert_eq!(output.status.code(), Some(1));
        let told = stderr(&output);
        assert!(told.contains("cannot read the document"), "{told}");
        assert_eq!(told.contains(hint), hinted, "{told}");
    }
}

#[test]
fn export_writes_a_directory_that_is_not_there() {
    let out = scratch("new").join("deep");
    let output = castgraph(
        &data(""),
        &[
            "export",
            "--format",
            "jsonl",
            "--data",
            "small",
            out.to_str().unwrap(),
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(listing(&out), listing(&data("small")));
}

#[test]
fn export_keeps_what_is_there_unless_forced() {
    let out = scratch("occupied");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("README.md"), "mine").unwrap();
    fs::write(out.join("people.jsonl"), "old").unwrap();
    fs::write(out.join("disputes.jsonl"), "old").unwrap();
    let out_text = out.to_str().unwrap();
    let export = ["export", "--format", "jsonl", "--data", "small", out_text];
    let output = castgraph(&data(""), &export);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("expected a new or empty directory"),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(out.join("people.jsonl")).unwrap(), "old");

    let output = castgraph(&data(""), &[&export[..], &["--force"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(out.join("README.md")).unwrap(), "mine");
    let mut expected = listing(&data("small"));
    expected.push(("README.md".to_owned(), "mine".to_owned()));
    expected.sort();
    assert_eq!(listing(&out), expected);

    fs::create_dir(out.join("more")).unwrap();
    let output = castgraph(&data(""), &[&export[..], &["--force"]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("the directory \"more\" in it"),
        "{}",
        stderr(&output)
    );
    let beside = fs::read_dir(out.parent().unwrap()).unwrap();
    let left = beside.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".store-occupied")
    });
    assert_eq!(
        left.count(),
        0,
        "expected nothing left beside the directory"
    );
}

#[test]
fn export_advises_force_only_where_it_helps() {
    let out = scratch("forceless");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("file"), "mine").unwrap();
    let advice = |place: &Path| {
        let place = place.to_str().unwrap();
        let output = castgraph(&data(""), &["export", "--format", "jsonl", place]);
        assert_eq!(output.status.code(), Some(1));
        stderr(&output)
    };
    let told = advice(&out.join("file"));
    assert!(
        told.contains("found a file; name another place\n"),
        "{told}"
    );
    assert!(advice(&out).contains("--force"));
    fs::create_dir(out.join("more")).unwrap();
    let told = advice(&out);
    assert!(!told.contains("--force"), "{told}");
}

#[test]
fn export_of_bad_data_writes_nothing() {
    let out = scratch("bad");
    let output = castgraph(
        &data("bad"),
        &[
            "export",
            "--format",
            "jsonl",
            "--data",
            "bad_date",
            out.to_str().unwrap(),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("bad_date/people.jsonl:1: "),
        "{}",
        stderr(&output)
    );
    assert!(!out.exists());
}

/// The files of a directory with their texts, by name.
fn listing(directory: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}
