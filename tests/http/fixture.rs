//! A small schema that can also fail, panic and take its time, and a client for it.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, Response, StatusCode, header},
};
use castgraph::{
    arguments, field,
    graphql::{
        engine::{
            Answer, Engine, Interrupt, Interruptible, List, Outcome, Prepared, Request as Question,
            Root,
        },
        error::{ApiError, ErrorCode, Refusal},
        limits::Limits as DocumentLimits,
        service::Service,
    },
    http::{self, Front, Limits, Settings},
    object,
};
use serde_json::Value;
use tower::ServiceExt;

/// What the endless field tells the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It has written its first items.
    Started,
    /// The execution was stopped, for this reason.
    Ended(Option<ErrorCode>),
}

/// A service with an engine of its own.
pub struct Fixture {
    engine: Engine<FixtureRoot>,
    events: Sender<Event>,
    gate: Arc<AtomicBool>,
    quick: Arc<AtomicBool>,
}

struct FixtureRoot;

impl Root for FixtureRoot {
    type Query<'g> = Query<'g>;
}

#[derive(Clone, Copy)]
struct Query<'g> {
    fixture: &'g Fixture,
}

arguments! {
    /// What to say.
    Said<'g> {
        /// The text.
        text: &'g str,
    }
}

object! {
    /// Every way for a field to end.
    Query {
        field!("word", "A text.", |_: Query| "word"),
        field!("echo", "What was said.", |_: Query, said: Said| said.text),
        field!("failing", "Fails, and may be null.", |_: Query| {
            Err::<Option<&str>, _>(ApiError::internal("/secret/path is unreadable"))
        }),
        field!("required", "Fails, and may not be null.", |_: Query| {
            Err::<&str, _>(ApiError::new(ErrorCode::BadFilter, "no such filter"))
        }),
        field!("panicking", "Panics.", |query: Query| query.panics()),
        field!("endless", "Never ends by itself.", |query: Query| List(query.endless()), weight: 1_000),
        field!("held", "Waits for the test without a look at the clock.", |query: Query| query.held()),
        field!("slow", "Looks at the clock, and says at the end how far it came.", |_: Query| {
            Interruptible::new(slow)
        }),
        field!("heavy", "The same, but heavy.", |query: Query| query.held(), weight: Limits::default().heavy_cost),
    }
}

fn slow(interrupt: &dyn Interrupt) -> Result<&'static str, ApiError> {
    loop {
        if let Some(code) = interrupt.reason() {
            return Err(ApiError::new(code, "two of three steps were done"));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

impl<'g> Query<'g> {
    fn panics(self) -> &'g str {
        assert!(self.fixture.engine.sdl().is_empty(), "secret of the panic");
        ""
    }

    fn endless(self) -> impl Iterator<Item = i32> + 'g {
        let events = self.fixture.events.clone();
        (0..).inspect(move |number| {
            if *number == 1 {
                // A test that is over does not listen.
                let _ = events.send(Event::Started);
            }
        })
    }

    fn held(self) -> &'g str {
        let _ = self.fixture.events.send(Event::Started);
        while !self.fixture.gate.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
        "held"
    }
}

impl Service for Fixture {
    fn prepare(&self, request: &Question) -> Result<Prepared, Refusal> {
        assert!(request.query != "panic outside of the engine", "secret");
        self.engine.prepare(request)
    }

    fn prepare_kept(&self, request: &Question) -> Option<Result<Prepared, Refusal>> {
        self.engine.prepare_kept(request)
    }

    fn last_time(&self, _: &Prepared) -> Option<Duration> {
        let quick = self.quick.load(Ordering::Relaxed);
        quick.then_some(Duration::ZERO)
    }

