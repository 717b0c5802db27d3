//! Options of `castgraph serve` about what a client may spend.

use castgraph::http::RateLimits;
use castgraph::http::budget::PRIVATE_NETWORKS;
use castgraph::http::client::{ForwardedHeader, Proxies};
use clap::{Args, ValueEnum, value_parser};
use ipnet::IpNet;
use std::net::IpAddr;
use std::str::FromStr;

/// Above this, a budget fills faster than its clock counts.
const COST_PER_SECOND_MAX: i64 = 100_000_000;

/// What a client may spend, and who it is.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits of clients")]
pub(super) struct RateArgs {
    /// What a client may spend in a second in the long run, as cost; 0 for no limit
    #[arg(long, value_name = "COST", env = "CASTGRAPH_RATE_COST_PER_SECOND",
          default_value_t = RateLimits::default().cost_per_second,
          value_parser = value_parser!(u32).range(0..=COST_PER_SECOND_MAX))]
    rate_cost_per_second: u32,
    /// What a client may spend at once, as cost
    #[arg(long, value_name = "COST", env = "CASTGRAPH_RATE_BURST",
          default_value_t = RateLimits::default().burst,
          value_parser = value_parser!(u32).range(1..))]
    rate_burst: u32,
    /// Networks whose clients may spend what they like, or none
    #[arg(long, value_name = "NETWORKS", env = "CASTGRAPH_RATE_EXEMPT",
          default_value = PRIVATE_NETWORKS)]
    rate_exempt: Networks,
    /// Networks of proxies that say in a header for whom they ask, such as 10.0.0.0/8
    #[arg(
        long,
        value_name = "NETWORKS",
        env = "CASTGRAPH_TRUSTED_PROXY",
        default_value = "none"
    )]
    trusted_proxy: Networks,
    /// The header in which they say so; they must write it, or clients can
    #[arg(
        long,
        value_name = "HEADER",
        env = "CASTGRAPH_FORWARDED_HEADER",
        default_value = "x-forwarded-for"
    )]
    forwarded_header: Header,
    /// What happens to requests beyond the limits of cost and rate
    #[arg(
        long,
        value_name = "HOW",
        env = "CASTGRAPH_LIMITS",
        default_value = "enforce"
    )]
    limits: Enforcement,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Enforcement {
    /// They are refused
    Enforce,
    /// They are answered, counted and logged
    Measure,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Header {
    XForwardedFor,
    Forwarded,
}

/// Networks with commas between them, or `none`; an address is a network of its own.
#[derive(Debug, Clone)]
struct Networks(Vec<IpNet>);

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(Vec::new()));
        }
        let network = |text: &str| {
            let text = text.trim();
            let address = || text.parse::<IpAddr>().ok().map(IpNet::from);
            let network = text.parse().ok().or_else(address);
            network.ok_or_else(|| {
                format!(
                    "expected networks such as 10.0.0.0/8,::1/128, or none, found {text:?} in it"
                )
            })
        };
        text.split(',')
            .map(network)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl RateArgs {
    pub(super) fn rates(&self) -> RateLimits {
        RateLimits {
            cost_per_second: self.rate_cost_per_second,
            burst: self.rate_burst,
            exempt: self.rate_exempt.0.clone(),
            proxies: Proxies {
                trusted: self.trusted_proxy.0.clone(),
                header: match self.forwarded_header {
                    Header::XForwardedFor => ForwardedHeader::XForwardedFor,
                    Header::Forwarded => ForwardedHeader::Forwarded,
                },
            },
        }
    }

    /// Whether limits are measured, not enforced.
    pub(super) fn measures(&self) -> bool {
        self.limits == Enforcement::Measure
    }

    pub(super) fn log(&self) {
        tracing::info!(
            rate_cost_per_second = self.rate_cost_per_second,
            rate_burst = self.rate_burst,
            rate_exempt = ?self.rate_exempt.0,
            trusted_proxy = ?self.trusted_proxy.0,
            are_measured = self.measures(),
            "limits of clients"
        );
    }
}
