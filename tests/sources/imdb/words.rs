//! Cells, ids and names of roles.

use castgraph::sources::imdb::cell::{self, Cell};
use castgraph::sources::imdb::id;
use castgraph::sources::imdb::job::{department, job};
use castgraph::sources::imdb::role::{is_self, push_slug, roles};

#[test]
fn quotes_go_only_where_a_writer_put_them() {
    for (cell, text) in [
        (r#""[""Self""]""#, r#"["Self"]"#),
        (r#""novel ""Kin""""#, r#"novel "Kin""#),
        (r#""Heroes""#, r#""Heroes""#),
        (r#""A" and "B""#, r#""A" and "B""#),
        (r#"""Weird"" Al"#, r#"""Weird"" Al"#),
        (r#"["Self"]"#, r#"["Self"]"#),
        (r#"""#, r#"""#),
        ("", ""),
    ] {
        assert_eq!(cell::unquoted(cell), text, "{cell}");
    }
}

#[test]
fn numbers_may_have_turned_into_floats() {
    for (cell, number) in [
        ("57", Cell::Is(57)),
        ("57.0", Cell::Is(57)),
        (" 57 ", Cell::Is(57)),
        ("0", Cell::Is(0)),
        ("\\N", Cell::Null),
        ("20x3", Cell::Odd),
        ("", Cell::Odd),
        ("-1", Cell::Odd),
        ("+1", Cell::Odd),
        ("57.5", Cell::Odd),
        ("2147483647", Cell::Is(2_147_483_647)),
        ("2147483648", Cell::Odd),
        ("\\n", Cell::Odd),
    ] {
        assert_eq!(cell::number(cell), number, "{cell:?}");
    }
    assert!(matches!(cell::year("525"), Cell::Is(year) if year.to_string() == "0525"));
    assert_eq!(cell::year("0"), Cell::Odd);
    assert_eq!(cell::year("10000"), Cell::Odd);
}

#[test]
fn ids_have_one_form() {
    assert_eq!(id::title("tt0000001"), Some(1));
    assert_eq!(id::title(" tt10000000 "), Some(10_000_000));
    for wrong in [
        "tt01",
        "tt00000001",
        "nm0000001",
        "tt000000x",
        "tt99999999999",
        "57.0",
        "\\N",
        "",
    ] {
        assert_eq!(id::title(wrong), None, "{wrong:?}");
    }
    let mut slug = id::Slug::default();
    let key = slug.begin().title(1).person(12_345_678).number(0);
    assert_eq!(
        key.key(castgraph::model::Kind::Character).slug(),
        "imdb-tt0000001-nm12345678-0"
    );
}

fn roles_of(name: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    roles(name, |role| found.push((role.name, role.voice)));
    found
}

#[test]
fn roles_lose_notes_and_come_apart() {
    for (name, expected) in [
        ("Ola", vec![("Ola", false)]),
        ("Ola (voice)", vec![("Ola", true)]),
        ("Ola (voice, uncredited)", vec![("Ola", true)]),
        ("Ola (voice) (uncredited)", vec![("Ola", true)]),
        ("Ola (uncredited)", vec![("Ola", false)]),
        (
            "Ola (1994)",
            vec![("Ola", false)]
                .into_iter()
                .map(|_| ("Ola (1994)", false))
                .collect(),
        ),
        ("Ola / Kari (voice)", vec![("Ola", false), ("Kari", true)]),
        ("AC/DC", vec![("AC/DC", false)]),
        ("(uncredited)", vec![("", false)]),
        ("Self - Host / Judge", vec![("Self - Host / Judge", false)]),
        ("Self (voice)", vec![("Self", true)]),
    ] {
        assert_eq!(roles_of(name), expected, "{name}");
    }
    for (name, own) in [
        ("Self", true),
        ("Self - Host", true),
        ("Self (translator)", true),
        ("Themselves", true),
        ("Selfish Man", false),
        ("Self Made Man", false),
        ("Ola", false),
    ] {
        assert_eq!(is_self(name), own, "{name}");
    }
}

fn slug(name: &str) -> String {
    let mut words = String::new();
    push_slug(name, &mut words);
    words
}

#[test]
fn slugs_tell_names_apart_that_differ_in_letters() {
    assert_eq!(slug("Walter White"), "walter-white");
    assert_eq!(slug("  WALTER   white! "), "walter-white");
    assert_eq!(slug("Aud Åsen"), slug("aud asen"));
    assert_ne!(slug("Доктор"), slug("Лектор"));
    assert_ne!(slug("Доктор 2"), slug("Лектор 2"));
    assert_eq!(slug("Царь-Иван"), slug("царь Иван!"));
    assert_eq!(slug(&"A-b ".repeat(90)), slug(&"a b ".repeat(90)));
    assert_ne!(slug("?"), slug("!"));
    assert_ne!(slug(&"a".repeat(200)), slug(&"a".repeat(201)));
    for name in [
        "Доктор 2",
        "?",
        "- -",
        "Dr. ___",
        "x-",
        &"ab ".repeat(90),
        &"é".repeat(300),
    ] {
        let slug = slug(name);
        assert!(slug.len() <= 80, "{slug}");
        castgraph::model::Key::new(castgraph::model::Kind::Character, &slug).unwrap();
    }
}

#[test]
fn jobs_are_what_the_row_says_or_its_category() {
    for (category, said, expected, of) in [
        ("director", "\\N", "Director", Some("DIRECTING")),
        ("production_designer", "\\N", "Production Designer", None),
        (
            "cinematographer",
            "director of photography",
            "Director of photography",
            None,
        ),
        ("producer", "producer", "Producer", Some("PRODUCTION")),
        ("writer", "created by", "Created by", Some("CREATION")),
        (
            "writer",
            r#""novel ""Kin""""#,
            r#"Novel "Kin""#,
            Some("WRITING"),
        ),
        (
            "writer",
            "screenplay (uncredited)",
            "Screenplay",
            Some("WRITING"),
        ),
        ("", "\\N", "Crew", None),
        ("sound\0_editor", "\\N", "Sound Editor", None),
        ("\0", "\0", "Crew", None),
    ] {
        let found = job(category, said);
        assert_eq!(&*found, expected);
        assert_eq!(department(category, &found), of, "{expected}");
    }
}
