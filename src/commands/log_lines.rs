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
        let mut fields = Fields {
            json: self.json,
            message: String::new(),
            rest: String::new(),
        };
        event.record(&mut fields);
        let Fields { message, rest, .. } = fields;
        let level = metadata.level().as_str();
        if self.json {
            writer.write_str("{\"timestamp\":\"")?;
            write_time(&mut writer)?;
            for part in [
                "\",\"level\":\"",
                level,
                "\",\"fields\":{\"message\":\"",
                &message,
                "\"",
                &rest,
                "},\"target\":\"",
                REQUESTS,
                "\"}\n",
            ] {
                writer.write_str(part)?;
            }
            return Ok(());
        }
        write_time(&mut writer)?;
        writer.write_str(if level.len() < 5 { "  " } else { " " })?;
        for part in [level, " ", REQUESTS, ": ", &message, &rest, "\n"] {
            writer.write_str(part)?;
        }
        Ok(())
    }
}

/// Fields of an event as they are written; the message is a word or two of ours.
struct Fields {
    json: bool,
    message: String,
    rest: String,
}

impl Fields {
    fn name(&mut self, field: &Field) {
        let (before, behind) = if self.json {
            (",\"", "\":")
        } else {
            (" ", "=")
        };
        for part in [before, field.name(), behind] {
            self.rest.push_str(part);
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.name(field);
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
        if value.bytes().all(is_plain) {
            self.rest.push('"');
            self.rest.push_str(value);
            self.rest.push('"');
        } else if self.json {
            let _ = write!(self.rest, "{}", serde_json::Value::from(value));
        } else {
            let _ = write!(self.rest, "{value:?}");
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.name(field);
        let _ = write!(self.rest, "{value}");
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.name(field);
        let _ = write!(self.rest, "{value:?}");
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.message, "{value:?}");
        } else if self.json {
            self.record_str(field, &format!("{value:?}"));
        } else {
            self.name(field);
            let _ = write!(self.rest, "{value:?}");
        }
    }
}

thread_local! {
    /// The last second that was written, and how.
    static SECOND: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
}

/// Writes the time as the library does, which writes the same second once.
fn write_time(writer: &mut Writer<'_>) -> fmt::Result {
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
        writer.write_str(text)?;
        let mut fraction = *b".000000Z";
        let mut micros = now.subsec_micros();
        for digit in fraction[1..7].iter_mut().rev() {
            *digit = b'0' + u8::try_from(micros % 10).unwrap_or(0);
            micros /= 10;
        }
        writer.write_str(std::str::from_utf8(&fraction).unwrap_or_default())
    })
}
