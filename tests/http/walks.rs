//! A walk through castgraph's graph ends when its client goes away, and at its deadline.

use std::{
    fmt::Write as _,
    io::{Read, Write as _},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::Duration,
};

use castgraph::{
    graph::{Graph, Snapshot},
    graphql::{
        engine::{Answer, Interrupt, Outcome, Prepared, Request},
        error::{ErrorCode, Refusal},
        limits::Limits as DocumentLimits,
        service::{Api, Service},
    },
    http::{self, Limits, Settings, Shutdown},
    store::load_texts,
};
use tokio::{net::TcpListener, task};

use super::fixture::question;

const PATIENCE: Duration = Duration::from_mins(1);

/// A walk between the ends of the ladder; it visits all of it.
const WALK: &str = r#"{ path(from: "person:p0", to: "person:p10") { visited path { length } } }"#;
/// Rungs of the ladder; between its ends is one step less.
const RUNGS: usize = 11;
/// Things on each rung but the first and the last, which have one.
const WIDTH: usize = 40;
/// At which of its looks at the interrupt a walk is held.
const HELD_AT: usize = 3;
/// Looks of a walk that stops there: once more, to tell why.
const LOOKS: usize = HELD_AT + 1;

/// A ladder whose rungs are people and series by turns; each thing of a rung is joined to
/// all things of the next.
pub fn ladder() -> Graph {
    let said = r#""references":[{"source":"source:ladder"}]"#;
    let sources = format!(r#"{{"key":"source:ladder","name":"Ladder",{said}}}"#);
    let [mut people, mut series, mut credited] = [const { String::new() }; 3];
    let rung = |at: usize| {
        let places = if at == 0 || at == RUNGS - 1 { 1 } else { WIDTH };
        (0..places).map(move |place| at + RUNGS * place)
    };
    for at in 0..RUNGS {
        let (file, prefix) = if at.is_multiple_of(2) {
            (&mut people, "person:p")
        } else {
            (&mut series, "series:s")
        };
        for thing in rung(at) {
            writeln!(
                file,
                r#"{{"key":"{prefix}{thing}","name":"{thing}",{said}}}"#
            )
            .expect("text");
        }
    }
    for at in 1..RUNGS {
        for (below, above) in
            rung(at - 1).flat_map(|below| rung(at).map(move |above| (below, above)))
        {
            let (person, series) = if at.is_multiple_of(2) {
                (above, below)
            } else {
                (below, above)
            };
            writeln!(
                credited,
                r#"{{"from":"person:p{person}","relation":"CREDITED","to":"series:s{series}","job":"Writer",{said}}}"#
            )
            .expect("text");
        }
    }
    let files = [
        ("sources.jsonl", &sources),
        ("people.jsonl", &people),
        ("series.jsonl", &series),
        ("credited.jsonl", &credited),
    ];
    let graph = load_texts(&files.map(|(name, text)| (name, text.as_str())));
    graph.unwrap_or_else(|error| panic!("{error}"))
}

/// What the test is told of an execution.
#[derive(Debug, PartialEq, Eq)]
enum Event {
    /// Its walk is held in its midst.
    Held,
    /// It has ended so, after so many looks at the interrupt.
    Ended(Outcome, usize),
}

/// castgraph on the ladder; it counts how often walks look whether to stop.
struct Watched {
    api: Api,
    /// Whether the next walk is held until it is told to stop.
    holds: AtomicBool,
    events: Sender<Event>,
}

impl Service for Watched {
    fn prepare(&self, request: &Request) -> Result<Prepared, Refusal> {
        self.api.prepare(request)
    }

    fn execute(&self, request: &Request, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer {
        let watch = Watch {
            interrupt,
            holds: self.holds.swap(false, Ordering::Relaxed),
            looks: AtomicUsize::new(0),
            events: &self.events,
        };
        let answer = self.api.execute(request, prepared, &watch);
        let looks = watch.looks.load(Ordering::Relaxed);
        // A test that is over does not listen.
        let _ = self.events.send(Event::Ended(answer.outcome, looks));
        answer
    }

    fn sdl(&self) -> &str {
        self.api.sdl()
    }
}

struct Watch<'w> {
    interrupt: &'w dyn Interrupt,
    holds: bool,
    looks: AtomicUsize,
    events: &'w Sender<Event>,
}

impl Interrupt for Watch<'_> {
    fn reason(&self) -> Option<ErrorCode> {
        let look = self.looks.fetch_add(1, Ordering::Relaxed) + 1;
        if self.holds && look == HELD_AT {
            let _ = self.events.send(Event::Held);
            while self.interrupt.reason().is_none() {
                thread::yield_now();
            }
        }
        self.interrupt.reason()
    }
}

