//! What a calendar holds or what changed in it, and the objects themselves.

use super::discovery::expect;
use super::http::Dav;
use super::xml::{CALDAV, DAV, Multistatus, escaped};
use crate::mail::server::ServerError;
use std::collections::BTreeMap;
use url::Url;

/// An answer may be cut (RFC 6578 §3.6) so many times.
const PARTS: usize = 10_000;

const ETAGS: &str = r#"<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getetag/></prop></propfind>"#;

/// One object as a listing names it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub href: String,
    pub etag: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct Changes {
    /// By key.
    pub there: BTreeMap<String, Entry>,
    pub gone: Vec<String>,
    pub token: Option<String>,
}

pub(super) enum Delta {
    Changes(Changes),
    /// The token is not known any more.
    Expired,
}

pub(super) struct Object {
    pub key: String,
    pub etag: Option<String>,
    pub raw: Vec<u8>,
}

/// The changes since a token, or everything with a token for later.
pub(super) async fn delta(dav: &Dav, calendar: &Url, token: Option<&str>) -> Result<Delta, ServerError> {
    let mut all = Changes::default();
    let mut token = token.map(str::to_owned);
    let is_first = token.is_none();
    for _ in 0..PARTS {
        let said = escaped(token.as_deref().unwrap_or_default());
        let body = format!(
            r#"<?xml version="1.0" encoding="utf-8"?><sync-collection xmlns="DAV:"><sync-token>{said}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"#
        );
        // RFC 6578 §3.2 wants depth 0, and some servers of before it depth 1.
        let answer = dav.ask("REPORT", calendar, "0", &body).await?;
        if !is_first && matches!(answer.status.as_u16(), 400 | 403 | 409 | 410 | 412 | 507) {
            return Ok(Delta::Expired);
        }
        let found = expect(dav, &answer)?;
        let next = found.sync_token.clone();
        let is_cut = add(&mut all, found, calendar);
        let is_same = next == token;
        token = next;
        if !is_cut {
            all.token = token;
            return Ok(Delta::Changes(all));
        }
        if token.is_none() || is_same {
            return Err(dav.protocol("cuts its answers and does not go on"));
        }
    }
    Err(dav.protocol("goes on without an end"))
}

/// Everything, where the server knows no sync-collection.
pub(super) async fn list(dav: &Dav, calendar: &Url) -> Result<Changes, ServerError> {
    let answer = dav.ask("PROPFIND", calendar, "1", ETAGS).await?;
    let mut all = Changes::default();
    if add(&mut all, expect(dav, &answer)?, calendar) {
        return Err(dav.protocol("cuts its list of objects"));
    }
    Ok(all)
}

/// Those of the entries that are still there.
pub(super) async fn multiget(
    dav: &Dav,
    calendar: &Url,
    entries: &[(String, Entry)],
) -> Result<Vec<Object>, ServerError> {
    let hrefs: String =
        entries.iter().map(|(_, entry)| format!("<href>{}</href>", escaped(&entry.href))).collect();
    let body = format!(
        r#"<?xml version="1.0" encoding="utf-8"?><C:calendar-multiget xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/><C:calendar-data/></prop>{hrefs}</C:calendar-multiget>"#
    );
    let answer = match dav.ask("REPORT", calendar, "1", &body).await {
        // Very large objects come one by one, and one that is too large alone is left out.
        Err(failure) if failure.too_large => {
            if let [(key, _)] = entries {
                tracing::warn!(%key, "an event is too large to be read");
                return Ok(Vec::new());
            }
            let (first, second) = entries.split_at(entries.len() / 2);
            let mut objects = Box::pin(multiget(dav, calendar, first)).await?;
            objects.extend(Box::pin(multiget(dav, calendar, second)).await?);
            return Ok(objects);
        }
        answer => answer?,
    };
    let found = expect(dav, &answer)?;
    let object = |resource: super::xml::Resource| {
        let key = key_of(&resource.href, calendar)?;
        let raw = resource.property(CALDAV, "calendar-data")?.text.clone().into_bytes();
        Some(Object { key, etag: resource.text(DAV, "getetag"), raw })
    };
    Ok(found.resources.into_iter().filter_map(object).collect())
}

/// The object's name below its calendar; `None` for the calendar itself and what lies elsewhere.
pub(super) fn key_of(href: &str, calendar: &Url) -> Option<String> {
    let url = calendar.join(href).ok()?;
    let (path, base) = (decoded(url.path()), decoded(calendar.path()));
    let key = path.strip_prefix(base.as_str())?;
    (!key.is_empty() && !key.ends_with('/') && url.origin() == calendar.origin()).then(|| key.to_owned())
}

/// The other way round.
pub(super) fn url_of(calendar: &Url, key: &str) -> Option<Url> {
    let mut url = calendar.clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(key.split('/'));
    Some(url)
}

pub(super) fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(letter) => {
                decoded.push(letter);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

/// Whether the answer was cut: the collection itself then stands in it with 507.
fn add(all: &mut Changes, found: Multistatus, calendar: &Url) -> bool {
    let mut is_cut = false;
    for resource in found.resources {
        let Some(key) = key_of(&resource.href, calendar) else {
            is_cut |= resource.status == Some(507);
            continue;
        };
        let is_collection = resource
            .property(DAV, "resourcetype")
            .is_some_and(|kind| kind.child(DAV, "collection").is_some());
        if resource.status.is_some_and(|status| matches!(status, 404 | 410)) {
            all.there.remove(&key);
            all.gone.push(key);
        } else if !is_collection {
            let etag = resource.text(DAV, "getetag");
            all.there.insert(key, Entry { href: resource.href, etag });
        }
    }
    is_cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_addresses_fit_each_other() {
        let calendar = Url::parse("https://x.example/anna%40x/c%20d/").unwrap();
        for (href, key) in [
            ("/anna@x/c%20d/a%20b.ics", Some("a b.ics")),
            ("https://x.example/anna%40x/c d/%C3%A4.ics", Some("ä.ics")),
            ("b.ics", Some("b.ics")),
            ("/anna%40x/c%20d/", None),
            ("/other/a.ics", None),
            ("https://evil.example/anna%40x/c%20d/a.ics", None),
        ] {
            assert_eq!(key_of(href, &calendar).as_deref(), key, "{href}");
        }
        for key in ["a b.ics", "ä.ics", "a%b?.ics", "x#y"] {
            let url = url_of(&calendar, key).unwrap();
            assert_eq!(key_of(url.as_str(), &calendar).as_deref(), Some(key));
        }
    }
}
