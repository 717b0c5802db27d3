//! Views of a graph: what was known on a day, each built once and kept while there is room.

use super::engine::Interrupt;
use super::error::{ApiError, ErrorCode};
use super::limits::Limits;
use crate::graph::room::Full;
use crate::graph::structure::ASKING_MAX;
use crate::graph::{Graph, Ordered, Stopped};
use crate::model::PartialDate;
use elsa::FrozenMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

/// How long a request waits for somebody else's view between two looks at its interrupt.
const WAIT: Duration = Duration::from_millis(5);

/// The views of one graph, shared by all requests.
pub struct ViewCache {
    graph: Arc<Graph>,
    bytes_max: usize,
    measures: OnceLock<Measures>,
    undated: OnceLock<usize>,
    kept: Arc<Mutex<Kept>>,
    /// Told when a view is built, or given up.
    changed: Condvar,
}

/// What is known of a graph before any view of it is built.
struct Measures {
    bytes: usize,
    /// The days from which references speak.
    days: Vec<PartialDate>,
}

#[derive(Default)]
struct Kept {
    /// The one that was asked for last is the last.
    views: Vec<View>,
    /// Bytes of views that have no room even alone, by day; to find that out looks at all of the graph.
    too_large: BTreeMap<Option<PartialDate>, usize>,
    /// Whether a view is being built. One at a time is, since that takes several times the
    /// bytes of the view.
    building: bool,
    /// Who builds one, and who waits for that.
    asking: usize,
}

struct View {
    day: Option<PartialDate>,
    graph: Arc<Graph>,
    /// Of the graph, and of what is computed of it.
    bytes: usize,
}

impl ViewCache {
    /// Of a graph of which there are no views yet, for views of so many bytes together.
    pub fn new(graph: Arc<Graph>, bytes_max: usize) -> Self {
        Self {
            graph,
            bytes_max,
            measures: OnceLock::new(),
            undated: OnceLock::new(),
            kept: Arc::default(),
            changed: Condvar::new(),
        }
    }

    /// The graph of which these are the views.
    pub const fn graph(&self) -> &Arc<Graph> {
        &self.graph
    }

    fn measures(&self) -> &Measures {
        self.measures.get_or_init(|| Measures {
            bytes: self.graph.bytes(),
            days: self.graph.days(),
        })
    }

    /// The last day up to a day from which a reference speaks; `None` where none does.
    ///
    /// Days with the same one have the same view.
    fn speaking(&self, day: PartialDate) -> Option<PartialDate> {
        let days = &self.measures().days;
        let behind = days.partition_point(|other| *other <= day);
        Some(days[behind.checked_sub(1)?])
    }

    /// How many claims are in no view, whatever its day.
    fn undated(&self, interrupt: &dyn Interrupt) -> Result<usize, ApiError> {
        if let Some(known) = self.undated.get() {
            return Ok(*known);
        }
        if !interrupt.is_patient() {
            return Err(stopped(interrupt));
        }
        let last = self.measures().days.last().copied();
        let known = self.graph.known_at(last, &|| interrupt.reason().is_some());
        let known = known.map_err(|Stopped| stopped(interrupt))?;
        let undated = self.graph.claims_listed().len() - known.claims();
        Ok(*self.undated.get_or_init(|| undated))
    }

