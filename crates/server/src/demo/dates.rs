//! The placeholders' dates: an offset from today, a time, a format (see demo/README.md).

use anyhow::{Context, Result, bail};
use jiff::civil::{Time, Weekday};
use jiff::{Span, Zoned};

/// `OFFSET TIME` such as `-2d 09:12`, `next-fri`, `last-mon 17:00`.
pub fn moment(expression: &str, now: &Zoned) -> Result<Zoned> {
    let (offset, time) = expression.trim().split_once(' ').unwrap_or((expression.trim(), "09:00"));
    let time: Time = time.trim().parse().with_context(|| format!("the time in `{expression}`"))?;
    let day = match offset.split_once('-') {
        Some(("next", weekday)) => now.nth_weekday(1, parse_weekday(weekday)?)?,
        Some(("last", weekday)) => now.nth_weekday(-1, parse_weekday(weekday)?)?,
        _ => {
            let days = offset.strip_suffix('d').with_context(|| format!("the offset in `{expression}`"))?;
            let days: i64 = days.trim_start_matches('+').parse()?;
            now.checked_add(Span::new().days(days))?
        }
    };
    Ok(day.with().time(time).build()?)
}

pub fn format(moment: &Zoned, format: &str) -> Result<String> {
    let (day, year) = (moment.day(), moment.year());
    let (weekday_en, weekday_de) = weekday_names(moment.weekday());
    let (month_en, month_de) = MONTHS[usize::from(moment.month().unsigned_abs()).saturating_sub(1).min(11)];
    Ok(match format.trim() {
        "rfc2822" => jiff::fmt::rfc2822::to_string(moment)?,
        "rfc3339" => moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        "iso" => moment.strftime("%Y-%m-%d").to_string(),
        "ics" => moment.strftime("%Y%m%dT%H%M%S").to_string(),
        "icsday" => moment.strftime("%Y%m%d").to_string(),
        "icsutc" => moment.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string(),
        "date-en" => format!("{weekday_en}, {day} {month_en} {year}"),
        "date-de" => format!("{weekday_de}, {day}. {month_de} {year}"),
        "short-en" => format!("{day} {month_en}"),
        "short-de" => format!("{day}. {month_de}"),
        "num-de" => moment.strftime("%d.%m.%Y").to_string(),
        "wd-en" => weekday_en.to_owned(),
        "wd-de" => weekday_de.to_owned(),
        "time" => moment.strftime("%H:%M").to_string(),
        "month-en" => month_en.to_owned(),
        "month-de" => month_de.to_owned(),
        other => bail!("there is no format `{other}`"),
    })
}

fn parse_weekday(name: &str) -> Result<Weekday> {
    Ok(match name {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        other => bail!("there is no weekday `{other}`"),
    })
}

fn weekday_names(weekday: Weekday) -> (&'static str, &'static str) {
    match weekday {
        Weekday::Monday => ("Monday", "Montag"),
        Weekday::Tuesday => ("Tuesday", "Dienstag"),
        Weekday::Wednesday => ("Wednesday", "Mittwoch"),
        Weekday::Thursday => ("Thursday", "Donnerstag"),
        Weekday::Friday => ("Friday", "Freitag"),
        Weekday::Saturday => ("Saturday", "Samstag"),
        Weekday::Sunday => ("Sunday", "Sonntag"),
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
];
