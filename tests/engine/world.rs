//! A schema of the tests' own, whose every value follows from one function.
//!
//! The value of a field is drawn from a hash of the object's seed, the field's name and
//! its arguments. [`reference`](super::reference) draws from the same hash, by the
//! schema's types; the tables here draw by Rust types. Fields named `risky...` may fail,
//! items of fields named `flaky...` may fail, others never do.

use std::{fmt, str::FromStr};

use castgraph::{
    arguments, field,
    graphql::{
        engine::{Engine, Field, Id, InputList, Interrupt, Interruptible, List, Object, Root},
        error::{ApiError, ErrorCode},
        limits::Limits,
    },
    graphql_enum, input_object, interface, object, scalar,
};
use xxhash_rust::xxh3::xxh3_64;

/// What all views share.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Whether risky and flaky fields may fail.
    pub fails: bool,
}

/// The hash from which a field's value is drawn.
pub fn hash(seed: u64, field: &str, arguments: &str) -> u64 {
    xxh3_64(format!("{seed}/{field}({arguments})").as_bytes())
}

/// The hash of one item of a list.
pub fn item_hash(hash: u64, index: usize) -> u64 {
    xxh3_64(format!("{hash}[{index}]").as_bytes())
}

/// Whether a value that may fail does.
pub fn fails(hash: u64) -> bool {
    (hash >> 8).is_multiple_of(5)
}

/// Whether a value that may be null is.
pub fn is_null(hash: u64) -> bool {
    (hash >> 16).is_multiple_of(5)
}

/// How long a list is.
pub fn length(hash: u64) -> usize {
    usize::try_from((hash >> 24) % 4).expect("small")
}

/// Which of so many possible types an object has.
pub fn possible(hash: u64, count: usize) -> usize {
    usize::try_from((hash >> 32) % count as u64).expect("small")
}

/// The error of a field that fails.
pub fn failure(hash: u64) -> ApiError {
    ApiError::new(ErrorCode::BadFilter, format!("failed {}", hash % 100))
}

/// A value that is drawn from a hash.
pub trait Draw<'g>: Sized {
    fn draw(world: &'g World, hash: u64) -> Self;
}

macro_rules! draws {
    ($($type:ty, |$hash:ident| $value:expr;)*) => { $(
        impl Draw<'_> for $type {
            fn draw(_: &World, $hash: u64) -> Self {
                $value
            }
        }
    )* };
}

/// A text with characters that JSON escapes.
pub fn text(hash: u64) -> String {
    format!("t{}\"\\\n\u{1}é", hash % 1000)
}

/// A number of any sign.
#[expect(clippy::cast_possible_truncation, reason = "any bits will do")]
pub fn int(hash: u64) -> i32 {
    hash as i32
}

/// A number with a fraction.
pub fn float(hash: u64) -> f64 {
    f64::from(int(hash)) / 8.0
}

draws! {
    String, |hash| text(hash);
    i32, |hash| int(hash);
    f64, |hash| float(hash);
    bool, |hash| hash.is_multiple_of(2);
    Kind, |hash| KINDS[possible(hash, KINDS.len())];
    Day, |hash| Day(possible(hash, 10_000));
    Id<u64>, |hash| Id(hash % 1000);
}

impl<'g, T: Draw<'g>> Draw<'g> for Option<T> {
    fn draw(world: &'g World, hash: u64) -> Self {
        (!is_null(hash)).then(|| T::draw(world, hash))
    }
}

impl<'g, T: Draw<'g>> Draw<'g> for Result<T, ApiError> {
    fn draw(world: &'g World, hash: u64) -> Self {
        if world.fails && fails(hash) {
            Err(failure(hash))
        } else {
            Ok(T::draw(world, hash))
        }
    }
}

impl<'g, T: Draw<'g> + 'g> Draw<'g> for List<Box<dyn Iterator<Item = T> + 'g>> {
    fn draw(world: &'g World, hash: u64) -> Self {
        List(Box::new(
            (0..length(hash)).map(move |index| T::draw(world, item_hash(hash, index))),
        ))
    }
}

type Lazy<'g, T> = List<Box<dyn Iterator<Item = T> + 'g>>;

/// How large a part is; defined away from its GraphQL face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Main,
    Guest,
    Extra,
}

/// All kinds, in the order of the schema.
pub const KINDS: [Kind; 3] = [Kind::Main, Kind::Guest, Kind::Extra];

graphql_enum! {
    /// How large a part is.
    Kind {
        /// In the titles.
        Main = "MAIN",
        /// Once or twice.
        Guest = "GUEST",
        /// In the background.
        Extra = "EXTRA",
    }
}

/// A day of four digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub usize);

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.0)
    }
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            return Err("four digits are a day");
        }
        text.parse().map(Day).map_err(|_| "four digits are a day")
    }
}

