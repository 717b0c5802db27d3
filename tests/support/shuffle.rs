//! The same files in another order.

use castgraph::graph::Graph;
use castgraph::store;

/// File names with texts.
pub type Files = Vec<(String, String)>;

/// The graph of files without faults.
pub fn load(files: &Files) -> Graph {
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    store::load_texts(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// Shuffles the lines of every file and the references of every record.
pub fn shuffled(files: &Files, seed: u64) -> Files {
    let mut random = Random(seed);
    let mut shuffled: Files = files
        .iter()
        .map(|(name, text)| {
            let mut lines: Vec<String> = text
                .lines()
                .map(|line| shuffle_references(line, &mut random))
                .collect();
            random.shuffle(&mut lines);
            (name.clone(), lines.join("\n") + "\n")
        })
        .collect();
    random.shuffle(&mut shuffled);
    shuffled
}

fn shuffle_references(line: &str, random: &mut Random) -> String {
    let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
    if let Some(references) = record
        .get_mut("references")
        .and_then(|list| list.as_array_mut())
    {
        random.shuffle(references);
    }
    record.to_string()
}

/// Chance that a seed decides: splitmix64.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number under the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    /// Puts items into any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}
