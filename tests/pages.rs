//! Pages of lists: nothing is lost, nothing comes twice, in both directions.

use castgraph::graph::{PageError, PageRequest, PageSizes, Position};
use proptest::prelude::*;

const SIZES: PageSizes = PageSizes {
    default: 20,
    max: 100,
};

/// The position of the item at a place of a list whose items are even numbers.
fn position(place: usize) -> Position {
    at(2 * u32::try_from(place).expect("a small list"))
}

fn at(number: u32) -> Position {
    Position::start().number(Some(number))
}

fn request(
    first: Option<i64>,
    last: Option<i64>,
    after: Option<Position>,
    before: Option<Position>,
) -> PageRequest {
    PageRequest::new(first, last, after, before, SIZES).expect("the sizes are within bounds")
}

proptest! {
    #[test]
    fn pages_joined_forward_are_the_list(length in 0_usize..60, size in 1_i64..70) {
        let (mut joined, mut after) = (Vec::new(), None);
        loop {
            let page = request(Some(size), None, after.clone(), None).window(length, position);
            prop_assert_eq!(page.has_previous, page.range.start > 0);
            joined.extend(page.range.clone());
            if !page.has_next {
                break;
            }
            prop_assert!(!page.range.is_empty(), "a page before the last one is not empty");
            after = Some(position(page.range.end - 1));
        }
        prop_assert_eq!(joined, (0..length).collect::<Vec<_>>());
    }

    #[test]
    fn pages_joined_backward_are_the_list(length in 0_usize..60, size in 1_i64..70) {
        let (mut joined, mut before) = (Vec::new(), None);
        loop {
            let page = request(None, Some(size), None, before.clone()).window(length, position);
            prop_assert_eq!(page.has_next, page.range.end < length);
            joined.splice(0..0, page.range.clone());
            if !page.has_previous {
                break;
            }
            prop_assert!(!page.range.is_empty(), "a page behind the first one is not empty");
            before = Some(position(page.range.start));
        }
        prop_assert_eq!(joined, (0..length).collect::<Vec<_>>());
    }

    #[test]
    fn a_page_is_what_a_plain_reading_gives(
        length in 0_usize..30,
        size in 0_i64..40,
        from_end: bool,
        after in proptest::option::of(0_u32..70),
        before in proptest::option::of(0_u32..70),
    ) {
        let (first, last) = if from_end { (None, Some(size)) } else { (Some(size), None) };
        let page = request(first, last, after.map(at), before.map(at)).window(length, position);
        let number = |place: &usize| u32::try_from(2 * place).expect("a small list");
        let between = |place: &usize| after.is_none_or(|after| number(place) > after)
            && before.is_none_or(|before| number(place) < before);
        let all: Vec<usize> = (0..length).filter(between).collect();
        let size = usize::try_from(size).expect("not negative").min(all.len());
        let expected = if from_end { all[all.len() - size..].to_vec() } else { all[..size].to_vec() };
        prop_assert_eq!(page.range.clone().collect::<Vec<_>>(), expected.clone());
        if let (Some(start), Some(end)) = (expected.first(), expected.last()) {
            prop_assert_eq!(page.has_previous, *start > 0);
            prop_assert_eq!(page.has_next, end + 1 < length);
        }
    }

    #[test]
    fn positions_compare_like_texts(left in "[a-c ]{0,4}", right in "[a-c ]{0,4}") {
        let place = |text: &str| Position::start().text(text).text("z");
        prop_assert_eq!(place(&left).cmp(&place(&right)), left.cmp(&right));
        let back = |text: &str| Position::start().reversed(&place(text));
        prop_assert_eq!(back(&left).cmp(&back(&right)), right.cmp(&left));
    }

    #[test]
    fn positions_compare_like_numbers(left in -1e9_f64..1e9, right in -1e9_f64..1e9) {
        let place = |number: f64| Position::start().real(Some(number));
        prop_assert_eq!(place(left).cmp(&place(right)), left.total_cmp(&right));
        prop_assert!(place(left) < Position::start().real(None));
    }
}

#[test]
fn a_wrong_size_is_an_error() {
    let refused = |first, last| {
        PageRequest::new(first, last, None, None, SIZES).expect_err("the size is wrong")
    };
    assert_eq!(refused(Some(1), Some(1)), PageError::BothEnds);
    for wrong in [-1, 101, 4_294_967_295] {
        assert_eq!(
            refused(Some(wrong), None),
            PageError::Size {
                argument: "first",
                found: wrong,
                size_max: 100
            }
        );
        assert_eq!(
            refused(None, Some(wrong)),
            PageError::Size {
                argument: "last",
                found: wrong,
                size_max: 100
            }
        );
    }
}

#[test]
fn without_a_size_a_page_has_the_default() {
    assert_eq!(
        request(None, None, None, None)
            .window(1_000, position)
            .range,
        0..20
    );
    assert_eq!(
        request(Some(0), None, None, None)
            .window(1_000, position)
            .range,
        0..0
    );
}

#[test]
fn dates_sort_with_missing_parts_first() {
    let dates = [
        "2017",
        "2017-11",
        "2018",
        "2018-01",
        "2018-01-25",
        "2018-02",
    ];
    let positions: Vec<Position> = dates
        .iter()
        .map(|date| Position::start().date(Some(date.parse().expect("a date"))))
        .collect();
    assert!(positions.is_sorted_by(|left, right| left < right));
    assert!(
        positions
            .iter()
            .all(|position| *position < Position::start().date(None))
    );
}