scalar! {
    /// A day, as four digits.
    Day as "Day" specified_by "https://example.org/day"
}

/// The text by which arguments enter the hash: absent and null are the same.
pub trait Canonical {
    fn canonical(&self) -> String;
}

macro_rules! canonical {
    ($($type:ty, |$value:ident| $text:expr;)*) => { $(
        impl Canonical for $type {
            fn canonical(&self) -> String {
                let $value = self;
                $text
            }
        }
    )* };
}

canonical! {
    i32, |number| number.to_string();
    f64, |number| format!("{number:?}");
    bool, |truth| truth.to_string();
    &str, |text| format!("{text:?}");
    Id<&str>, |id| format!("{:?}", id.0);
    Day, |day| format!("\"{day}\"");
    Kind, |kind| match kind {
        Kind::Main => "MAIN".into(),
        Kind::Guest => "GUEST".into(),
        Kind::Extra => "EXTRA".into(),
    };
}

impl<T: Canonical> Canonical for Option<T> {
    fn canonical(&self) -> String {
        self.as_ref().map_or("null".into(), T::canonical)
    }
}

impl<T: Canonical> Canonical for Box<T> {
    fn canonical(&self) -> String {
        T::canonical(self)
    }
}

impl<T: Canonical> Canonical for Vec<T> {
    fn canonical(&self) -> String {
        let items: Vec<_> = self.iter().map(T::canonical).collect();
        format!("[{}]", items.join(","))
    }
}

impl<'g, T: Canonical + castgraph::graphql::engine::Input<'g>> Canonical for InputList<'g, T> {
    fn canonical(&self) -> String {
        let items: Result<Vec<_>, _> = self.iter().collect();
        items.expect("coerced").canonical()
    }
}

macro_rules! canonical_struct {
    ($($type:ty { $($field:ident),* })*) => { $(
        impl Canonical for $type {
            fn canonical(&self) -> String {
                let fields = [$(self.$field.canonical()),*];
                format!("{{{}}}", fields.join(","))
            }
        }
    )* };
}

arguments! {
    /// One of each input.
    Echo<'g> {
        /// A text.
        text: &'g str = "x",
        /// A whole number.
        number: Option<i32>,
        /// A number.
        ratio: Option<f64> = Some(0.5),
        /// A truth.
        flag: bool = true,
        /// A kind.
        kind: Option<Kind> = Some(Kind::Guest),
        /// Kinds.
        kinds: Option<Vec<Kind>>,
        /// Rows of numbers.
        rows: Option<InputList<'g, Option<Vec<i32>>>>,
        /// A day.
        day: Option<Day>,
        /// What to keep.
        filter: Option<Filter<'g>>,
        /// In snake case here.
        order_by: Option<Id<&'g str>>,
    }
}

arguments! {
    /// By id.
    ById<'g> {
        /// The id.
        id: Id<&'g str>,
    }
}

arguments! {
    /// How many.
    Page {
        /// How many at most.
        first: i32 = 2,
        /// What to keep.
        only: Option<Kind>,
    }
}

input_object! {
    /// What to keep.
    Filter<'g> {
        /// Of these kinds.
        kinds: Option<Vec<Kind>>,
        /// At most so many.
        limit: i32 = 3,
        /// Named so.
        name: &'g str,
        /// The contrary.
        not: Option<Box<Filter<'g>>>,
        /// All of these.
        and: Option<Vec<Filter<'g>>>,
    }
}

canonical_struct! {
    Echo<'_> { text, number, ratio, flag, kind, kinds, rows, day, filter, order_by }
    ById<'_> { id }
    Page { first, only }
    Filter<'_> { kinds, limit, name, not, and }
}

macro_rules! views {
    ($($name:ident),*) => { $(
        /// A view of the world.
        #[derive(Clone, Copy)]
        pub struct $name<'g> {
            pub world: &'g World,
            pub seed: u64,
        }

        impl<'g> Draw<'g> for $name<'g> {
            fn draw(world: &'g World, hash: u64) -> Self {
                Self { world, seed: hash }
            }
        }

        impl<'g> View<'g> for $name<'g> {
            fn world(self) -> &'g World {
                self.world
            }
            fn seed(self) -> u64 {
                self.seed
            }
        }
    )* };
}

views!(Query, Person, Robot, Place, Ghost, Crowd);

/// Reads fields by drawing them.
pub trait View<'g>: Copy + 'g {
    fn world(self) -> &'g World;
    fn seed(self) -> u64;

    fn read<T: Draw<'g>>(self, field: &str) -> T {
        T::draw(self.world(), hash(self.seed(), field, ""))
    }

    fn read_with<T: Draw<'g>>(self, field: &str, arguments: &impl Canonical) -> T {
        T::draw(
            self.world(),
            hash(self.seed(), field, &arguments.canonical()),
        )
    }
}

