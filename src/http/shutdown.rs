//! The end of the server, in three steps.

use tokio::sync::watch;

/// Tells everything in the server when to end; all clones are one.
#[derive(Clone, Debug)]
pub struct Shutdown(watch::Sender<Phase>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Serving,
    Leaving,
    Draining,
    Abandoned,
}

impl Default for Shutdown {
    fn default() -> Self {
        Self(watch::Sender::new(Phase::Serving))
    }
}

impl Shutdown {
    /// Requests are still answered, but who balances load shall send no more.
    pub fn leave(&self) {
        self.advance(Phase::Leaving);
    }

    /// No new requests; those under way may end.
    pub fn drain(&self) {
        self.advance(Phase::Draining);
    }

    /// Executions under way stop as well.
    pub fn abandon(&self) {
        self.advance(Phase::Abandoned);
    }

    /// Whether the server is about to stop, or stops.
    pub fn is_leaving(&self) -> bool {
        *self.0.borrow() >= Phase::Leaving
    }

    /// Whether the server takes no new requests.
    pub fn is_draining(&self) -> bool {
        *self.0.borrow() >= Phase::Draining
    }

    /// Whether executions must stop.
    pub fn is_abandoned(&self) -> bool {
        *self.0.borrow() >= Phase::Abandoned
    }

    /// Waits until the server takes no new requests.
    pub async fn draining(&self) {
        let mut phases = self.0.subscribe();
        let draining = phases.wait_for(|phase| *phase >= Phase::Draining);
        draining.await.expect("self holds a sender");
    }

    fn advance(&self, to: Phase) {
        self.0.send_if_modified(|phase| {
            let later = to > *phase;
            if later {
                *phase = to;
            }
            later
        });
    }
}
