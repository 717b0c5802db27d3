//! A new directory in the place of an old one.

use super::{data, scratch};
use castgraph::store::{self, Existing};
use std::fs;
use std::time::{Duration, Instant};

/// Who ends the program at once must not meet a place without its directory.
#[test]
fn no_directory_moves_while_somebody_holds_moves() {
    let graph = store::load_directory(&data("small")).unwrap();
    let place = scratch("held").join("place");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("mine.txt"), "mine").unwrap();
    let held = store::hold_moves();
    std::thread::scope(|scope| {
        let saving = scope
            .spawn(|| store::save_directory(&graph, &place, Existing::Replace, &|| false).unwrap());
        // The file that stays is copied last.
        let begun = Instant::now();
        let complete = || {
            let beside = fs::read_dir(place.parent().unwrap()).unwrap();
            let mut copies = beside.map(|entry| entry.unwrap().path().join("mine.txt"));
            copies.any(|copy| copy != place.join("mine.txt") && copy.exists())
        };
        while !complete() {
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "nothing is written"
            );
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
        assert!(!saving.is_finished());
        drop(held);
        assert!(saving.join().unwrap().is_none());
    });
    assert!(place.join("series.jsonl").exists());
    assert_eq!(fs::read_dir(place.parent().unwrap()).unwrap().count(), 1);
}
