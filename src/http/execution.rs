//! Runs the synchronous engine: bounded in number and time, and given up in time.

use std::{
    cell::Cell,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{JoinError, spawn_blocking},
    time::timeout_at,
};

use super::{Settings, Shutdown, account::Account, watch::UnderWay};
use crate::graphql::{
    answers::Kept,
    engine::{Answer, Interrupt, Prepared, Request},
    error::{ErrorCode, Refusal, RequestError, panic_text},
    service::Service,
};

/// The part of its time, one in so many, that an execution has to tell how far it came.
const TELLING_PART: u64 = 20;

/// Executes requests: quick ones at once, others on threads, at most so many at the same time, and
/// fewer that are heavy.
pub(super) struct Executor {
    service: Arc<dyn Service>,
    places: Arc<Semaphore>,
    /// For heavy requests, beside their places.
    permits: Arc<Semaphore>,
    quick_time: Duration,
    heavy_cost: usize,
    shutdown: Shutdown,
    request_time_ms: u64,
    queue_time_ms: u64,
}

impl Executor {
    pub(super) fn new(service: Arc<dyn Service>, settings: &Settings) -> Self {
        let limits = settings.limits;
        let taken = |name, help, max| {
            let places = Arc::new(Semaphore::new(max));
            let counted = Arc::clone(&places);
            let taken = move || max - counted.available_permits();
            settings.metrics.gauge(name, help, taken);
            places
        };
        Self {
            service,
            places: taken(
                "executions",
                "Requests that are executed now",
                limits.executions_max,
            ),
            permits: taken(
                "heavy_executions",
                "Of these, heavy ones",
                limits.heavy_executions_max,
            ),
            quick_time: Duration::from_micros(limits.quick_time_us),
            heavy_cost: limits.heavy_cost,
            shutdown: settings.shutdown.clone(),
            request_time_ms: limits.request_time_ms,
            queue_time_ms: limits.queue_time_ms,
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

    /// The answer to a request as it was sent, where it is kept. It needs no place, and costs its
    /// client no more than its bytes.
    pub(super) fn kept(&self, sent: &[u8]) -> Option<Kept> {
        self.service.kept(sent)
    }

    /// The answer, or why there is none by the deadline.
    ///
    /// A request whose plan was quick the last time is executed here and now, since a thread of its own
    /// would cost more than it does, and stopped if it is not. Others are prepared and executed on a
    /// thread; a heavy one waits for a permit, without a place, before it is executed. The execution
    /// stops when `watched` is given up.
    pub(super) async fn answer(
        &self,
        request: Request,
        deadline: Instant,
        account: Arc<Account>,
        watched: &Arc<UnderWay>,
    ) -> Answer {
        let telling = Duration::from_millis(self.request_time_ms / TELLING_PART);
        let stop = Stop {
            deadline: deadline.checked_sub(telling).unwrap_or(deadline),
            watched: Arc::clone(watched),
            shutdown: self.shutdown.clone(),
        };
        let asked = match self.service.prepare_kept(&request) {
            None => Asked {
                request,
                prepared: None,
            },
            Some(prepared) => match accept(prepared, &account, watched) {
                Err(refusal) => return refusal.into(),
                Ok(prepared) => {
                    if let Some(answer) = self.quickly(&request, &prepared, &stop) {
                        return answer;
                    }
                    Asked {
                        request,
                        prepared: Some(prepared),
                    }
                }
            },
        };
        // Boxed, so that quick requests do not carry its state around.
        let answer = Box::pin(self.on_threads(asked, deadline, account, stop)).await;
        answer.unwrap_or_else(|late| late)
    }

    /// The answer here and now, where that was quick the last time and is again.
    fn quickly(&self, request: &Request, prepared: &Prepared, stop: &Stop) -> Option<Answer> {
        let last_time = self.service.last_time(prepared)?;
        if last_time >= self.quick_time {
            return None;
        }
        let brief = Brief {
            stop,
            end: Instant::now() + self.quick_time,
            is_over: Cell::new(false),
        };
        let answer = self.service.execute(request, prepared, &brief);
        (!brief.is_over.get()).then_some(answer)
    }

    async fn on_threads(
        &self,
        asked: Asked,
        deadline: Instant,
        account: Arc<Account>,
        stop: Stop,
    ) -> Result<Answer, Answer> {
        let request_id = asked.request.request_id.clone();
        let heavy_cost = self.heavy_cost;
        let is_heavy = move |prepared: &Prepared| prepared.cost() > heavy_cost;
        let (request, prepared, stop) = match asked {
            Asked {
                request,
                prepared: Some(prepared),
            } if is_heavy(&prepared) => (request, prepared, stop),
            Asked { request, prepared } => {
                let service = Arc::clone(&self.service);
                let first = self.run(deadline, &request_id, move || {
                    let prepared = prepared.map_or_else(
                        || accept(service.prepare(&request), &account, &stop.watched),
                        Ok,
                    );
                    match prepared {
                        Err(refusal) => Ok(refusal.into()),
                        Ok(prepared) if is_heavy(&prepared) => {
                            Err(Box::new((request, prepared, stop)))
                        }
                        Ok(prepared) => Ok(service.execute(&request, &prepared, &stop)),
                    }
                });
                match first.await? {
                    Ok(answer) => return Ok(answer),
                    Err(heavy) => *heavy,
                }
            }
        };
        let busy = "too many heavy requests were executed";
        let permit = self.free(&self.permits, deadline, busy).await?;
        let service = Arc::clone(&self.service);
        let second = self.run(deadline, &request_id, move || {
            let answer = service.execute(&request, &prepared, &stop);
            drop(permit);
            answer
        });
        second.await
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

    /// One of the places; `busy` says what is so when there is none by the deadline, or in the
    /// time that a request may wait.
    async fn free(
        &self,
        places: &Arc<Semaphore>,
        deadline: Instant,
        busy: &str,
    ) -> Result<OwnedSemaphorePermit, Answer> {
        let queue_time = Duration::from_millis(self.queue_time_ms);
        let wait_end = deadline.min(Instant::now() + queue_time);
        let place = timeout_at(wait_end.into(), Arc::clone(places).acquire_owned());
        let place = place.await.map_err(|_| {
            let time = self.queue_time_ms.min(self.request_time_ms);
            let message = format!("{busy} within {time} ms; try again later");
            Answer::from(Refusal::from(RequestError::whole(
                ErrorCode::Overloaded,
                message,
            )))
        })?;
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

/// A request, and what was made of it already.
struct Asked {
    request: Request,
    prepared: Option<Prepared>,
}

/// What was prepared, once it is paid for and those who count have heard of it.
fn accept(
    prepared: Result<Prepared, Refusal>,
    account: &Account,
    watched: &UnderWay,
) -> Result<Prepared, Refusal> {
    let prepared = prepared.and_then(|prepared| {
        watched.prepared(&prepared);
        account.pay_for(&prepared)?;
        Ok(prepared)
    });
    prepared.inspect_err(|refusal| account.note(refusal))
}

/// Why an execution must stop that holds up others: it does not wait, and has little time.
struct Brief<'s> {
    stop: &'s Stop,
    end: Instant,
    /// Whether it was stopped for that, and needs a thread.
    is_over: Cell<bool>,
}

impl Interrupt for Brief<'_> {
    fn reason(&self) -> Option<ErrorCode> {
        if let Some(code) = self.stop.reason() {
            return Some(code);
        }
        if Instant::now() >= self.end {
            self.is_over.set(true);
        }
        self.is_over.get().then_some(ErrorCode::Timeout)
    }

    fn is_patient(&self) -> bool {
        self.is_over.set(true);
        false
    }
}

/// Why an execution must stop.
struct Stop {
    deadline: Instant,
    watched: Arc<UnderWay>,
    shutdown: Shutdown,
}

impl Interrupt for Stop {
    fn reason(&self) -> Option<ErrorCode> {
        if self.watched.is_given_up() || self.shutdown.is_abandoned() {
            Some(ErrorCode::Cancelled)
        } else if Instant::now() >= self.deadline {
            Some(ErrorCode::Timeout)
        } else {
            None
        }
    }
}
