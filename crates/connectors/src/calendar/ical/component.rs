//! One VEVENT: what the domain knows as an event, and what its repetition needs beside.

use super::lines::{self, Component, Line};
use super::people::{address, attendee};
use super::timing::{Length, duration, end, placed, recurrence_id, time};
use super::value::{self, Duration};
use super::zone::{Moment, Zones, shown};
use super::{ATTENDEES, DATES, TEXT_BYTES, rule};
use calcard::icalendar::{
    ICalendarComponent, ICalendarProperty as Property, ICalendarRecurrenceRule, ICalendarStatus,
    ICalendarValue,
};
use calcard::{Entry, Parser};
use domain::event::{Event, EventStatus};
use jiff::SignedDuration;
use std::ops::Range;

#[derive(Clone, Debug)]
pub(super) struct Extra {
    pub moment: Moment,
    pub length: Length,
}

#[derive(Clone, Debug)]
pub(super) struct Vevent {
    pub event: Event,
    pub range: Range<usize>,
    pub start: Moment,
    pub length: Length,
    pub rule: Option<ICalendarRecurrenceRule>,
    pub extra: Vec<Extra>,
    pub except: Vec<Moment>,
    pub replaces: Option<Moment>,
    /// RANGE=THISANDFUTURE.
    pub and_future: bool,
}

/// `None` where there is no time to it, which `problems` then says.
pub(super) fn read(
    bytes: &[u8],
    component: &Component,
    zones: &mut Zones,
    is_message: bool,
    problems: &mut Vec<String>,
) -> Option<Vevent> {
    let mut fields = Fields::default();
    let mut texts = String::from("BEGIN:VEVENT\r\n");
    let mut attendees = 0;
    for line in lines::own_lines(bytes, component) {
        fields.take(&line, &mut texts, &mut attendees, zones, problems);
    }
    if attendees > ATTENDEES {
        problems.push(format!("It has {attendees} attendees; only {ATTENDEES} are shown."));
    }
    texts.push_str("END:VEVENT\r\n");
    let parsed = match Parser::new(&texts).entry() {
        Entry::ICalendar(calendar) => calendar.components.into_iter().next().unwrap_or_default(),
        _ => ICalendarComponent::default(),
    };
    let start = match fields.start.take() {
        Some(start) => start,
        // Answers and cancellations need not say when it is (RFC 5546 §3.2.3, §3.2.5).
        None if is_message => fields.replaces.clone().or(fields.stamp.take())?,
        None => {
            problems.push("An event without a start is left out.".into());
            return None;
        }
    };
    let length = fields.length(&start, &parsed, problems);
    if let Some(Err(reason)) = fields.rule.as_ref().map(|rule| rule::check(rule, start.local)) {
        problems.push(reason);
    }
    let event = fields.event(&parsed, bytes, component, &start, length, problems);
    Some(Vevent {
        event,
        range: component.range.clone(),
        start,
        length,
        rule: fields.rule,
        extra: fields.extra,
        except: fields.except,
        replaces: fields.replaces,
        and_future: fields.and_future,
    })
}

#[derive(Default)]
struct Fields {
    start: Option<Moment>,
    end: Option<Moment>,
    stamp: Option<Moment>,
    replaces: Option<Moment>,
    and_future: bool,
    rule: Option<ICalendarRecurrenceRule>,
    rule_text: Option<String>,
    extra: Vec<Extra>,
    except: Vec<Moment>,
}

impl Fields {
    fn take(
        &mut self,
        line: &Line,
        texts: &mut String,
        attendees: &mut usize,
        zones: &mut Zones,
        problems: &mut Vec<String>,
    ) {
        let name = line.name();
        match name.as_str() {
            "DTSTART" => self.start = time(line, zones, problems).or(self.start.take()),
            "DTEND" => self.end = time(line, zones, problems),
            "DTSTAMP" => self.stamp = time(line, zones, problems),
            "RECURRENCE-ID" => {
                self.replaces = time(line, zones, problems);
                let range = line.parameter("RANGE");
                self.and_future = range.is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
            }
            "RRULE" if self.rule_text.is_none() => {
                self.rule = rule::parse(line.value());
                if self.rule.is_none() {
                    problems.push(format!("Its repetition cannot be read: {}", shown(line.value())));
                }
                self.rule_text = Some(line.value().trim().chars().take(1_000).collect());
            }
            "RRULE" => problems.push("It has several repetitions; only the first counts.".into()),
            "RDATE" | "EXDATE" => self.dates(line, &name, zones, problems),
            "ATTENDEE" => {
                *attendees += 1;
                if *attendees <= ATTENDEES {
                    keep(line, texts);
                }
            }
            "UID" | "SUMMARY" | "DESCRIPTION" | "LOCATION" | "STATUS" | "TRANSP" | "ORGANIZER"
            | "DURATION" | "SEQUENCE" => keep(line, texts),
            "" if !line.text.trim().is_empty() => {
                let said = "A line of it is none that the standard knows.";
                if !problems.iter().any(|problem| problem == said) {
                    problems.push(said.into());
                }
            }
            _ => {}
        }
    }