/// A server on a socket whose first walk is held; one heavy request may run at a time.
struct Running {
    address: SocketAddr,
    events: Receiver<Event>,
    shutdown: Shutdown,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shutdown.abandon();
    }
}

impl Running {
    async fn start(request_time_ms: u64) -> Self {
        let (sender, events) = channel();
        let snapshot = Arc::new(Snapshot::new(ladder()));
        let service = Watched {
            api: Api::new(snapshot, DocumentLimits::default()).expect("a schema"),
            holds: AtomicBool::new(true),
            events: sender,
        };
        let settings = Settings {
            limits: Limits {
                heavy_executions_max: 1,
                request_time_ms,
                ..Limits::default()
            },
            ..Settings::default()
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shutdown = settings.shutdown.clone();
        let front = http::front(Arc::new(service), settings.clone());
        task::spawn(async move { http::serve(listener, front, &settings).await });
        Self {
            address,
            events,
            shutdown,
        }
    }

    fn ask(&self, query: &str) -> TcpStream {
        let body = question(query);
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a bound");
        write!(
            stream,
            "POST /graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("sent");
        stream
    }

    fn event(&self) -> Event {
        let event = task::block_in_place(|| self.events.recv_timeout(PATIENCE));
        event.expect("an event in time")
    }

    /// Asks the walk again, to which nothing happens, and returns how often it looks.
    fn whole_walk(&self) -> usize {
        let answer = rest(self.ask(WALK));
        // Half of the ladder from either end, the rung in the middle from both.
        let visited = (RUNGS - 1) * WIDTH;
        let data =
            format!(r#"{{"data":{{"path":{{"visited":{visited},"path":{{"length":10}}}}}}}}"#);
        assert!(answer.ends_with(&data), "{answer}");
        match self.event() {
            Event::Ended(Outcome::Complete, looks) => looks,
            other => panic!("{other:?}"),
        }
    }
}

fn rest(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let read = task::block_in_place(|| stream.read_to_string(&mut text));
    read.expect("an end");
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_walk_ends_when_its_client_is_gone() {
    let running = Running::start(600_000).await;
    let stream = running.ask(WALK);
    assert_eq!(running.event(), Event::Held);
    drop(stream);
    let cancelled = Outcome::Failed(ErrorCode::Cancelled);
    assert_eq!(running.event(), Event::Ended(cancelled, LOOKS));
    // It would have gone on for long, and has given its permit back.
    let looks = running.whole_walk();
    assert!(looks > 3 * LOOKS, "{looks}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_walk_ends_at_its_deadline() {
    let running = Running::start(2_000).await;
    let stream = running.ask(WALK);
    assert_eq!(running.event(), Event::Held);
    let answer = rest(stream);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("TIMEOUT"), "{answer}");
    // The deadline, and the end of who waited until then, come at the same time.
    match running.event() {
        Event::Ended(Outcome::Failed(ErrorCode::Timeout | ErrorCode::Cancelled), LOOKS) => {}
        other => panic!("{other:?}"),
    }
}
