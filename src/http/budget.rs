//! What a client may spend: a budget that is full at first and fills up as time goes by.

use std::{
    fmt,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    nanos::Nanos,
    state::{InMemoryState, NotKeyed, StateStore},
};
use ipnet::IpNet;

use super::client::{Proxies, contains, home};

/// Which clients have a budget, and how large it is.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// What a client may spend in a second in the long run, in fields resolved and things
    /// visited; 0 for no limit.
    pub cost_per_second: u32,
    /// What a client may spend at once; a request that costs more is never executed.
    pub burst: u32,
    /// Networks whose clients have no budget.
    pub exempt: Vec<IpNet>,
    /// Who may ask for others.
    pub proxies: Proxies,
}

/// Networks that are not the internet: this machine, and those of houses and companies.
///
/// They are exempt by default. Behind such an address stands either the owner, or a proxy whose
/// clients would share one budget until it is named in [`Proxies::trusted`].
pub const PRIVATE_NETWORKS: &str = "127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,\
                                    169.254.0.0/16,::1/128,fc00::/7,fe80::/10";

impl Default for RateLimits {
    fn default() -> Self {
        let network = |text: &str| text.parse().expect("a network");
        Self {
            cost_per_second: 100_000,
            burst: 2_000_000,
            exempt: PRIVATE_NETWORKS.split(',').map(network).collect(),
            proxies: Proxies::default(),
        }
    }
}

/// How many budgets there are. More clients than these share some.
const SLOTS: usize = 1 << 16;

/// The budgets of all clients.
///
/// They lie in a table of a fixed size, half a megabyte, at places that nobody can foresee. So
/// the number of addresses from which requests come costs no memory and pushes nobody out. Two
/// clients may meet in one place and then share its budget, of a thousand at once 1 in 66.
pub(super) struct Budgets<C: Clock = DefaultClock> {
    limiter: RateLimiter<usize, Slots, C, StateInformationMiddleware>,
    clock: C,
    places: RandomState,
    cost_per_second: NonZeroU32,
    burst: NonZeroU32,
    exempt: Vec<IpNet>,
}

/// Why a budget does not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unpaid {
    /// It will after this time.
    Until(Duration),
    /// It never holds so much.
    TooDear,
}

impl Budgets {
    /// `None` where there is no limit.
    pub(super) fn new(limits: &RateLimits) -> Option<Self> {
        Self::with_clock(limits, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Budgets<C> {
    fn with_clock(limits: &RateLimits, clock: C) -> Option<Self> {
        let cost_per_second = NonZeroU32::new(limits.cost_per_second)?;
        let burst = NonZeroU32::new(limits.burst)?;
        let quota = Quota::per_second(cost_per_second).allow_burst(burst);
        let slots = std::iter::repeat_with(InMemoryState::default);
        let slots = Slots(slots.take(SLOTS).collect());
        Some(Self {
            limiter: RateLimiter::new(quota, slots, clock.clone()),
            clock,
            places: RandomState::new(),
            cost_per_second,
            burst,
            exempt: limits.exempt.clone(),
        })
    }
}

impl<C: Clock> Budgets<C> {
    /// Where the budget of a client lies; `None` for one that has no limit.
    pub(super) fn of(&self, client: IpAddr) -> Option<Place> {
        if contains(&self.exempt, client) {
            return None;
        }
        let client = home(client);
        let hash = self.places.hash_one(client);
        let slot = usize::try_from(hash % SLOTS as u64).expect("less than the slots");
        Some(Place { slot, client })
    }

    /// Takes a cost from a budget; what is left of it, or why nothing was taken.
    pub(super) fn spend(&self, place: Place, cost: NonZeroU32) -> Result<u32, Unpaid> {
        match self.limiter.check_key_n(&place.slot, cost) {
            Ok(Ok(left)) => Ok(left.remaining_burst_capacity()),
            Ok(Err(not_until)) => {
                let wait = not_until.wait_time_from(self.clock.now());
                Err(Unpaid::Until(wait))
            }
            Err(_) => Err(Unpaid::TooDear),
        }
    }

    pub(super) fn burst(&self) -> u32 {
        self.burst.get()
    }

    pub(super) fn cost_per_second(&self) -> u32 {
        self.cost_per_second.get()
    }
}

/// Where the budget of a client lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    slot: usize,
    /// Whose it is, for the log.
    pub(super) client: IpAddr,
}

/// The budgets by place.
struct Slots(Box<[InMemoryState]>);

impl fmt::Debug for Slots {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} budgets", self.0.len())
    }
}

