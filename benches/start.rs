//! How long castgraph takes from its start to its first answer, beside `castgraph --help`.
//!
//! Both in turn, in one run; medians and their ratio are what counts, since absolute
//! times say more of the machine than of the program.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_castgraph");
const ROUNDS: usize = 41;
const QUERY: &str =
    r#"{"query":"{ person(slug: \"jeff-daniels\") { name characters { nodes { name } } } }"}"#;

#[expect(clippy::print_stdout, reason = "a table is what a benchmark is for")]
fn main() {
    let (mut help, mut answer) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        help.push(time_help());
        answer.push(time_first_answer());
    }
    let (help, answer) = (median(help), median(answer));
    println!("castgraph --help          {:>8.2} ms", millis(help));
    println!("start to the first answer {:>8.2} ms", millis(answer));
    println!(
        "ratio                     {:>8.2}",
        answer.as_secs_f64() / help.as_secs_f64()
    );
}

fn time_help() -> Duration {
    let start = Instant::now();
    let status = Command::new(PROGRAM)
        .arg("--help")
        .stdout(Stdio::null())
        .status();
    assert!(
        status.expect("the program starts").success(),
        "help is printed"
    );
    start.elapsed()
}

fn time_first_answer() -> Duration {
    let start = Instant::now();
    let mut server = Command::new(PROGRAM)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let stdout = server.stdout.take().expect("stdout is piped");
    let line = BufReader::new(stdout)
        .lines()
        .next()
        .expect("a line says the address")
        .expect("it is text");
    let address = line
        .split("http://")
        .nth(1)
        .and_then(|rest| rest.split('/').next());
    let mut stream =
        TcpStream::connect(address.expect("the line holds the address")).expect("it listens");
    let length = QUERY.len();
    let head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close";
    write!(stream, "{head}\r\ncontent-length: {length}\r\n\r\n{QUERY}")
        .expect("the request is sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("the answer is read");
    let took = start.elapsed();
    assert!(
        answer.contains("Del Harris"),
        "the answer is right: {answer}"
    );
    server.kill().expect("the server is ours");
    server.wait().expect("it ends");
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
