//! Jobs of a crew to sides of the work.

use crate::model::relation::Department;

/// Words with which the jobs of other crafts begin, whatever they end with.
const CRAFTS: &[&str] = &[
    "Visual",
    "Music",
    "Sound",
    "Post-Production",
    "VFX",
    "Stunt",
];

/// The side of the work to which a job belongs; `None` for crafts that have no word yet.
pub(super) fn department(job: &str) -> Option<Department> {
    let mut words = job.split([' ', '/']).filter(|word| !word.is_empty());
    let first = words.next()?;
    let last = job.split([' ', '/']).next_back()?;
    let any = |wanted: &[&str]| job.split([' ', '/']).any(|word| wanted.contains(&word));
    if CRAFTS.contains(&first) {
        return None;
    }
    if matches!(last, "Creator" | "Creators" | "Developer" | "Showrunner") {
        return Some(Department::Creation);
    }
    if any(&[
        "Writer",
        "Writers",
        "Author",
        "Teleplay",
        "Screenplay",
        "Story",
        "Script",
    ]) || job.starts_with("Based on")
    {
        return Some(Department::Writing);
    }
    if matches!(
        job,
        "Director"
            | "Co-Director"
            | "Series Director"
            | "Supervising Director"
            | "Assistant Director"
            | "First Assistant Director"
            | "Second Assistant Director"
    ) {
        return Some(Department::Directing);
    }
    let produces = matches!(last, "Producer" | "Producers" | "Co-Producer")
        || job.ends_with("Production Manager");
    produces.then_some(Department::Production)
}
