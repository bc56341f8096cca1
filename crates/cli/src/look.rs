//! How things are shown: colour that only repeats what the words say, and times as a person reads them.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit, Zoned};
use owo_colors::OwoColorize;

#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) colours: bool,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
}

impl Look {
    pub(crate) fn bold(&self, text: &str) -> String {
        if self.colours { text.bold().to_string() } else { text.to_owned() }
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        if self.colours { text.dimmed().to_string() } else { text.to_owned() }
    }

    pub(crate) fn good(&self, text: &str) -> String {
        if self.colours { text.green().to_string() } else { text.to_owned() }
    }

    pub(crate) fn doubtful(&self, text: &str) -> String {
        if self.colours { text.yellow().to_string() } else { text.to_owned() }
    }

    pub(crate) fn bad(&self, text: &str) -> String {
        if self.colours { text.red().bold().to_string() } else { text.to_owned() }
    }

    /// `14:32` today, `20 Nov 14:32` this year, `20 Nov 2024` otherwise.
    pub(crate) fn when(&self, time: Timestamp) -> String {
        let (there, today) = (self.local(time), self.local(self.now));
        let format = if there.date() == today.date() {
            "%H:%M"
        } else if there.year() == today.year() {
            "%-d %b %H:%M"
        } else {
            "%-d %b %Y"
        };
        there.strftime(format).to_string()
    }

    /// With seconds, for windows that are seconds long.
    pub(crate) fn to_the_second(&self, time: Timestamp) -> String {
        let there = self.local(time);
        let format = if there.date() == self.local(self.now).date() { "%H:%M:%S" } else { "%-d %b %H:%M:%S" };
        there.strftime(format).to_string()
    }

    /// `today`, `24 Nov` or `24 Nov 2027`.
    pub(crate) fn day(&self, time: Timestamp) -> String {
        let (there, today) = (self.local(time), self.local(self.now));
        if there.date() == today.date() {
            "today".to_owned()
        } else if there.year() == today.year() {
            there.strftime("%-d %b").to_string()
        } else {
            there.strftime("%-d %b %Y").to_string()
        }
    }

    /// `in 3 days`, `4 minutes ago`.
    pub(crate) fn relative(&self, time: Timestamp) -> String {
        let seconds = time.duration_since(self.now).as_secs();
        let (amount, unit) = match seconds.unsigned_abs() {
            seconds @ 0..60 => (seconds, "second"),
            seconds @ 60..3_600 => (seconds / 60, "minute"),
            seconds @ 3_600..86_400 => (seconds / 3_600, "hour"),
            seconds => (seconds / 86_400, "day"),
        };
        let plural = if amount == 1 { "" } else { "s" };
        if seconds < 0 {
            format!("{amount} {unit}{plural} ago")
        } else {
            format!("in {amount} {unit}{plural}")
        }
    }

    fn local(&self, time: Timestamp) -> Zoned {
        let zoned = time.to_zoned(self.zone.clone());
        zoned.round(Unit::Second).unwrap_or(zoned)
    }
}