    fn execute(&self, _: &Question, prepared: &Prepared, interrupt: &dyn Interrupt) -> Answer {
        let query = Query { fixture: self };
        let answer = self.engine.execute(prepared, query, interrupt);
        let reason = match answer.outcome {
            Outcome::Failed(code) => Some(code),
            _ => None,
        };
        let _ = self.events.send(Event::Ended(reason));
        answer
    }

    fn sdl(&self) -> &str {
        self.engine.sdl()
    }
}

/// A front over a [`Fixture`], and what goes with it.
pub struct Client {
    pub front: Front,
    pub settings: Settings,
    pub events: Receiver<Event>,
    gate: Arc<AtomicBool>,
    quick: Arc<AtomicBool>,
}

impl Drop for Client {
    fn drop(&mut self) {
        // Executions that nobody reads any more would keep the runtime from ending.
        self.settings.shutdown.abandon();
        self.open_gate();
    }
}

impl Client {
    pub fn new() -> Self {
        Self::with(Limits::default())
    }

    pub fn with(limits: Limits) -> Self {
        Self::with_settings(Settings {
            limits,
            ..Settings::default()
        })
    }

    pub fn with_settings(settings: Settings) -> Self {
        let (sender, events) = channel();
        let [gate, quick] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
        let fixture = Fixture {
            // Endless answers end by the interrupt, not by their size.
            engine: Engine::new(DocumentLimits {
                answer_bytes_max: usize::MAX,
                cost_is_enforced: !settings.measures_limits,
                ..DocumentLimits::default()
            })
            .expect("a schema"),
            events: sender,
            gate: Arc::clone(&gate),
            quick: Arc::clone(&quick),
        };
        Self {
            front: http::front(Arc::new(fixture), settings.clone()),
            settings,
            events,
            gate,
            quick,
        }
    }

    /// Lets `held` go on.
    pub fn open_gate(&self) {
        self.gate.store(true, Ordering::Release);
    }

    /// From now on, all that was executed is said to have been quick.
    pub fn be_quick(&self) {
        self.quick.store(true, Ordering::Relaxed);
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.front.clone().oneshot(request).await;
        Reply::read(response.expect("the front does not fail")).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).expect("a request"))
            .await
    }

    /// Posts JSON text, accepting plain JSON.
    pub async fn post(&self, body: impl Into<Body>) -> Reply {
        self.send(post(body, "application/json")).await
    }

    /// Posts a document, accepting the media type of GraphQL.
    pub async fn ask(&self, query: &str) -> Reply {
        let accept = "application/graphql-response+json";
        self.send(post(question(query), accept)).await
    }
}

/// The body that asks a document.
pub fn question(query: &str) -> String {
    serde_json::json!({ "query": query }).to_string()
}

/// A POST to `/graphql`.
pub fn post(body: impl Into<Body>, accept: &str) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, accept)
        .body(body.into())
        .expect("a request")
}

/// A response with its whole body.
pub struct Reply {
    pub status: StatusCode,
    pub text: String,
    response: Response<()>,
}

impl Reply {
    pub async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Self {
            status: parts.status,
            text: String::from_utf8(bytes.to_vec()).expect("UTF-8"),
            response: Response::from_parts(parts, ()),
        }
    }

    /// The header's text; empty without the header.
    pub fn header(&self, name: &str) -> &str {
        let value = self.response.headers().get(name);
        value.map_or("", |value| value.to_str().expect("text"))
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of the only error; the body has the shape of GraphQL and nothing secret.
    pub fn code(&self) -> String {
        assert!(!self.text.contains("secret"), "{self:?}");
        let json = self.json();
        let errors = json["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 1, "{self:?}");
        assert!(!errors[0]["message"].as_str().expect("a text").is_empty());
        let code = &errors[0]["extensions"]["code"];
        code.as_str().expect("a code").to_owned()
    }

    /// The message of the first error.
    pub fn message(&self) -> String {
        let json = self.json();
        let message = &json["errors"][0]["message"];
        message.as_str().expect("a message").to_owned()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.status, self.text)
    }
}
