//! HTTP/2 by hand, for what a well-behaved client would not send.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use super::process::Server;

pub const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
pub const GOAWAY: u8 = 7;
pub const WINDOW_UPDATE: u8 = 8;

pub const END_STREAM: u8 = 1;
pub const END_HEADERS: u8 = 4;
pub const ACK: u8 = 1;

/// What a server says in a GOAWAY to a client that it takes for an attack.
pub const ENHANCE_YOUR_CALM: u8 = 11;

/// One frame.
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub payload: Vec<u8>,
}

/// The bytes of a frame.
pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("frames are short");
    let mut bytes = length.to_be_bytes()[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

/// The header block of a GET without Huffman codes; the path is shorter than 127 bytes.
pub fn get(path: &str) -> Vec<u8> {
    // :method GET, :scheme http, :authority a, :path as a literal.
    let mut block = vec![0x82, 0x86, 0x41, 1, b'a', 0x44];
    block.push(u8::try_from(path.len()).expect("a short path"));
    assert!(path.len() < 127);
    block.extend(path.as_bytes());
    block
}

/// A connection that has begun with HTTP/2.
pub struct Connection(pub TcpStream);

impl Connection {
    pub fn open(server: &Server) -> Self {
        let mut stream = server.connect();
        stream.write_all(PREFACE).expect("sent");
        let mut connection = Self(stream);
        connection.send(SETTINGS, 0, 0, &[]);
        connection
    }

    pub fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
        let bytes = frame(kind, flags, stream, payload);
        self.0.write_all(&bytes).expect("sent");
    }

    /// Asks for a path on a stream; streams of clients are odd and grow.
    pub fn ask(&mut self, stream: u32, path: &str) {
        self.send(HEADERS, END_STREAM | END_HEADERS, stream, &get(path));
    }

    /// The next frame; nothing once the server has closed. Pings are answered.
    pub fn next(&mut self) -> Option<Frame> {
        let mut head = [0; 9];
        let read = self.0.read_exact(&mut head);
        if let Err(error) = read {
            let closed = [io::ErrorKind::UnexpectedEof, io::ErrorKind::ConnectionReset];
            assert!(closed.contains(&error.kind()), "it did not close: {error}");
            return None;
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        self.0.read_exact(&mut payload).ok()?;
        let (kind, flags) = (head[3], head[4]);
        if kind == PING && flags != ACK {
            // The server may have closed meanwhile.
            let _ = self.0.write_all(&frame(PING, ACK, 0, &payload));
        }
        Some(Frame {
            kind,
            flags,
            payload,
        })
    }

    /// The next frame of a kind.
    pub fn next_of(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.next().expect("closed before it came");
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// The data of the answer that comes next, to its end.
    pub fn answer(&mut self) -> String {
        let mut text = Vec::new();
        while let Some(frame) = self.next() {
            if frame.kind == DATA {
                text.extend(frame.payload);
            }
            if [DATA, HEADERS].contains(&frame.kind) && frame.flags & END_STREAM != 0 {
                return String::from_utf8(text).expect("text");
            }
        }
        panic!(
            "closed before the end of {}",
            String::from_utf8_lossy(&text)
        );
    }

    /// All frames until the server closes.
    pub fn rest(&mut self) -> Vec<Frame> {
        std::iter::from_fn(|| self.next()).collect()
    }
}
