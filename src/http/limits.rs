//! How much one client may take. On by default.

/// Bounds on connections, requests and time.
///
/// Bounds on a document and its answer are in [`crate::graphql::limits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest body of a request, in bytes; beyond it the status is 413.
    pub body_bytes_max: usize,
    /// Longest path and query of a URL, in bytes; beyond it the status is 414.
    pub url_bytes_max: usize,
    /// Longest head of a request, in bytes, at least 8,192; beyond it the status is 431.
    pub head_bytes_max: usize,
    /// How long the head of a request may take to arrive, a connection be idle between
    /// requests, and TLS take to come about, in milliseconds; beyond it the connection is closed.
    pub head_time_ms: u64,
    /// How long a request may take after its head, in milliseconds: the rest of its body,
    /// its wait for a free place and its execution.
    pub request_time_ms: u64,
    /// How long a client may read nothing of the answers that wait for it, and how long an answer
    /// may wait beside the time that its length gives it, in milliseconds; beyond it the
    /// connection is closed.
    pub write_time_ms: u64,
    /// Slowest rate at which a client may read, in bytes a second, at least 1; the time of an
    /// answer is its length by this, and `write_time_ms`. Answers at the same time on one
    /// connection share the rate.
    pub read_bytes_per_second_min: usize,
    /// A request whose plan took less time than this when it was executed last, in microseconds, is
    /// executed by the thread that reads it, beside the executions below; where it has had this much time
    /// when it next asks whether to stop, it is executed anew as others are. At 0 none is.
    pub quick_time_us: u64,
    /// Most requests executed at the same time; others wait.
    pub executions_max: usize,
    /// Most heavy requests executed at the same time, of all that are; others wait without
    /// a place, so that light ones find one.
    pub heavy_executions_max: usize,
    /// A request whose cost is above this is heavy, in fields resolved and things visited.
    pub heavy_cost: usize,
    /// Most requests of GraphQL under way beside those that are executed: whose bodies arrive,
    /// or that wait for a place; beyond it the status is 503.
    pub queue_max: usize,
    /// How long a request may wait for a place, in milliseconds; beyond it the status is 503.
    pub queue_time_ms: u64,
    /// Most connections open at the same time; others are told so, with 503, and closed.
    pub connections_max: usize,
    /// How long the server answers as before once it was told to stop, in milliseconds, while
    /// `/readyz` says already that it does.
    pub drain_delay_ms: u64,
    /// How long requests under way may still take once the server stops, in milliseconds.
    pub drain_time_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 256 * 1024,
            url_bytes_max: 8 * 1024,
            head_bytes_max: 32 * 1024,
            head_time_ms: 15_000,
            request_time_ms: 10_000,
            write_time_ms: 15_000,
            read_bytes_per_second_min: 16 * 1024,
            quick_time_us: 1_000,
            executions_max: 32,
            heavy_executions_max: 4,
            heavy_cost: 20_000,
            queue_max: 1_024,
            queue_time_ms: 5_000,
            connections_max: 1_024,
            drain_delay_ms: 0,
            drain_time_ms: 10_000,
        }
    }
}
