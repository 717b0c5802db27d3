//! Files of a data directory. What loads must be written and load again to the same texts.
//!
//! The files have 0x1e between them; the first line of each is its name.

#![no_main]

use castgraph::store::{load_texts, texts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let files: Vec<(&str, &str)> = text
        .split('\u{1e}')
        .map(|file| file.split_once('\n').unwrap_or((file, "")))
        .collect();
    let graph = match load_texts(&files) {
        Ok(graph) => graph,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    let written = texts(&graph);
    let named: Vec<(String, &str)> = written
        .iter()
        .map(|(file, text)| (file.name(), text.as_str()))
        .collect();
    let files: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    match load_texts(&files) {
        Ok(again) => assert_eq!(written, texts(&again), "another graph came back"),
        // A directory without any data file is refused, so an empty graph does not come back.
        Err(_) if files.is_empty() => {}
        Err(error) => panic!("what was written does not load: {error}"),
    }
});
