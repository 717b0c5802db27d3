//! The lines about requests, in the library's own format, with less work: they are most of the log.

use std::cell::RefCell;
use std::fmt::{self, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime as Clock};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The module that tells of requests.
const REQUESTS: &str = "castgraph::http::log";

/// What a line is at most, as a rule, in bytes.
const LINE_BYTES: usize = 320;

/// Writes events about requests itself, others as `other` does.
pub(super) struct Lines<F> {
    pub(super) other: F,
    pub(super) json: bool,
}

impl<S, N, F> FormatEvent<S, N> for Lines<F>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    N: for<'w> FormatFields<'w> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        if metadata.target() != REQUESTS || writer.has_ansi_escapes() {
            return self.other.format_event(context, writer, event);
        }
        let level = metadata.level().as_str();
        let mut line = Line {
            text: String::with_capacity(LINE_BYTES),
            json: self.json,
        };
        if self.json {
            line.push(&["{\"timestamp\":\""]);
            write_time(&mut line.text)?;
            line.push(&["\",\"level\":\"", level, "\",\"fields\":{"]);
            event.record(&mut line);
            line.push(&["},\"target\":\"", REQUESTS, "\"}\n"]);
        } else {
            write_time(&mut line.text)?;
            let indent = if level.len() < 5 { "  " } else { " " };
            line.push(&[indent, level, " ", REQUESTS, ":"]);
            event.record(&mut line);
            line.push(&["\n"]);
        }
        writer.write_str(&line.text)
    }
}

/// A line as it is written, with room for what is usual. The message comes before other fields.
struct Line {
    text: String,
    json: bool,
}

impl Line {
    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
    }

    fn name(&mut self, field: &Field) {
        if self.json {
            self.push(&[",\"", field.name(), "\":"]);
        } else {
            self.push(&[" ", field.name(), "="]);
        }
    }
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.name(field);
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
        if value.bytes().all(is_plain) {
            self.push(&["\"", value, "\""]);
        } else if self.json {
            let _ = write!(self.text, "{}", serde_json::Value::from(value));
        } else {
            let _ = write!(self.text, "{value:?}");
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.name(field);
        self.text.push_str(itoa::Buffer::new().format(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.name(field);
        self.text.push_str(ryu::Buffer::new().format(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let (before, behind) = if self.json {
                ("\"message\":\"", "\"")
            } else {
                (" ", "")
            };
            self.text.push_str(before);
            let _ = write!(self.text, "{value:?}");
            self.text.push_str(behind);
        } else if self.json {
            self.record_str(field, &format!("{value:?}"));
        } else {
            self.name(field);
            let _ = write!(self.text, "{value:?}");
        }
    }
}

thread_local! {
    /// The last second that was written, and how.
    static SECOND: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
}

/// Writes the time as the library does, which writes the same second once.
fn write_time(line: &mut String) -> fmt::Result {
    let now = SystemTime::now();
    let now = now.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    SECOND.with_borrow_mut(|(second, text)| {
        if *second != now.as_secs() {
            text.clear();
            Clock.format_time(&mut Writer::new(text))?;
            // As far as the fraction; the clock may have gone on since it was looked at above.
            text.truncate(text.find('.').unwrap_or(text.len()));
            *second = now.as_secs();
        }
        line.push_str(text);
        let mut fraction = *b".000000Z";
        let mut micros = now.subsec_micros();
        for digit in fraction[1..7].iter_mut().rev() {
            *digit = b'0' + u8::try_from(micros % 10).unwrap_or(0);
            micros /= 10;
        }
        line.push_str(std::str::from_utf8(&fraction).unwrap_or_default());
        Ok(())
    })
}
