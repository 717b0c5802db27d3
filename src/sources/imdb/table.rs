//! Something small for each id, found in one step.

/// How many ids share a page.
const PAGE: usize = 4096;

/// One value for each id, the default where none was set.
///
/// Ids are handed out in order, so pages are mostly full: the table takes as many bytes as
/// the values of all ids up to the highest, and nothing for long gaps.
#[derive(Debug, Default)]
pub struct Table<T> {
    pages: Vec<Option<Box<[T]>>>,
}

impl<T: Copy + Default> Table<T> {
    /// The value of an id.
    pub fn get(&self, id: u32) -> T {
        let (page, at) = place(id);
        match self.pages.get(page) {
            Some(Some(values)) => values[at],
            _ => T::default(),
        }
    }

    /// The value of an id, to be changed.
    pub fn get_mut(&mut self, id: u32) -> &mut T {
        let (page, at) = place(id);
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, || None);
        }
        let values = self.pages[page].get_or_insert_with(|| vec![T::default(); PAGE].into());
        &mut values[at]
    }
}

fn place(id: u32) -> (usize, usize) {
    let id = id as usize;
    (id / PAGE, id % PAGE)
}
