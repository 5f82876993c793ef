use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Result};
use std::mem;
use std::sync::Arc;

use log::{debug, info};
use rust_interop::Context;

use crate::Minute;
use crate::entry::Entry;

const BUFFER_SIZE: usize = 128 * 1024;

/// Reads a log, and adds up its minutes.
pub(crate) struct Minutes<R> {
    path: String,
    reader: BufReader<R>,
    size: u64,
    /// Cancelled when nobody wants more minutes. One minute may be a long part of the file.
    context: Arc<Context>,
    read: u64,
    lines: u64,
    unreadable: u64,
    minute: Option<Minute>,
    visitors: HashSet<String>,
}

impl<R: Read> Minutes<R> {
    pub(crate) fn new(path: String, reader: R, size: u64, context: Arc<Context>) -> Self {
        Self {
            path,
            reader: BufReader::with_capacity(BUFFER_SIZE, reader),
            size,
            context,
            read: 0,
            lines: 0,
            unreadable: 0,
            minute: None,
            visitors: HashSet::new(),
        }
    }

    /// Reads until a minute is complete.
    fn next_minute(&mut self) -> Result<Option<Minute>> {
        let mut line = Vec::new();
        while !self.context.is_cancelled() {
            line.clear();
            let length = self.reader.read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(self.end_minute());
            }
            self.note(length as u64);
            let line = String::from_utf8_lossy(&line);
            let Some(entry) = Entry::parse(line.trim_ascii_end()) else {
                self.unreadable += 1;
                debug!("line {} cannot be read", self.lines);
                continue;
            };
            if let Some(minute) = self.add(&entry) {
                return Ok(Some(minute));
            }
        }
        Ok(None)
    }

    /// Logs every tenth of the file.
    fn note(&mut self, length: u64) {
        // A pipe, for example, has no size.
        let tenths = |read: u64| (10 * read).checked_div(self.size).unwrap_or(0);
        let before = tenths(self.read);
        self.read += length;
        self.lines += 1;
        if tenths(self.read) > before {
            info!("{} % of {}", 10 * tenths(self.read), self.path);
        }
    }

    /// Returns the minute before if this is the first entry of another one.
    fn add(&mut self, entry: &Entry<'_>) -> Option<Minute> {
        let is_same = self.minute.as_ref().is_some_and(|minute| minute.time == entry.minute);
        let ended = if is_same { None } else { self.end_minute() };
        let minute = self.minute.get_or_insert_with(|| Minute {
            time: entry.minute.to_owned(),
            requests: 0,
            failures: 0,
            bytes: 0,
            visitors: 0,
        });
        minute.requests += 1;
        minute.failures += u64::from(entry.status >= 500);
        minute.bytes += entry.bytes;
        // Only a new address is copied.
        if !self.visitors.contains(entry.visitor) {
            self.visitors.insert(entry.visitor.to_owned());
        }
        ended
    }

    fn end_minute(&mut self) -> Option<Minute> {
        let visitors = mem::take(&mut self.visitors).len();
        self.minute.take().map(|minute| Minute { visitors, ..minute })
    }
}

impl<R: Read> Iterator for Minutes<R> {
    type Item = std::result::Result<Minute, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_minute().map_err(|error| format!("`{}` cannot be read: {error}", self.path)).transpose()
    }
}

impl<R> Drop for Minutes<R> {
    fn drop(&mut self) {
        info!("{} lines of {}, {} of them unreadable", self.lines, self.path, self.unreadable);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" 200 10\n";

    fn minutes(log: &[u8]) -> Minutes<&[u8]> {
        Minutes::new("log".to_owned(), log, log.len() as u64, Arc::default())
    }

    fn minute(time: &str, requests: u64, failures: u64, bytes: u64, visitors: usize) -> Minute {
        Minute { time: format!("26/Nov/2026:22:{time}"), requests, failures, bytes, visitors }
    }

    #[test]
    fn entries_of_a_minute_are_added_up() {
        let later = LINE.replace("22:06", "22:07");
        let log = [
            LINE,
            "nonsense\n",
            &LINE.replace("192.0.2.1", "192.0.2.2").replace(" 200 10", " 500 7\r"),
            LINE,
            &later,
            later.trim_end(),
        ];
        let minutes = minutes(log.concat().as_bytes()).collect::<std::result::Result<Vec<_>, _>>();
        assert_eq!(minutes.unwrap(), [minute("06", 3, 1, 27, 2), minute("07", 2, 0, 20, 1)]);
    }

    #[test]
    fn bytes_that_are_not_utf8_spoil_no_line() {
        let log = [b"\xff", LINE.as_bytes()].concat();
        assert_eq!(minutes(&log).next(), Some(Ok(minute("06", 1, 0, 10, 1))));
    }

    #[test]
    fn log_without_entries_has_no_minutes() {
        assert_eq!(minutes(b"").next(), None);
        assert_eq!(minutes(b"\n\n").next(), None);
    }

    #[test]
    fn cancelled_context_ends_the_minutes() {
        let mut minutes = minutes(LINE.as_bytes());
        minutes.context.cancel();
        assert_eq!(minutes.next(), None);
        assert_eq!(minutes.read, 0);
    }
}
