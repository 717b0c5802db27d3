//! A server loads its data again, and goes on with those from before when they are bad.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use super::process::{PATIENCE, Server, castgraph, refused};

const TOKEN: &str = "0123456789abcdef0123";

/// A copy of the graph that is drawn by hand, which a test may change.
fn data(test: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("reload-{test}"));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).expect("it can be made");
    let from = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store/small");
    for entry in fs::read_dir(from).expect("a directory") {
        let file = entry.expect("a file").path();
        let name = file.file_name().expect("a name");
        fs::copy(&file, directory.join(name)).expect("it can be copied");
    }
    directory
}

/// Gives the film of the data another name.
fn rename(directory: &Path, name: &str) {
    let file = directory.join("films.jsonl");
    let text = fs::read_to_string(&file).expect("there are films");
    let text = text.replace("The Mill Fire", name);
    fs::write(file, text).expect("it can be written");
}

/// A server on the data, whose admin has the token.
fn start(directory: &Path) -> Server {
    let token = directory.with_extension("token");
    fs::write(&token, format!("{TOKEN}\n")).expect("it can be written");
    let [data, token] = [directory, &token].map(|path| path.to_str().expect("text"));
    Server::start(&["--data", data, "--admin-token-file", token])
}

fn get(server: &Server, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    server.exchange(request.as_bytes())
}

fn film(server: &Server) -> String {
    let query = "/graphql?query=%7Bfilm(slug:%22mill-fire%22)%7Bname%7D%7D";
    let answer = get(server, query);
    let body = answer.split_once("\r\n\r\n").expect("a body").1;
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    body["data"]["film"]["name"]
        .as_str()
        .expect("a name")
        .to_owned()
}

fn reload(server: &Server, authorization: &str) -> String {
    let request = format!(
        "POST /admin/reload HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{authorization}\r\n"
    );
    server.exchange(request.as_bytes())
}

fn authorized() -> String {
    format!("authorization: Bearer {TOKEN}\r\n")
}

#[test]
fn new_data_are_served_once_they_are_loaded() {
    let data = data("new");
    let server = start(&data);
    assert_eq!(film(&server), "The Mill Fire");
    let ready = get(&server, "/readyz");
    assert!(ready.contains("ready; data loaded 20"), "{ready}");
    rename(&data, "The Mill Flood");
    assert_eq!(film(&server), "The Mill Fire", "nobody has asked for it");
    let answer = reload(&server, &authorized());
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\"loaded\":\"20"), "{answer}");
    assert!(answer.contains(" claims, "), "{answer}");
    assert_eq!(film(&server), "The Mill Flood");
}

#[test]
fn bad_data_leave_the_old_ones() {
    let data = data("bad");
    let server = start(&data);
    let good = fs::read(data.join("films.jsonl")).expect("films");
    fs::write(data.join("films.jsonl"), "{\"key\":\"film:\"}\n").expect("written");
    let answer = reload(&server, &authorized());
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(answer.contains("\"BAD_DATA\""), "{answer}");
    assert!(answer.contains("films.jsonl:1: "), "{answer}");
    assert_eq!(film(&server), "The Mill Fire");
    fs::write(data.join("films.jsonl"), good).expect("written");
    let answer = reload(&server, &authorized());
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    server.signal("TERM");
    let (_, log) = server.end();
    assert!(
        log.contains("the data from before are still served"),
        "{log}"
    );
    assert!(log.contains("films.jsonl:1: "), "{log}");
}

#[test]
fn sighup_loads_again_and_leaves_what_is_better() {
    let data = data("signal");
    let server = start(&data);
    rename(&data, "The Mill Flood");
    server.signal("HUP");
    let begin = Instant::now();
    while film(&server) != "The Mill Flood" {
        assert!(begin.elapsed() < PATIENCE, "it was not loaded");
    }
    fs::write(data.join("films.jsonl"), "nonsense\n").expect("written");
    server.signal("HUP");
    let told = "the data from before are still served";
    while !server.log().contains(told) {
        assert!(begin.elapsed() < PATIENCE, "nothing is told");
    }
    assert_eq!(film(&server), "The Mill Flood");
}

#[test]
fn only_who_has_the_token_may_reload() {
    let server = start(&data("token"));
    let last_wrong = format!("authorization: Bearer {}x\r\n", &TOKEN[..TOKEN.len() - 1]);
    let longer = format!("authorization: Bearer {TOKEN}x\r\n");
    let basic = format!("authorization: Basic {TOKEN}\r\n");
    for wrong in [
        "",
        "authorization: Bearer \r\n",
        &last_wrong,
        &longer,
        &basic,
    ] {
        let answer = reload(&server, wrong);
        assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
        assert!(
            answer.contains("\r\nwww-authenticate: Bearer\r\n"),
            "{answer}"
        );
        assert!(answer.contains("\"UNAUTHORIZED\""), "{answer}");
        assert!(!answer.contains(TOKEN), "{answer}");
    }
    let answer = get(&server, "/admin/reload");
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
}

#[test]
fn without_a_token_there_is_no_such_route() {
    let server = Server::start(&[]);
    let answer = reload(&server, &authorized());
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[test]
fn a_token_that_is_too_short_is_refused() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("short.token");
    fs::write(&file, "secret\n").expect("it can be written");
    let told = refused(&["--admin-token-file", file.to_str().expect("text")]);
    assert!(
        told.contains("short.token: expected a token of at least 16"),
        "{told}"
    );
    assert!(!told.contains("secret"), "{told}");
    let told = refused(&["--admin-token-file", "/nowhere"]);
    assert!(told.contains("/nowhere: cannot be read"), "{told}");
    let mut command = castgraph(&["serve", "--listen", "127.0.0.1:0"]);
    let output = command.env("CASTGRAPH_ADMIN_TOKEN", "secret").output();
    let output = output.expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("CASTGRAPH_ADMIN_TOKEN: expected a token"),
        "{told}"
    );
}
