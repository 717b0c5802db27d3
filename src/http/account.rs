//! What one request costs its client, from its first byte to its execution.

use std::{
    num::NonZeroU32,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::RETRY_AFTER},
    response::Response,
};

use super::{
    Settings,
    budget::{Budgets, Place, Unpaid},
    client::{Peer, Proxies},
    log::RequestId,
};
use crate::graphql::{
    engine::Prepared,
    error::{ErrorCode, Refusal, RequestError},
};

/// Bytes of a body that cost as much as one field, because they are read and parsed.
const BYTES_A_FIELD: usize = 1_024;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
const RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// How many requests were refused by cost and by rate; where limits are measured, would have been.
#[derive(Debug, Default)]
pub struct LimitCounts {
    /// Requests that cost more than one may.
    pub by_cost: AtomicU64,
    /// Requests whose client had spent its budget, or that cost more than a budget holds.
    pub by_rate: AtomicU64,
}

/// Opens accounts.
pub(super) struct Accounts {
    budgets: Option<Arc<Budgets>>,
    proxies: Proxies,
    is_measured: bool,
    counts: Arc<LimitCounts>,
}

impl Accounts {
    pub(super) fn new(settings: &Settings) -> Self {
        let count = |name, help, of: fn(&LimitCounts) -> &AtomicU64| {
            let counts = Arc::clone(&settings.counts);
            let read = move || of(&counts).load(Ordering::Relaxed);
            settings.metrics.counter(name, help, read);
        };
        count(
            "beyond_cost",
            "Requests that cost more than one may, refused unless limits are measured",
            |counts| &counts.by_cost,
        );
        count(
            "beyond_budget",
            "Requests that their clients could not pay for, refused unless limits are measured",
            |counts| &counts.by_rate,
        );
        Self {
            budgets: Budgets::new(&settings.rates).map(Arc::new),
            proxies: settings.rates.proxies.clone(),
            is_measured: settings.measures_limits,
            counts: Arc::clone(&settings.counts),
        }
    }

    /// The account of a request; without a limit where nobody knows from whom it is.
    pub(super) fn open(
        &self,
        peer: Option<Peer>,
        headers: &HeaderMap,
        request_id: RequestId,
    ) -> Arc<Account> {
        let budget = self.budgets.as_ref().zip(peer);
        let budget = budget.and_then(|(budgets, peer)| {
            let place = budgets.of(self.proxies.client(peer, headers))?;
            Some((Arc::clone(budgets), place))
        });
        Arc::new(Account {
            budget,
            is_measured: self.is_measured,
            counts: Arc::clone(&self.counts),
            request_id,
            spent: Mutex::default(),
        })
    }
}

/// What one request has cost so far.
pub(super) struct Account {
    budget: Option<(Arc<Budgets>, Place)>,
    is_measured: bool,
    counts: Arc<LimitCounts>,
    request_id: RequestId,
    spent: Mutex<Spent>,
}

#[derive(Clone, Copy, Default)]
struct Spent {
    cost: u32,
    left: u32,
    retry_after: Option<Duration>,
}

impl Account {
    /// Pays for reading a request; of its head alone, 1.
    pub(super) fn pay_for_bytes(&self, bytes: usize) -> Result<(), RequestError> {
        self.pay_up_to(1 + bytes / BYTES_A_FIELD)
    }

    /// Pays for executing a request; what was paid for reading it counts.
    ///
    /// Where limits are measured, says what would be refused, and lets it pass.
    pub(super) fn pay_for(&self, prepared: &Prepared) -> Result<(), RequestError> {
        let (cost, limit) = (prepared.cost(), prepared.cost_max());
        if cost > limit {
            self.counts.by_cost.fetch_add(1, Ordering::Relaxed);
            let request_id = self.request_id.as_str();
            tracing::warn!(request_id, cost, limit, "would be refused: costs too much");
        }
        self.pay_up_to(cost)
    }

    /// Counts a refusal that the engine decided on.
    pub(super) fn note(&self, refusal: &Refusal) {
        if refusal.is_of_cost() {
            self.counts.by_cost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Pays what is missing, so that all in all the cost is paid.
    fn pay_up_to(&self, cost: usize) -> Result<(), RequestError> {
        let Some((budgets, place)) = &self.budget else {
            return Ok(());
        };
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let total = u32::try_from(cost).unwrap_or(u32::MAX);
        let Some(missing) = NonZeroU32::new(total.saturating_sub(spent.cost)) else {
            return Ok(());
        };
        let paid = if total > budgets.burst() {
            Err(Unpaid::TooDear)
        } else {
            budgets.spend(*place, missing)
        };
        let unpaid = match paid {
            Ok(left) => {
                spent.cost = total;
                spent.left = left;
                return Ok(());
            }
            Err(unpaid) => unpaid,
        };
        self.counts.by_rate.fetch_add(1, Ordering::Relaxed);
        if self.is_measured {
            let (client, request_id) = (place.client, self.request_id.as_str());
            tracing::warn!(request_id, %client, cost, "would be refused: the budget is spent");
            return Ok(());
        }
        let (burst, rate) = (budgets.burst(), budgets.cost_per_second());
        Err(match unpaid {
            Unpaid::TooDear => RequestError::whole(
                ErrorCode::LimitReached,
                format!(
                    "the operation may cost {cost}, and a client may spend at most {burst} at \
                     once: ask for less, or in several requests"
                ),
            ),
            Unpaid::Until(wait) => {
                // Who comes back pays for reading the request once more.
                let wait = wait + Duration::from_secs_f64(f64::from(spent.cost) / f64::from(rate));
                spent.retry_after = Some(wait);
                let seconds = whole_seconds(wait);
                RequestError::whole(
                    ErrorCode::RateLimited,
                    format!(
                        "the request costs {cost}, and this client has too little left: {burst} \
                         may be spent at once and {rate} a second in the long run; come back in \
                         {seconds} s"
                    ),
                )
            }
        })
    }

    /// Tells the client what it has left, and when to come back.
    ///
    /// As in `draft-ietf-httpapi-ratelimit-headers-10`: the policy is a quota `q` in a window
    /// of `w` seconds, of which `r` is left, and all of it in `t` seconds.
    pub(super) fn sign(&self, response: &mut Response) {
        let Some((budgets, _)) = &self.budget else {
            return;
        };
        let spent = *self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let (burst, rate) = (budgets.burst(), budgets.cost_per_second());
        let left = spent.left;
        let window = burst.div_ceil(rate);
        let full_in = burst.saturating_sub(left).div_ceil(rate);
        let headers = response.headers_mut();
        let text = |text: String| HeaderValue::try_from(text).expect("digits are plain");
        headers.insert(
            RATE_LIMIT_POLICY,
            text(format!("\"cost\";q={burst};w={window}")),
        );
        headers.insert(RATE_LIMIT, text(format!("\"cost\";r={left};t={full_in}")));
        if let (Some(wait), StatusCode::TOO_MANY_REQUESTS) = (spent.retry_after, response.status())
        {
            let seconds = HeaderValue::from(whole_seconds(wait));
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
    }
}

/// Rounded up, so that who waits so long has waited long enough.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}
