//! Generated rules in four zones across clock changes, beside python-dateutil in one process.
//!
//! Where dateutil and RFC 5545 differ, the RFC counts: DTSTART is always the first occurrence (§3.8.5.3), counts as
//! one, and dateutil leaves it out where the rule does not make it. Gaps and folds are the RFC's (§3.3.5) on both
//! sides.

use connectors::calendar::ical::expand;
use jiff::Span;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::json;

const RULES: usize = 10_000;
const LIMIT: usize = 150;
const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
const PROGRAM: &str = include_str!("recurrence.py");

struct Case {
    zone: &'static str,
    start: DateTime,
    rule: String,
    from: DateTime,
    to: DateTime,
}

/// Small, seeded, the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, count: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as i64 % count
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as i64) as usize]
    }

    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// `;NAME=a,b`, of one to three numbers.
    fn list(&mut self, name: &str, number: impl Fn(&mut Self) -> String) -> String {
        let mut numbers: Vec<String> = (0..=self.below(3)).map(|_| number(self)).collect();
        numbers.sort();
        numbers.dedup();
        format!(";{name}={}", numbers.join(","))
    }

    fn signed(&mut self, most: i64) -> String {
        let number = 1 + self.below(most);
        if self.chance(30) { format!("-{number}") } else { number.to_string() }
    }

    fn day(&mut self) -> String {
        (*self.one(&["MO", "TU", "WE", "TH", "FR", "SA", "SU"])).to_owned()
    }
}

fn case(random: &mut Random) -> Case {
    let zone = *random.one(&ZONES);
    // Around the clock changes as often as not.
    let (month, day) = if random.chance(50) {
        *random.one(&[(3, 27), (10, 23), (3, 7), (10, 31), (4, 3), (10, 2)])
    } else {
        (1 + random.below(12) as i8, 1 + random.below(28) as i8)
    };
    let year = 2015 + random.below(12) as i16;
    let (hour, minute) = (*random.one(&[0, 1, 2, 2, 3, 9, 23]), *random.one(&[0, 15, 30]));
    let start = jiff::civil::date(year, month, day).at(hour, minute, 0, 0);
    // dateutil needs long for short ones.
    let often = ["YEARLY", "YEARLY", "MONTHLY", "MONTHLY", "MONTHLY", "WEEKLY", "WEEKLY", "DAILY", "DAILY"];
    let freq = if random.chance(85) {
        *random.one(&often)
    } else {
        *random.one(&["HOURLY", "MINUTELY", "SECONDLY"])
    };
    let mut rule = format!("FREQ={freq}");
    let is_short = matches!(freq, "HOURLY" | "MINUTELY" | "SECONDLY");
    if random.chance(40) {
        let most = if is_short { 50 } else { 4 };
        rule += &format!(";INTERVAL={}", 1 + random.below(most));
    }
    let months = |random: &mut Random| random.list("BYMONTH", |random| (1 + random.below(12)).to_string());
    let days = |random: &mut Random| random.list("BYDAY", Random::day);
    // Months that an interval steps over never come, and dateutil looks for them until the year 9999.
    let skips_months = freq == "MONTHLY" && rule.contains("INTERVAL");
    if !skips_months && random.chance(if is_short { 10 } else { 30 }) {
        rule += &months(random);
    }
    let numbered = |random: &mut Random, most: i64| {
        random.list("BYDAY", |random| format!("{}{}", random.signed(most), random.day()))
    };
    // A rule that never comes true would keep dateutil busy until the year 9999.
    let last = if rule.contains("BYMONTH") { 28 } else { 31 };
    match (freq, random.below(5)) {
        ("YEARLY", 0) | ("MONTHLY", 0) | ("DAILY", 0) => {
            rule += &random.list("BYMONTHDAY", |random| random.signed(last))
        }
        ("YEARLY", 1) if !rule.contains("BYMONTH") => {
            rule += &random.list("BYYEARDAY", |random| random.signed(366))
        }
        ("YEARLY", 2) if !rule.contains("BYMONTH") => {
            rule += &random.list("BYWEEKNO", |random| random.signed(52));
            rule += &days(random);
        }
        ("YEARLY", 3) | ("MONTHLY", 1) => rule += &numbered(random, 4),
        ("MONTHLY", 2) => {
            rule += &random.list("BYMONTHDAY", |random| random.signed(last));
            rule += &days(random);
        }
        (_, 3 | 4) => rule += &days(random),
        _ => {}
    }
    if !is_short && random.chance(25) {
        rule += &random.list("BYHOUR", |random| random.below(24).to_string());
    }
    if random.chance(if is_short { 10 } else { 20 }) && freq != "SECONDLY" && freq != "MINUTELY" {
        rule += &random.list("BYMINUTE", |random| random.below(60).to_string());
    }
    if random.chance(20) && rule.contains(";BY") && !is_short {
        let position = random.signed(3).replace("-1", "2");
        rule += &format!(";BYSETPOS={},{position}", random.one(&["1", "-1"]));
    }
    if random.chance(20) {
        rule += &format!(";WKST={}", random.day());
    }
    let ahead = |random: &mut Random| match freq {
        "SECONDLY" => Span::new().seconds(random.below(1_000)),
        "MINUTELY" => Span::new().minutes(random.below(800)),
        "HOURLY" => Span::new().hours(random.below(1_500)),
        "DAILY" => Span::new().days(random.below(400)),
        _ => Span::new().days(random.below(1_600)),
    };
    match random.below(3) {
        0 => rule += &format!(";COUNT={}", 1 + random.below(60)),
        1 => {
            let until = start.checked_add(ahead(random)).unwrap();
            let until = TimeZone::get(zone).unwrap().to_ambiguous_timestamp(until).compatible().unwrap();
            rule += &until.strftime(";UNTIL=%Y%m%dT%H%M%SZ").to_string();
        }
        _ => {}
    }
    let from = start.checked_add(ahead(random)).unwrap();
    let from = if random.chance(30) { start } else { from };
    let to = from.checked_add(ahead(random)).unwrap();
    Case { zone, start, rule, from, to }
}