impl StateStore for Slots {
    type Key = usize;

    fn measure_and_replace<T, F, E>(&self, slot: &usize, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0[*slot].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

#[cfg(test)]
mod tests {
    use std::iter::repeat_with;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn budgets(limits: &RateLimits) -> (Budgets<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let budgets = Budgets::with_clock(limits, clock.clone()).expect("a limit");
        (budgets, clock)
    }

    fn small() -> RateLimits {
        RateLimits {
            cost_per_second: 10,
            burst: 50,
            ..RateLimits::default()
        }
    }

    fn cost(cost: u32) -> NonZeroU32 {
        NonZeroU32::new(cost).expect("a cost")
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_budget_is_spent_and_fills_up_again() {
        let (budgets, clock) = budgets(&small());
        let place = budgets.of(address("203.0.113.7")).expect("a budget");
        assert_eq!(budgets.spend(place, cost(51)), Err(Unpaid::TooDear));
        assert_eq!(budgets.spend(place, cost(30)), Ok(20));
        let unpaid = Unpaid::Until(Duration::from_secs(1));
        assert_eq!(budgets.spend(place, cost(30)), Err(unpaid));
        // What was not paid was not taken.
        assert_eq!(budgets.spend(place, cost(20)), Ok(0));
        clock.advance(Duration::from_secs(3));
        assert_eq!(budgets.spend(place, cost(30)), Ok(0));
        clock.advance(Duration::from_hours(1));
        assert_eq!(budgets.spend(place, cost(50)), Ok(0));
    }

    #[test]
    fn clients_are_addresses_of_ipv4_and_networks_of_ipv6() {
        let (budgets, _) = budgets(&small());
        let spend = |text: &str, amount| {
            let place = budgets.of(address(text)).expect("a budget");
            budgets.spend(place, cost(amount)).is_ok()
        };
        assert!(spend("2001:db8::1", 50));
        assert!(!spend("2001:db8::ffff:1", 1), "the same network");
        // One of these may share a place with the first, not all.
        assert!((1..9).any(|network| spend(&format!("2001:db8:0:{network}::1"), 50)));
        assert!((1..9).any(|host| spend(&format!("203.0.113.{host}"), 50)));
    }

    #[test]
    fn private_networks_have_no_budget() {
        let (budgets, _) = budgets(&small());
        for private in ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd00::1"] {
            assert!(budgets.of(address(private)).is_none(), "{private}");
        }
        for public in ["203.0.113.1", "172.32.0.1", "2001:db8::1"] {
            assert!(budgets.of(address(public)).is_some(), "{public}");
        }
    }

    #[test]
    fn a_flood_of_addresses_takes_no_memory_and_no_budget_away() {
        let (budgets, _) = budgets(&small());
        let honest = budgets.of(address("203.0.113.1")).expect("a budget");
        assert!(budgets.spend(honest, cost(50)).is_ok());
        let mut network = 0_u32;
        let flood = repeat_with(|| {
            network += 1;
            let place = budgets.of(address(&format!("2001:db8:{network:x}::1")));
            budgets.spend(place.expect("a budget"), cost(1)).is_ok()
        });
        let served = flood.take(60_000).filter(|served| *served).count();
        assert!(served > 59_000, "{served}");
        // Nobody was pushed out: what was spent is still spent.
        assert!(budgets.spend(honest, cost(1)).is_err());
        assert_eq!(budgets.limiter.into_state_store().0.len(), SLOTS);
    }
}
