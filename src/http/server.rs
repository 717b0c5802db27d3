//! Accepts connections, sheds those for which there is no room, and ends them gracefully.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    http::{HeaderValue, header::CONNECTION},
    response::{IntoResponse, Response},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, TryAcquireError},
    time::{sleep, timeout},
};

use super::{Front, Metrics, Settings, answer::Refused, connection::Protocol};

/// How long executions that were told to stop have to say so to their clients.
const FAREWELL: Duration = Duration::from_millis(500);

/// How long to wait after the system refused a connection, for want of files say.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long connections are still accepted that were there when the server was told to stop.
const LAST_TIME: Duration = Duration::from_millis(20);

/// How long a connection beyond the bound has to hear so.
const SHED_TIME: Duration = Duration::from_secs(1);

/// Most connections beyond the bound that hear so at the same time; others are cut at once.
const SHED_MAX: usize = 256;

/// Serves until the shutdown in `settings` drains, then ends what is under way.
///
/// The front is told of the same shutdown. Requests under way may end within the drain
/// time; then their executions are told to stop, and connections are cut.
///
/// Returns whether everything came to its end in time.
pub async fn serve(listener: TcpListener, front: Front, settings: &Settings) -> bool {
    let limits = settings.limits;
    let door = Door::new(front, settings);
    let draining = settings.shutdown.draining();
    tokio::pin!(draining);
    loop {
        tokio::select! {
            stream = accept(&listener) => door.open(stream),
            () = &mut draining => break,
        }
    }
    // Whom the system has accepted already would lose their connections with the listener.
    let last = async {
        loop {
            door.open(accept(&listener).await);
        }
    };
    let _: Result<(), _> = timeout(LAST_TIME, last).await;
    drop(listener);
    let under_way = door.connections_max - door.places.available_permits();
    let drain_time_ms = limits.drain_time_ms;
    tracing::info!(connections = under_way, drain_time_ms, "draining");
    let all_ended = door.all_ended();
    tokio::pin!(all_ended);
    let drain_time = Duration::from_millis(drain_time_ms);
    if timeout(drain_time, &mut all_ended).await.is_ok() {
        return true;
    }
    settings.shutdown.abandon();
    tracing::warn!(drain_time_ms, "requests under way are given up");
    let _ = timeout(FAREWELL, all_ended).await;
    false
}

/// Lets connections in as long as there is room.
struct Door {
    protocol: Arc<Protocol>,
    front: Front,
    metrics: Metrics,
    connections_max: usize,
    places: Arc<Semaphore>,
    /// For connections beyond the bound.
    shed: Arc<Protocol>,
    busy: Front,
    shed_places: Arc<Semaphore>,
}

impl Door {
    fn new(front: Front, settings: &Settings) -> Self {
        let connections_max = settings.limits.connections_max;
        let protocol = Protocol::new(settings);
        Self {
            shed: Arc::new(protocol.clone().with_idle_time(SHED_TIME)),
            protocol: Arc::new(protocol),
            front,
            metrics: settings.metrics.clone(),
            connections_max,
            places: Arc::new(Semaphore::new(connections_max)),
            busy: Front::before(
                Router::new().fallback(async move || busy(connections_max)),
                settings,
            ),
            shed_places: Arc::new(Semaphore::new(SHED_MAX)),
        }
    }

    fn open(&self, stream: TcpStream) {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            let (protocol, front) = (Arc::clone(&self.protocol), self.front.clone());
            let counted = self.metrics.connection();
            tokio::spawn(async move {
                protocol.serve(stream, front).await;
                drop((place, counted));
            });
            return;
        }
        let connections_max = self.connections_max;
        tracing::debug!(connections_max, "a connection is shed");
        match Arc::clone(&self.shed_places).try_acquire_owned() {
            Ok(place) => {
                let (shed, busy) = (Arc::clone(&self.shed), self.busy.clone());
                tokio::spawn(async move {
                    shed.refuse(stream, busy).await;
                    drop(place);
                });
            }
            Err(TryAcquireError::NoPermits | TryAcquireError::Closed) => drop(stream),
        }
    }

    /// Waits for the last connection; those that are shed end by themselves.
    async fn all_ended(&self) {
        let all = u32::try_from(self.connections_max).unwrap_or(u32::MAX);
        let all = self.places.acquire_many(all).await;
        drop(all.expect("the semaphore is never closed"));
    }
}

/// What a connection beyond the bound hears.
fn busy(connections_max: usize) -> Response {
    let message = format!("all {connections_max} connections are taken; try again later");
    let mut response = Refused::overloaded(message).into_response();
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
    response
}

/// The next connection; errors concern one connection, or pass.
async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}
