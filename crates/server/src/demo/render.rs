//! Fills the placeholders of one template.

use anyhow::{Context, Result};
use jiff::{Timestamp, Zoned};

use super::dates;

pub struct Rendered {
    pub text: String,
    /// What the Date header says.
    pub date: Option<Timestamp>,
}

pub fn render(template: &str, now: &Zoned) -> Result<Rendered> {
    let mut text = String::with_capacity(template.len() + 512);
    let mut date = None;
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (placeholder, after) = after.split_once("}}").context("a placeholder has no end")?;
        text.push_str(before);
        let (expression, format) = placeholder.split_once('|').context("a placeholder has no format")?;
        let moment = dates::moment(expression, now)?;
        if text.ends_with("\nDate: ") && date.is_none() {
            // Mails of this morning were not received before they are looked at.
            let clamped = if moment.timestamp() > now.timestamp() { now.clone() } else { moment };
            date = Some(clamped.timestamp());
            text.push_str(&dates::format(&clamped, format)?);
        } else {
            text.push_str(&dates::format(&moment, format)?);
        }
        rest = after;
    }
    text.push_str(rest);
    Ok(Rendered { text, date })
}