    fn dates(&mut self, line: &Line, name: &str, zones: &mut Zones, problems: &mut Vec<String>) {
        for text in line.value().split(',').filter(|text| !text.trim().is_empty()) {
            if self.extra.len() + self.except.len() >= DATES {
                problems.push(format!("It has more than {DATES} dates; the rest is left out."));
                return;
            }
            let (start, end) = text.split_once('/').map_or((text, None), |(start, end)| (start, Some(end)));
            let Some(moment) = value::time(start).map(|written| placed(written, line, zones)) else {
                problems.push(format!("{name} cannot be read: {}", shown(text)));
                continue;
            };
            if name == "EXDATE" {
                self.except.push(moment);
                continue;
            }
            let length = match end.map(|end| (value::time(end), duration(end))) {
                Some((Some(end), _)) => {
                    let end = placed(end, line, zones).instant();
                    Length::Exact(end.duration_since(moment.instant()).max(SignedDuration::ZERO))
                }
                Some((None, Some(duration))) => Length::Nominal(duration),
                // Filled in when it is expanded.
                _ => Length::Exact(SignedDuration::MIN),
            };
            self.extra.push(Extra { moment, length });
        }
    }

    fn length(&self, start: &Moment, parsed: &ICalendarComponent, problems: &mut Vec<String>) -> Length {
        let none = if start.is_day { Duration { days: 1, seconds: 0 } } else { Duration::default() };
        if let Some(end) = &self.end {
            if start.is_day {
                let days =
                    start.local.date().until(end.local.date()).map_or(0, |span| i64::from(span.get_days()));
                if days < 0 {
                    problems.push("It ends before it begins.".into());
                }
                // A day that ends on itself is meant as that day.
                return Length::Nominal(Duration { days: days.max(1), seconds: 0 });
            }
            let length = end.instant().duration_since(start.instant());
            if length < SignedDuration::ZERO {
                problems.push("It ends before it begins.".into());
                return Length::Nominal(none);
            }
            return Length::Exact(length);
        }
        match parsed.property(&Property::Duration).and_then(|entry| entry.values.first()) {
            Some(ICalendarValue::Duration(written)) if !written.neg => {
                let seconds = i64::from(written.hours) * 3600
                    + i64::from(written.minutes) * 60
                    + i64::from(written.seconds);
                let days = i64::from(written.weeks) * 7 + i64::from(written.days);
                match start.is_day {
                    true => Length::Nominal(Duration { days: (days + seconds / 86_400).max(1), seconds: 0 }),
                    false => Length::Nominal(Duration { days, seconds }),
                }
            }
            Some(_) => {
                problems.push("Its duration cannot be read.".into());
                Length::Nominal(none)
            }
            None => Length::Nominal(none),
        }
    }

    fn event(
        &self,
        parsed: &ICalendarComponent,
        bytes: &[u8],
        component: &Component,
        start: &Moment,
        length: Length,
        problems: &mut Vec<String>,
    ) -> Event {
        let text = |property: Property| -> Option<String> {
            let text = parsed.property(&property)?.values.iter().filter_map(ICalendarValue::as_text);
            let text = text.collect::<Vec<_>>().join(",");
            (!text.is_empty()).then(|| cut(text))
        };
        let uid = text(Property::Uid).filter(|uid| !uid.trim().is_empty()).unwrap_or_else(|| {
            problems.push("It has no UID, so changes to it are taken for other events.".into());
            let hash = blake3::hash(bytes.get(component.range.clone()).unwrap_or_default()).to_hex();
            format!("{}@no-uid.invalid", hash.get(..32).unwrap_or_default())
        });
        let value = |property: Property| parsed.property(&property).and_then(|entry| entry.values.first());
        let status = match value(Property::Status) {
            Some(ICalendarValue::Status(ICalendarStatus::Cancelled)) => EventStatus::Cancelled,
            Some(ICalendarValue::Status(ICalendarStatus::Tentative)) => EventStatus::Tentative,
            _ => EventStatus::Confirmed,
        };
        let transparent = value(Property::Transp)
            .and_then(ICalendarValue::as_text)
            .is_some_and(|transparency| transparency.eq_ignore_ascii_case("TRANSPARENT"));
        let sequence = match value(Property::Sequence) {
            Some(ICalendarValue::Integer(sequence)) => *sequence,
            _ => 0,
        };
        Event {
            uid,
            calendar: String::new(),
            summary: text(Property::Summary).unwrap_or_default(),
            description: text(Property::Description).unwrap_or_default(),
            start: start.instant(),
            end: end(start, length),
            all_day: start.is_day,
            time_zone: start.zone.name(),
            floating: start.is_floating(),
            location: text(Property::Location),
            status,
            transparent,
            organizer: parsed.property(&Property::Organizer).and_then(address),
            attendees: parsed.properties(&Property::Attendee).filter_map(attendee).collect(),
            rrule: self.rule_text.clone(),
            repeats: self.rule_text.is_some() || !self.extra.is_empty(),
            recurrence_id: self.replaces.as_ref().map(recurrence_id),
            sequence,
        }
    }
}

fn keep(line: &Line, texts: &mut String) {
    if texts.len() < 4 * TEXT_BYTES {
        let text: String = line.text.chars().take(TEXT_BYTES).filter(|letter| *letter != '\r').collect();
        texts.push_str(&text);
        texts.push_str("\r\n");
    }
}

fn cut(mut text: String) -> String {
    if text.len() > TEXT_BYTES {
        let end = (0..=TEXT_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
    text
}
