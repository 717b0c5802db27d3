//! What tests say that do not run, and where that is no excuse.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;

/// Writes where it is seen even though the test passes.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says that this test, or the rest of it, does not run.
pub fn skip(reason: &str) {
    let current = thread::current();
    let test = current.name().unwrap_or("a test");
    say(&format!("skipped {test}: {reason}"));
}

/// As [`skip`], for want of a program or its packages; where `CI` is set, the test fails.
pub fn lacks(what: &str) {
    let in_ci = env::var_os("CI").is_some_and(|value| value != "false");
    assert!(!in_ci, "this must not be left out in CI: {what}");
    skip(what);
}

/// The Python for which `make test` installs packages; `None` where it did not, which is said.
pub fn installed_python() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/exports-python");
    let python = place.join("bin/python3");
    let found = place.join(".installed").is_file() && python.is_file();
    if !found {
        lacks("python3 or its packages are not installed; `make test` installs them");
    }
    found.then_some(python)
}

/// A folder of the shared ones, which lie beside the checkout or at `CASTGRAPH_SHARED`;
/// `None` where it is missing, which is said.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = env::var_os("CASTGRAPH_SHARED").map_or_else(beside, PathBuf::from);
    let place = shared.join(folder);
    let found = place.is_dir();
    if !found {
        // No failure in CI either: these files may not be passed on, so a clone has none.
        skip(&format!(
            "there is no {}; set CASTGRAPH_SHARED",
            place.display()
        ));
    }
    found.then_some(place)
}
