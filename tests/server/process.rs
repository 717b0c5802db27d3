//! A server as a child process, ended by its id when the test is over.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How long anything may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// The program with arguments, untouched by the environment of who tests.
pub fn castgraph(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_castgraph"));
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CASTGRAPH_") || name.starts_with("OTEL_") {
            command.env_remove(&*name);
        }
    }
    command
}

/// A server on an address, its first line on stdout, empty where it ends without one, and the
/// others to come.
fn serve(
    listen: &str,
    environment: &[(&str, &str)],
    arguments: &[&str],
) -> (Child, String, Stdout) {
    let mut command = castgraph(&["serve", "--listen", listen]);
    command.args(arguments).envs(environment.iter().copied());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    stdout.read_line(&mut line).expect("text");
    (child, line, stdout)
}

type Stdout = BufReader<ChildStdout>;

/// What a server says on stderr that refuses to start; it promises no address, and ends with 1.
pub fn refused(arguments: &[&str]) -> String {
    refused_in(&[], arguments)
}

/// The same, with variables of the environment.
pub fn refused_in(environment: &[(&str, &str)], arguments: &[&str]) -> String {
    let (mut child, line, _stdout) = serve(ANY, environment, arguments);
    if !line.is_empty() {
        // It listens, and would not end by itself.
        let _ = child.kill();
    }
    let output = child.wait_with_output().expect("a child of ours");
    assert_eq!(line, "", "an address was promised");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    told
}

/// A free port.
const ANY: &str = "127.0.0.1:0";

/// A server that listens.
pub struct Server {
    child: Child,
    stdout: Stdout,
    pub address: SocketAddr,
    log: Arc<Mutex<String>>,
    /// Reads the log, which would hold the server up if nobody did.
    reader: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a free port, and waits until it says which.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_in(&[], arguments)
    }

    /// The same, with variables of the environment.
    pub fn start_in(environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        Self::begin(ANY, environment, arguments)
    }

    /// Starts a server on an address.
    pub fn start_at(listen: &str, arguments: &[&str]) -> Self {
        Self::begin(listen, &[], arguments)
    }

    fn begin(listen: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Self {
        let (mut child, line, stdout) = serve(listen, environment, arguments);
        let address = line
            .trim_end()
            .strip_prefix("castgraph listens on ")
            .and_then(|url| url.split_once("://")?.1.strip_suffix('/')?.parse().ok());
        let Some(address) = address else {
            let _ = child.kill();
            let mut log = String::new();
            let _ = child.stderr.take().expect("piped").read_to_string(&mut log);
            panic!("no address in {line:?}; {log}");
        };
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.stderr.take().expect("piped")).lines();
        let told = Arc::clone(&log);
        let reader = thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                told.lock().expect("whole lines").push_str(&(line + "\n"));
            }
        });
        Self {
            child,
            stdout,
            address,
            log,
            reader: Some(reader),
        }
    }

    /// The next line on stdout.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("text");
        line
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a bound");
        stream
    }

    /// Sends bytes and reads until the server closes.
    pub fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may close before it has read everything.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Whether it answers a query now.
    pub fn lives(&self) -> bool {
        let request = "GET /graphql?query=%7B__typename%7D HTTP/1.1\r\nhost: a\r\n\
                       connection: close\r\n\r\n";
        let answer = self.exchange(request.as_bytes());
        answer.starts_with("HTTP/1.1 200 OK\r\n")
            && answer.ends_with(r#"{"data":{"__typename":"Query"}}"#)
    }

    /// Sends a signal, as in "TERM", to this process only.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.expect("kill is part of every Unix").success());
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("whole lines").clone()
    }

    /// Waits for the end; what it has logged comes with it.
    pub fn end(mut self) -> (ExitStatus, String) {
        let begin = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("a child of ours") {
                Some(status) => break status,
                None if begin.elapsed() > PATIENCE => panic!("the server does not end"),
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        let reader = self.reader.take().expect("it is joined once");
        reader.join().expect("it reads to the end");
        (status, self.log())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