/// Fields that all things share, as a group.
pub trait Shared<'g>: Object<'g> + View<'g> {
    const SHARED: &'g [Field<'g, Self>] = &[
        field!("id", "Its id.", |view: Self| view.read::<Id<u64>>("id")),
        field!("age", "In years.", |view: Self| view
            .read::<Option<i32>>("age")),
        field!("friends", "Known beings.", |view: Self, page: Page| view
            .read_with::<Lazy<
            'g,
            Being<'g>,
        >>(
            "friends", &page
        )),
        field!("near", "What is near.", |view: Self| view
            .read::<Option<Node<'g>>>("near")),
        field!("riskyHome", "Where it lives.", |view: Self| view
            .read::<Result<Place<'g>, ApiError>>("riskyHome")),
    ];
}

impl<'g, T: Object<'g> + View<'g>> Shared<'g> for T {}

object! {
    /// A human.
    ///
    /// Of any
    /// kind.
    Person implements ["Node", "Being"] groups [Self::SHARED] {
        field!("name", "Its name.", |person: Person| person.read::<String>("name")),
        field!("kind", "Its kind.", |person: Person| person.read::<Kind>("kind")),
        field!("pets", "Its robots.", |person: Person| person.read::<Lazy<'g, Option<Robot<'g>>>>("pets")),
        field!("riskyFloat", "A number.", |person: Person| person.read::<Result<Option<f64>, ApiError>>("riskyFloat")),
        field!("flakyTexts", "Texts.", |person: Person| person.read::<Option<Lazy<'g, Result<String, ApiError>>>>("flakyTexts")),
    }
}

object! {
    /// A machine.
    Robot implements ["Node", "Being"] groups [Self::SHARED] {
        field!("name", "Its name.", |robot: Robot| robot.read::<Option<String>>("name")),
        field!("kind", "Its kind.", |robot: Robot| robot.read::<Option<Kind>>("kind")),
        field!("crowd", "Who is around.", |robot: Robot, page: Page| robot.read_with::<Option<Crowd<'g>>>("crowd", &page)),
        field!("owner", "Whose it is.", |robot: Robot| robot.read::<Person<'g>>("owner")),
        field!("flakyParts", "Its parts.", |robot: Robot| robot.read::<Lazy<'g, Result<Option<Robot<'g>>, ApiError>>>("flakyParts")),
        field!("built", "When.", |robot: Robot| robot.read::<Option<Day>>("built")).deprecated("use `age`"),
    }
}

object! {
    /// Where things are.
    Place implements ["Node"] groups [Self::SHARED] {
        field!("title", "Its title.", |place: Place| place.read::<String>("title")),
        field!("open", "Whether it is open.", |place: Place| place.read::<Option<bool>>("open")),
        field!("kind", "Its kind.", |place: Place| place.read::<i32>("kind")),
        field!("grid", "Its cells.", |place: Place| place.read::<Lazy<'g, Lazy<'g, Option<i32>>>>("grid")),
    }
}

object! {
    /// Nothing to see.
    Ghost implements ["Being"] groups [Self::SHARED] {
        field!("name", "Its name.", |ghost: Ghost| ghost.read::<Option<String>>("name")),
        field!("kind", "Its kind.", |ghost: Ghost| ghost.read::<Kind>("kind")),
        field!("riskyHaunts", "Where it haunts.", |ghost: Ghost| ghost.read::<Result<Lazy<'g, Place<'g>>, ApiError>>("riskyHaunts")),
    }
}

object! {
    /// A page of beings, with more about them.
    Crowd {
        field!("members", "The beings.", |crowd: Crowd| crowd.read::<Lazy<'g, Being<'g>>>("members")),
        field!("leader", "Who leads.", |crowd: Crowd| crowd.read::<Option<Person<'g>>>("leader"), weight: 3),
        field!("calm", "Whether it is.", |crowd: Crowd| crowd.read::<bool>("calm")),
    }
}

interface! {
    /// What has an id.
    Node { Person, Robot, Place } fields ["id", "age", "friends", "near"]
}

interface! {
    /// What may be a friend.
    Being { Person, Ghost, Robot } fields ["name", "friends", "kind"]
}

impl<'g> Draw<'g> for Node<'g> {
    fn draw(world: &'g World, hash: u64) -> Self {
        match possible(hash, 3) {
            0 => Person::draw(world, hash).into(),
            1 => Robot::draw(world, hash).into(),
            _ => Place::draw(world, hash).into(),
        }
    }
}

impl<'g> Draw<'g> for Being<'g> {
    fn draw(world: &'g World, hash: u64) -> Self {
        match possible(hash, 3) {
            0 => Person::draw(world, hash).into(),
            1 => Ghost::draw(world, hash).into(),
            _ => Robot::draw(world, hash).into(),
        }
    }
}

object! {
    /// The root.
    Query {
        field!("person", "A person.", |query: Query, by: ById| query.read_with::<Option<Person<'g>>>("person", &by)),
        field!("place", "A place.", |query: Query| query.read::<Place<'g>>("place")),
        field!("node", "A node.", |query: Query, by: ById| query.read_with::<Option<Node<'g>>>("node", &by)),
        field!("nodes", "Nodes.", |query: Query, page: Page| query.read_with::<Lazy<'g, Option<Node<'g>>>>("nodes", &page)),
        field!("beings", "Beings.", |query: Query, page: Page| query.read_with::<Lazy<'g, Being<'g>>>("beings", &page)),
        field!("crowd", "Beings of a kind.", |query: Query, page: Page| query.read_with::<Crowd<'g>>("crowd", &page), weight: page.only.map_or(5, |_| 7)),
        field!("riskyBeing", "A being.", |query: Query| query.read::<Result<Option<Being<'g>>, ApiError>>("riskyBeing")),
        field!("flakyPeople", "People.", |query: Query| query.read::<Option<Lazy<'g, Result<Person<'g>, ApiError>>>>("flakyPeople")),
        field!("echo", "A text.", |query: Query, echo: Echo| query.read_with::<Option<String>>("echo", &echo)),
        field!("canonical", "Its arguments.", |_: Query, echo: Echo| echo.canonical()),
        field!("oddities", "Faults.", |_: Query| Oddities),
    }
}

/// Values that no schema should have, each a fault of its resolver.
#[derive(Clone, Copy)]
pub struct Oddities;

impl<'g> Object<'g> for Oddities {
    const FIELDS: &'g [&'g [Field<'g, Self>]] = &[&[
        field!("nan", "Not a number.", |_: Self| f64::NAN),
        field!("large", "Beyond 31 bits.", |_: Self| u32::MAX),
        field!("count", "Within 31 bits.", |_: Self| 7_usize),
        field!(
            "secret",
            "A hidden cause.",
            |_: Self| Err::<Option<i32>, _>(ApiError::internal("password 123"))
        ),
        field!("panics", "Panics.", |_: Self| -> i32 {
            panic!("secret panic")
        }),
        field!("endless", "Never ends.", |_: Self| List(
            (0..).map(|_: i32| "again")
        )),
        field!("silent", "Never ends, empty.", |_: Self| List(
            (0..).map(|_: i32| "")
        )),
        field!("late", "Told to stop.", |_: Self| {
            Err::<Option<i32>, _>(told(ErrorCode::Timeout))
        }),
        field!("given", "Told to give up.", |_: Self| {
            Err::<i32, _>(told(ErrorCode::Cancelled))
        }),
        field!("patient", "Asks seven times.", |_: Self| {
            Interruptible::new(|interrupt| {
                let asked = (0..7).find_map(|_| interrupt.reason());
                asked.map_or(Ok(Some(7)), |code| Err(told(code)))
            })
        }),
        field!(
            "restless",
            "Asks before each item; never ends.",
            |_: Self| {
                Interruptible::new(|interrupt| {
                    List((0..).map(move |number| asked(interrupt, number)))
                })
            }
        ),
    ]];

    fn name() -> std::borrow::Cow<'static, str> {
        "Oddities".into()
    }

    fn description() -> std::borrow::Cow<'static, str> {
        "Faults of resolvers.".into()
    }
}

fn told(code: ErrorCode) -> ApiError {
    ApiError::new(code, "told to stop")
}

fn asked(interrupt: &dyn Interrupt, number: i32) -> Result<Option<i32>, ApiError> {
    interrupt
        .reason()
        .map_or(Ok(Some(number)), |code| Err(told(code)))
}

/// The root of the world.
pub struct WorldRoot;

impl Root for WorldRoot {
    type Query<'g> = Query<'g>;
}

/// The engine of the world.
pub fn engine() -> Engine<WorldRoot> {
    engine_within(Limits::default().cost_max)
}

/// The same, for operations that cost so much at most.
pub fn engine_within(cost_max: usize) -> Engine<WorldRoot> {
    engine_of(Limits {
        cost_max,
        ..Limits::default()
    })
}

/// The same within other limits.
pub fn engine_of(limits: Limits) -> Engine<WorldRoot> {
    Engine::new(limits).expect("the world has a schema")
}

/// The engine for a judge, whose single paths may be long.
pub fn unlimited() -> Engine<WorldRoot> {
    let limits = Limits {
        depth_max: 1000,
        cost_max: usize::MAX,
        ..Limits::default()
    };
    Engine::new(limits).expect("the world has a schema")
}

/// A root view; worlds of different seeds have different values.
pub fn root(world: &World, seed: u64) -> Query<'_> {
    Query { world, seed }
}
