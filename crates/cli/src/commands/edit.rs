//! `edit ID --set FIELD=VALUE…`: the proposal is withdrawn and a new one takes its place.

use serde_json::{Map, Value};

use crate::card;
use crate::failure::Failure;
use crate::session::Session;

/// Fields that hold a list: given several times, or as JSON.
const LISTS: [&str; 6] = ["to", "cc", "bcc", "references", "attachments", "attendees"];
/// Fields that hold no text: their value is JSON.
const LITERALS: [&str; 4] = ["value", "all_day", "sequence", "alarm_minutes"];
/// Fields of text that may be absent: an empty value removes them.
const OPTIONAL: [&str; 7] = ["from", "html", "in_reply_to", "time_zone", "location", "description", "rrule"];

#[derive(Debug, clap::Args)]
pub struct Edit {
    #[arg(value_name = "ID")]
    id: String,
    /// A field of the effect's payload: subject=…, text=…, to=… (several times for a list)
    #[arg(long = "set", required = true, value_name = "FIELD=VALUE", value_parser = field)]
    fields: Vec<(String, String)>,
}

impl Edit {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let changes = changes(&self.fields)?;
        let proposal = session.client()?.edit(&self.id, changes).await?;
        session.console.answer(&proposal, |proposal, look| {
            format!("{}\n\nThe old proposal is withdrawn; this one waits.", card::card(proposal, look))
        })
    }
}

/// The payload's fields that change.
fn changes(fields: &[(String, String)]) -> Result<Value, Failure> {
    let mut changes = Map::new();
    for (name, text) in fields {
        let value = value(name, text)?;
        match (changes.get_mut(name), value) {
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            (Some(_), _) => return Err(Failure::Usage(format!("{name} holds one value; --set it once."))),
            (None, value) => {
                changes.insert(name.clone(), value);
            }
        }
    }
    Ok(Value::Object(changes))
}

fn value(name: &str, text: &str) -> Result<Value, Failure> {
    let parsed = || serde_json::from_str::<Value>(text);
    if LISTS.contains(&name) {
        return Ok(match parsed() {
            Ok(list @ Value::Array(_)) => list,
            Ok(object @ Value::Object(_)) => Value::Array(vec![object]),
            _ if text.is_empty() => Value::Array(Vec::new()),
            _ => Value::Array(vec![text.into()]),
        });
    }
    if LITERALS.contains(&name) {
        return parsed()
            .map_err(|_| Failure::Usage(format!("{name} takes a number, true or false, not `{text}`.")));
    }
    if OPTIONAL.contains(&name) && text.is_empty() {
        return Ok(Value::Null);
    }
    Ok(text.into())
}

fn field(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("expected FIELD=VALUE"),
    }
}

#[cfg(test)]
mod tests {
    use super::{changes, field};
    use serde_json::json;

    fn payload(fields: &[&str]) -> Result<serde_json::Value, String> {
        let fields: Vec<_> = fields.iter().map(|text| field(text).unwrap()).collect();
        changes(&fields).map_err(|failure| failure.to_string())
    }

    #[test]
    fn text_stays_text_and_lists_grow() {
        assert_eq!(payload(&["text=a=b\nc", "subject=12"]), Ok(json!({"text": "a=b\nc", "subject": "12"})));
        assert_eq!(
            payload(&["to=a@x.example", "to=B <b@x.example>"]),
            Ok(json!({"to": ["a@x.example", "B <b@x.example>"]}))
        );
        assert_eq!(
            payload(&[r#"cc=["a@x.example"]"#, "bcc="]),
            Ok(json!({"cc": ["a@x.example"], "bcc": []}))
        );
        let attachment = r#"attachments={"name":"a","media_type":"text/plain","blob":"b"}"#;
        assert_eq!(
            payload(&[attachment]),
            Ok(json!({"attachments": [{"name": "a", "media_type": "text/plain", "blob": "b"}]}))
        );
    }

    #[test]
    fn what_is_no_text_is_read_as_json_and_optional_text_can_go() {
        assert_eq!(
            payload(&["value=true", "html=", "text="]),
            Ok(json!({"value": true, "html": null, "text": ""}))
        );
        assert!(payload(&["value=yes"]).is_err());
        assert!(payload(&["subject=a", "subject=b"]).is_err());
        assert!(field("=x").is_err() && field("text").is_err());
    }
}
