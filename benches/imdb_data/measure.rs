//! What an import costs: time and memory of the program, beside a pass that splits and counts.

use crate::scan;
use castgraph::store::{LoadTimes, load_snapshot};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_castgraph");
/// How many imports of each folder are timed, in turns with those of the others.
const ROUNDS: usize = 3;
/// How long the machine rests before each: memory that a program gave back a moment ago comes
/// faster than other memory, which would make small imports look cheaper than large ones.
const REST: Duration = Duration::from_secs(10);
/// How often the memory of the program is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// What was measured of one folder of files.
pub struct Measured {
    /// Bytes of the seven files.
    pub bytes: u64,
    /// Rows of the seven files.
    pub rows: u64,
    /// Splitting and counting with the csv crate.
    pub with_csv: Duration,
    /// The same with memchr.
    pub with_memchr: Duration,
    /// `castgraph import` to a snapshot, the whole process, in each round.
    pub imports: Vec<Duration>,
    /// The most memory that the middle one of these held, in bytes.
    pub import_peak: u64,
    /// Bytes of the snapshot.
    pub snapshot: u64,
    /// Loading the snapshot.
    pub load: LoadTimes,
    /// `castgraph serve` with the snapshot, from its start to its first answer.
    pub serve: Duration,
    /// The memory that it then holds, in bytes.
    pub serving: u64,
    /// The first search, which waits for the index of words.
    pub search: Duration,
    /// The most memory that the server held by then, in bytes.
    pub search_peak: u64,
    /// The memory that it holds after one more search, in bytes.
    pub searched: u64,
}

impl Measured {
    /// The middle one of the imports.
    pub fn import(&self) -> Duration {
        middle(self.imports.clone())
    }

    /// How many times as long as that of another folder the import took, in the middle of the
    /// rounds: what disturbs the machine for a while disturbs both.
    pub fn times(&self, other: &Self) -> f64 {
        let rounds = self.imports.iter().zip(&other.imports);
        let times = rounds.map(|(own, other)| own.div_duration_f64(*other));
        let mut times: Vec<f64> = times.collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    }
}

fn middle<T: Ord + Copy>(mut all: Vec<T>) -> T {
    all.sort_unstable();
    all[all.len() / 2]
}

/// Measures all of it in this run, the imports of all folders in turns.
pub fn measure(folders: &[PathBuf]) -> Vec<Measured> {
    let scans: Vec<Scans> = folders.iter().map(|folder| scans(folder)).collect();
    let snapshot = |folder: &Path| folder.with_extension("snapshot");
    let mut imports = vec![Vec::new(); folders.len()];
    for _ in 0..ROUNDS {
        for (folder, imports) in folders.iter().zip(&mut imports) {
            imports.push(import(folder, &snapshot(folder)));
        }
    }
    let all = folders.iter().zip(scans).zip(imports);
    let all = all.map(|((folder, scans), imports)| {
        let place = snapshot(folder);
        let (_, load) = load_snapshot(&place).expect("the snapshot was just written");
        let served = served(&place);
        let snapshot = fs::metadata(&place).expect("the snapshot was just written");
        fs::remove_file(&place).expect("the snapshot can go again");
        Measured {
            bytes: scans.found.bytes,
            rows: scans.found.rows,
            with_csv: scans.with_csv,
            with_memchr: scans.with_memchr,
            import_peak: middle(imports.clone()).1,
            imports: imports.into_iter().map(|(time, _)| time).collect(),
            snapshot: snapshot.len(),
            load,
            serve: served.start,
            serving: served.serving,
            search: served.search,
            search_peak: served.search_peak,
            searched: served.searched,
        }
    });
    all.collect()
}

/// What only splits and counts.
struct Scans {
    found: scan::Found,
    with_csv: Duration,
    with_memchr: Duration,
}

fn scans(folder: &Path) -> Scans {
    let time = |pass: fn(&Path) -> std::io::Result<scan::Found>| {
        let start = Instant::now();
        let found = pass(folder).expect("the files can be read");
        (start.elapsed(), found)
    };
    // The first pass also brings the files into memory, for all that follow.
    time(scan::with_memchr);
    let (with_memchr, found) = time(scan::with_memchr);
    let (with_csv, same) = time(scan::with_csv);
    assert_eq!(found, same, "both split alike");
    Scans {
        found,
        with_csv,
        with_memchr,
    }
}

/// Imports a folder; how long that takes, and the most memory that it holds.
fn import(folder: &Path, place: &Path) -> (Duration, u64) {
    let _ = fs::remove_file(place);
    thread::sleep(REST);
    let start = Instant::now();
    let import = Command::new(PROGRAM)
        .args(["import", "imdb"])
        .arg(folder)
        .arg("--into")
        .arg(place)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let peak = peak(&mut import.expect("the program starts"));
    (start.elapsed(), peak)
}

/// Waits for a program; the most memory that it was seen to hold.
fn peak(program: &mut Child) -> u64 {
    let mut peak = 0;
    loop {
        if let Some(status) = program.try_wait().expect("a child can be waited for") {
            assert!(status.success(), "the import succeeds");
            return peak;
        }
        peak = peak.max(memory(program, "VmHWM:"));
        thread::sleep(GLANCE);
    }
}

/// A line of what the system says of a program's memory, in bytes; 0 when it is gone, and on
/// systems that do not say.
fn memory(program: &Child, line: &str) -> u64 {
    let path = format!("/proc/{}/status", program.id());
    let status = fs::read_to_string(path).unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    let kilobytes = found.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// After a second without use the allocator gives memory back, when it is next asked for some.
const GIVEN_BACK: Duration = Duration::from_secs(2);

/// What was measured of a server.
struct Served {
    start: Duration,
    serving: u64,
    search: Duration,
    search_peak: u64,
    searched: u64,
}

const LIST: &str = "{ people(first: 50) { totalCount nodes { name characters(first: 5) { nodes { name series { nodes { name } } } } } } }";
/// Finds some of any size.
const SEARCH: &str = r#"{ search(text: "episode 12", first: 50) { totalCount nodes { id } } }"#;
/// How long a search may wait for the index, in milliseconds.
const SEARCH_MS_MAX: &str = "3600000";

/// Starts a server and asks it for a list, then for a search, and for that again.
fn served(place: &Path) -> Served {
    let begin = Instant::now();
    let mut server = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(["--request-time-ms", SEARCH_MS_MAX, "--data"])
        .arg(place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let stdout = server.stdout.take().expect("stdout is piped");
    let line = BufReader::new(stdout).lines().next();
    let line = line.expect("a line says the address").expect("it is text");
    let address = line.split("http://").nth(1).expect("the line holds it");
    let address = address.split('/').next().unwrap_or_default();
    ask(address, LIST);
    let start = begin.elapsed();
    let serving = memory(&server, "VmRSS:");
    let begin = Instant::now();
    ask(address, SEARCH);
    let search = begin.elapsed();
    let search_peak = memory(&server, "VmHWM:");
    thread::sleep(GIVEN_BACK);
    ask(address, SEARCH);
    let searched = memory(&server, "VmRSS:");
    server.kill().expect("the server can be ended");
    server.wait().expect("the server ends");
    Served {
        start,
        serving,
        search,
        search_peak,
        searched,
    }
}

/// Asks for a list of which there is anything.
fn ask(address: &str, query: &str) {
    let body = serde_json::json!({ "query": query }).to_string();
    let mut stream = TcpStream::connect(address).expect("the server listens");
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let found = answer.contains("\"totalCount\":") && !answer.contains("\"totalCount\":0");
    assert!(found, "{answer}");
}
