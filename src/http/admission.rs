//! Bounds how many requests of GraphQL are under way, so that no queue grows without end.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Limits, answer::Refused};

/// Room for the requests that are executed, and for so many that wait.
pub(super) struct Admission {
    room: Arc<Semaphore>,
    requests_max: usize,
}

impl Admission {
    pub(super) fn new(limits: &Limits) -> Self {
        let requests_max = limits.executions_max.saturating_add(limits.queue_max);
        let requests_max = requests_max.min(Semaphore::MAX_PERMITS);
        Self {
            room: Arc::new(Semaphore::new(requests_max)),
            requests_max,
        }
    }

    /// Lets a request in before its body is read, which bounds the memory for bodies too.
    ///
    /// # Errors
    /// 503 when there is no room; nothing of the body has been read.
    pub(super) fn admit(&self) -> Result<OwnedSemaphorePermit, Refused> {
        Arc::clone(&self.room).try_acquire_owned().map_err(|_| {
            let requests_max = self.requests_max;
            Refused::overloaded(format!(
                "{requests_max} requests are under way; try again later"
            ))
        })
    }
}
