//! What comes out of small documents.

use serde_json::json;

use super::{ask, codes};

#[test]
fn first_answers() {
    println!("{}", super::world::engine().sdl());
    let answer = ask("{ place { id title grid kind } t: __typename canonical }");
    println!("{answer}");
    assert_eq!(answer["data"]["t"], json!("Query"));
    assert!(codes(&answer).is_empty());
}