#[test]
fn ten_thousand_rules_are_followed_as_dateutil_follows_them() {
    let mut random = Random(0x5EED_CA1E_4DA7_E5A5);
    let cases: Vec<Case> = (0..RULES).map(|_| case(&mut random)).collect();
    let instant = |case: &Case, local: DateTime| {
        TimeZone::get(case.zone).unwrap().to_ambiguous_timestamp(local).compatible().unwrap()
    };
    let asked: Vec<_> = cases
        .iter()
        .map(|case| {
            json!({
                "zone": case.zone,
                "start": case.start.strftime("%Y%m%dT%H%M%S").to_string(),
                "rule": case.rule,
                "from": instant(case, case.from).as_second(),
                "to": instant(case, case.to).as_second(),
                "limit": LIMIT,
            })
        })
        .collect();
    let answered = testkit::python(PROGRAM, json!(asked).to_string().as_bytes()).unwrap();
    let answered: Vec<Vec<i64>> = serde_json::from_slice(&answered).unwrap();
    assert_eq!(answered.len(), RULES);
    let (mut wrong, mut found) = (Vec::new(), 0);
    for (case, theirs) in cases.iter().zip(answered) {
        let text = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID={}:{}\r\nRRULE:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            case.zone,
            case.start.strftime("%Y%m%dT%H%M%S"),
            case.rule
        );
        let ours = expand(text.as_bytes(), instant(case, case.from), instant(case, case.to), LIMIT);
        let ours: Vec<i64> = ours.iter().map(|occurrence| occurrence.start.as_second()).collect();
        found += ours.len();
        if ours != theirs {
            let first = ours.iter().zip(&theirs).position(|(a, b)| a != b);
            wrong.push(format!(
                "{} {} {} from {} to {}: {} instead of {}, first at {first:?}",
                case.zone,
                case.start,
                case.rule,
                case.from,
                case.to,
                ours.len(),
                theirs.len()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {RULES} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
    assert!(found > 50_000, "only {found} occurrences");
}
