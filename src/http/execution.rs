//! Runs the synchronous engine: bounded in number and time, and given up in time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{JoinError, spawn_blocking},
    time::timeout_at,
};

use super::{Settings, Shutdown};
use crate::graphql::{
    engine::{Answer, Interrupt, Prepared, Request},
    error::{ErrorCode, Refusal, RequestError, panic_text},
    service::Service,
};

/// Executes requests: light ones at once, others on threads, at most so many at the same time.
pub(super) struct Executor {
    service: Arc<dyn Service>,
    places: Arc<Semaphore>,
    /// For heavy requests, beside their places.
    permits: Arc<Semaphore>,
    light_cost: usize,
    heavy_cost: usize,
    shutdown: Shutdown,
    request_time_ms: u64,
}

impl Executor {
    pub(super) fn new(service: Arc<dyn Service>, settings: &Settings) -> Self {
        let limits = settings.limits;
        Self {
            service,
            places: Arc::new(Semaphore::new(limits.executions_max)),
            permits: Arc::new(Semaphore::new(limits.heavy_executions_max)),
            light_cost: limits.light_cost,
            heavy_cost: limits.heavy_cost,
            shutdown: settings.shutdown.clone(),
            request_time_ms: limits.request_time_ms,
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
    /// A light request whose plan is kept is executed here and now, since a thread of its own
    /// would cost more than it does. Others are prepared and executed on a thread; a heavy one
    /// waits for a permit, without a place, before it is executed. Dropping the future tells the
    /// execution to stop.
    pub(super) async fn answer(&self, request: Request, deadline: Instant) -> Answer {
        match self.service.prepare_kept(&request) {
            Some(Err(refusal)) => refusal.into(),
            Some(Ok(prepared)) if prepared.cost() <= self.light_cost => {
                let stop = StopHere {
                    deadline,
                    shutdown: &self.shutdown,
                };
                self.service.execute(&prepared, &stop)
            }
            Some(Ok(prepared)) => {
                let work = Work::Prepared(prepared);
                let answer = self.on_threads(work, &request.request_id, deadline);
                answer.await.unwrap_or_else(|late| late)
            }
            None => {
                let request_id = request.request_id.clone();
                let work = Work::Asked(request);
                let answer = self.on_threads(work, &request_id, deadline);
                answer.await.unwrap_or_else(|late| late)
            }
        }
    }

    async fn on_threads(
        &self,
        work: Work,
        request_id: &str,
        deadline: Instant,
    ) -> Result<Answer, Answer> {
        let stop = self.stop(deadline);
        let _guard = GiveUp(Arc::clone(&stop.given_up));
        let heavy_cost = self.heavy_cost;
        let (prepared, stop) = match work {
            Work::Prepared(prepared) if prepared.cost() > heavy_cost => (prepared, stop),
            work => {
                let service = Arc::clone(&self.service);
                let first = self.run(deadline, request_id, move || {
                    let prepared = match work {
                        Work::Asked(request) => service.prepare(&request),
                        Work::Prepared(prepared) => Ok(prepared),
                    };
                    match prepared {
                        Ok(prepared) if prepared.cost() > heavy_cost => Err((prepared, stop)),
                        Ok(prepared) => Ok(service.execute(&prepared, &stop)),
                        Err(refusal) => Ok(refusal.into()),
                    }
                });
                match first.await? {
                    Ok(answer) => return Ok(answer),
                    Err(heavy) => heavy,
                }
            }
        };
        let busy = "too many heavy requests were being executed for the answer to be ready";
        let permit = self.free(&self.permits, deadline, busy).await?;
        let service = Arc::clone(&self.service);
        let second = self.run(deadline, request_id, move || {
            let answer = service.execute(&prepared, &stop);
            drop(permit);
            answer
        });
        second.await
    }

    fn stop(&self, deadline: Instant) -> Stop {
        Stop {
            deadline,
            given_up: Arc::default(),
            shutdown: self.shutdown.clone(),
        }
    }

    /// What `work` gives, on a thread that may block.
    ///
    /// It keeps its place until it has really ended, even when nobody waits for it any
    /// more: the bound is on threads that compute.
    async fn run<T: Send + 'static>(
        &self,
        deadline: Instant,
        request_id: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Answer> {
        let busy = "no place was free to execute the request";
        let place = self.free(&self.places, deadline, busy).await?;
        let execution = spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        match timeout_at(deadline.into(), execution).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(panicked(error, request_id)),
            Err(_) => Err(self.late("the answer was not ready")),
        }
    }

    /// One of the places; `busy` says what is so when there is none by the deadline.
    async fn free(
        &self,
        places: &Arc<Semaphore>,
        deadline: Instant,
        busy: &str,
    ) -> Result<OwnedSemaphorePermit, Answer> {
        let place = timeout_at(deadline.into(), Arc::clone(places).acquire_owned());
        let place = place.await.map_err(|_| self.late(busy))?;
        Ok(place.expect("the semaphore is never closed"))
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

/// How far a request has come.
enum Work {
    Asked(Request),
    Prepared(Prepared),
}

/// Tells an execution that nobody waits for its answer any more.
struct GiveUp(Arc<AtomicBool>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Why an execution must stop that nobody can give up, since who waits is busy with it.
struct StopHere<'a> {
    deadline: Instant,
    shutdown: &'a Shutdown,
}

impl Interrupt for StopHere<'_> {
    fn reason(&self) -> Option<ErrorCode> {
        if self.shutdown.is_abandoned() {
            Some(ErrorCode::Cancelled)
        } else if Instant::now() >= self.deadline {
            Some(ErrorCode::Timeout)
        } else {
            None
        }
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
        if self.given_up.load(Ordering::Relaxed) {
            return Some(ErrorCode::Cancelled);
        }
        let here = StopHere {
            deadline: self.deadline,
            shutdown: &self.shutdown,
        };
        here.reason()
    }
}
