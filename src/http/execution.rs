//! Runs the synchronous engine: bounded in number and time, and given up in time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::Semaphore,
    task::{JoinError, spawn_blocking},
    time::timeout_at,
};

use super::{Settings, Shutdown};
use crate::graphql::{
    engine::{Answer, Interrupt, Request},
    error::{ErrorCode, Refusal, RequestError, panic_text},
    service::Service,
};

/// Executes requests, at most so many at the same time.
#[derive(Clone)]
pub(super) struct Executor {
    service: Arc<dyn Service>,
    places: Arc<Semaphore>,
    shutdown: Shutdown,
    request_time_ms: u64,
}

impl Executor {
    pub(super) fn new(service: Arc<dyn Service>, settings: &Settings) -> Self {
        Self {
            service,
            places: Arc::new(Semaphore::new(settings.limits.executions_max)),
            shutdown: settings.shutdown.clone(),
            request_time_ms: settings.limits.request_time_ms,
        }
    }

    /// The schema in its definition language.
    pub(super) fn sdl(&self) -> &str {
        self.service.sdl()
    }

    /// When a request whose head arrived now must be answered.
    pub(super) fn deadline(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.request_time_ms)
    }

    /// The answer, or why there is none by the deadline.
    ///
    /// An execution keeps its place until it has really ended, even when nobody waits for
    /// it any more: the bound is on threads that compute. Dropping the future tells the
    /// execution to stop.
    pub(super) async fn answer(&self, request: Request, deadline: Instant) -> Answer {
        let request_id = request.request_id.clone();
        let place = Arc::clone(&self.places).acquire_owned();
        let Ok(place) = timeout_at(deadline.into(), place).await else {
            return self.late("no place was free to execute the request");
        };
        let place = place.expect("the semaphore is never closed");
        let given_up = Arc::new(AtomicBool::new(false));
        let _guard = GiveUp(Arc::clone(&given_up));
        let stop = Stop {
            deadline,
            given_up,
            shutdown: self.shutdown.clone(),
        };
        let service = Arc::clone(&self.service);
        let execution = spawn_blocking(move || {
            let answer = service.answer(&request, &stop);
            drop(place);
            answer
        });
        match timeout_at(deadline.into(), execution).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => panicked(error, &request_id),
            Err(_) => self.late("the answer was not ready"),
        }
    }

    fn late(&self, what: &str) -> Answer {
        let message = format!("{what} within {} ms", self.request_time_ms);
        Refusal::from(RequestError::whole(ErrorCode::Timeout, message)).into()
    }
}

/// Logs a panic that the engine did not catch; the client learns the request id only.
fn panicked(error: JoinError, request_id: &str) -> Answer {
    let cause = match error.try_into_panic() {
        Ok(panic) => panic_text(&*panic).to_owned(),
        Err(error) => error.to_string(),
    };
    tracing::error!(request_id, cause, "an execution panicked");
    Refusal::from(RequestError::internal(request_id)).into()
}

/// Tells an execution that nobody waits for its answer any more.
struct GiveUp(Arc<AtomicBool>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Why an execution must stop.
struct Stop {
    deadline: Instant,
    given_up: Arc<AtomicBool>,
    shutdown: Shutdown,
}

impl Interrupt for Stop {
    fn reason(&self) -> Option<ErrorCode> {
        if self.given_up.load(Ordering::Relaxed) || self.shutdown.is_abandoned() {
            Some(ErrorCode::Cancelled)
        } else if Instant::now() >= self.deadline {
            Some(ErrorCode::Timeout)
        } else {
            None
        }
    }
}