    /// The view of a day from which a reference speaks; built if nobody has asked for it.
    ///
    /// While one is being built few others wait. If the one who builds it goes away, the next
    /// builds it.
    fn view(
        &self,
        day: Option<PartialDate>,
        interrupt: &dyn Interrupt,
    ) -> Result<Arc<Graph>, ApiError> {
        if let Some(known) = self.lock().known(day, self.bytes_max) {
            return known;
        }
        if !interrupt.is_patient() {
            return Err(stopped(interrupt));
        }
        let _asking = Asking::begin(&self.kept)?;
        let mut kept = self.lock();
        loop {
            if let Some(known) = kept.known(day, self.bytes_max) {
                return known;
            }
            if !kept.building {
                break;
            }
            if interrupt.reason().is_some() {
                return Err(stopped(interrupt));
            }
            let waited = self.changed.wait_timeout(kept, WAIT);
            (kept, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
        kept.building = true;
        drop(kept);
        let _built = Building(self);
        self.build(day, interrupt)
    }

    fn build(
        &self,
        day: Option<PartialDate>,
        interrupt: &dyn Interrupt,
    ) -> Result<Arc<Graph>, ApiError> {
        let stop = || interrupt.reason().is_some();
        let known = self.graph.known_at(day, &stop);
        let known = known.map_err(|Stopped| stopped(interrupt))?;
        let bytes = known.bytes(self.measures().bytes);
        self.lock().make_room(day, bytes, self.bytes_max)?;
        let graph = known.graph(&stop);
        let mut graph = graph.map_err(|Stopped| stopped(interrupt))?;
        graph.bound_room(room(Arc::downgrade(&self.kept), day, self.bytes_max));
        let bytes = graph.bytes();
        let graph = Arc::new(graph);
        let mut kept = self.lock();
        kept.make_room(day, bytes, self.bytes_max)?;
        kept.views.push(View {
            day,
            graph: Arc::clone(&graph),
            bytes,
        });
        Ok(graph)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        lock(&self.kept)
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What takes bytes for what is computed of a view, which somebody reads; once nobody keeps views
/// any more, all that are asked for.
fn room(
    kept: Weak<Mutex<Kept>>,
    day: Option<PartialDate>,
    max: usize,
) -> impl Fn(usize) -> Result<(), Full> {
    move |bytes| match kept.upgrade() {
        Some(kept) => lock(&kept).grow(day, bytes, max),
        None => Ok(()),
    }
}

/// One of those who ask for a view that is not there.
struct Asking<'s>(&'s Mutex<Kept>);

impl<'s> Asking<'s> {
    fn begin(of: &'s Mutex<Kept>) -> Result<Self, ApiError> {
        let mut kept = lock(of);
        if kept.asking == ASKING_MAX {
            let message = format!(
                "expected at most {ASKING_MAX} requests at once for views that are not built yet; \
                 ask again in some seconds"
            );
            return Err(ApiError::new(ErrorCode::LimitReached, message));
        }
        kept.asking += 1;
        Ok(Self(of))
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        lock(self.0).asking -= 1;
    }
}

/// Lets the next one build, however this one ends.
struct Building<'s>(&'s ViewCache);

impl Drop for Building<'_> {
    fn drop(&mut self) {
        self.0.lock().building = false;
        self.0.changed.notify_all();
    }
}

fn too_large(bytes: usize, max: usize) -> ApiError {
    ApiError::new(
        ErrorCode::LimitReached,
        format!(
            "expected a view of at most {max} bytes, found one of about {bytes}; \
             ask for an earlier day, or outside `knownAt`"
        ),
    )
}

/// What a resolver answers who has no room.
pub fn full(Full { bytes, taken, max }: Full) -> ApiError {
    ApiError::new(
        ErrorCode::LimitReached,
        format!(
            "expected at most {max} bytes of views and of what is computed of them, found {taken} \
             that are being read and {bytes} more that may be needed; ask for fewer days, or again \
             later, or outside `knownAt`"
        ),
    )
}

impl Kept {
    /// The view of a day, or that it is too large, if that is known.
    fn known(
        &mut self,
        day: Option<PartialDate>,
        max: usize,
    ) -> Option<Result<Arc<Graph>, ApiError>> {
        if let Some(bytes) = self.too_large.get(&day) {
            return Some(Err(too_large(*bytes, max)));
        }
        let at = self.views.iter().position(|view| view.day == day)?;
        let view = self.views.remove(at);
        let graph = Arc::clone(&view.graph);
        self.views.push(view);
        Some(Ok(graph))
    }

    /// Makes room for a view of so many bytes.
    fn make_room(
        &mut self,
        day: Option<PartialDate>,
        bytes: usize,
        max: usize,
    ) -> Result<(), ApiError> {
        if bytes > max {
            self.too_large.insert(day, bytes);
            return Err(too_large(bytes, max));
        }
        self.let_go(bytes, max).map_err(full)
    }

    /// Gives a view that somebody reads so many bytes more.
    fn grow(&mut self, day: Option<PartialDate>, bytes: usize, max: usize) -> Result<(), Full> {
        self.let_go(bytes, max)?;
        let view = self.views.iter_mut().find(|view| view.day == day);
        if let Some(view) = view {
            view.bytes += bytes;
        }
        Ok(())
    }

    /// Lets go of views that no request reads, the longest unasked first, until there is room
    /// for so many bytes.
    fn let_go(&mut self, bytes: usize, max: usize) -> Result<(), Full> {
        loop {
            let taken = self.views.iter().map(|view| view.bytes).sum();
            if taken + bytes <= max {
                return Ok(());
            }
            let unread = |view: &View| Arc::strong_count(&view.graph) == 1;
            let Some(at) = self.views.iter().position(unread) else {
                return Err(Full { bytes, taken, max });
            };
            self.views.remove(at);
        }
    }
}

/// The views that one request reads; they live as long as it.
pub struct Views {
    cache: Arc<ViewCache>,
    read: FrozenMap<Option<PartialDate>, Arc<Graph>>,
}

impl Views {
    /// Of a request that has read none yet.
    pub fn of(cache: Arc<ViewCache>) -> Self {
        Self {
            cache,
            read: FrozenMap::new(),
        }
    }

    /// Of a graph that no other request reads.
    pub fn alone(graph: Arc<Graph>) -> Self {
        Self::of(Arc::new(ViewCache::new(
            graph,
            Limits::default().views_bytes_max,
        )))
    }

    /// The graph of which these are the views.
    pub fn graph(&self) -> &Graph {
        &self.cache.graph
    }

    /// The graph of what was known on a day; of a month or a year, on its last.
    pub fn known_at(
        &self,
        day: PartialDate,
        interrupt: &dyn Interrupt,
    ) -> Result<&Graph, ApiError> {
        if self.cache.measures.get().is_none() && !interrupt.is_patient() {
            return Err(stopped(interrupt));
        }
        let day = self.cache.speaking(day.last_day());
        if let Some(view) = self.read.get(&day) {
            return Ok(view);
        }
        let view = self.cache.view(day, interrupt)?;
        Ok(self.read.insert(day, view))
    }

    /// How many claims are in no view, whatever its day.
    pub fn undated(&self, interrupt: &dyn Interrupt) -> Result<usize, ApiError> {
        self.cache.undated(interrupt)
    }
}

/// What a resolver answers whose view was not ready; it ends the whole request.
fn stopped(interrupt: &dyn Interrupt) -> ApiError {
    let code = interrupt.reason().unwrap_or(ErrorCode::Timeout);
    ApiError::new(code, "the view was not ready in time")
}
