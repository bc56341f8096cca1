//! `limit` and `cursor` of every list.

use crate::problem::{Answer, Failure};
use store::PageRequest;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// Of the list of this name: the cursor of another list would lead to a wrong page.
pub fn request(list: &str, limit: Option<u32>, cursor: Option<String>) -> Answer<PageRequest> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if limit == 0 || limit > MAX_LIMIT {
        return Err(Failure::bad_query(format!("`limit` is 1 to {MAX_LIMIT}.")));
    }
    let cursor = match cursor {
        Some(text) => match text.split_once('~') {
            Some((of, position)) if of == list => Some(position.to_owned()),
            _ => {
                return Err(Failure::bad_query("`cursor` is the `next_cursor` of a page of this very list."));
            }
        },
        None => None,
    };
    Ok(PageRequest { limit, cursor })
}

/// The cursor as a client sees it.
pub fn cursor(list: &str, next: Option<String>) -> Option<String> {
    next.map(|position| format!("{list}~{position}"))
}

pub fn page<T, U>(list: &str, page: store::Page<T>, translate: impl FnMut(T) -> U) -> protocol::Page<U> {
    protocol::Page {
        data: page.data.into_iter().map(translate).collect(),
        next_cursor: cursor(list, page.next),
    }
}

/// Of a short list that is read as a whole: the position is how many were shown.
pub fn cut<T>(list: &str, all: Vec<T>, wanted: &PageRequest) -> Answer<protocol::Page<T>> {
    let bad = |_| Failure::bad_query("`cursor` is the `next_cursor` of a page of this very list.");
    let shown: usize = wanted.cursor.as_deref().map_or(Ok(0), str::parse).map_err(bad)?;
    let end = shown.saturating_add(wanted.limit as usize);
    let next = (end < all.len()).then(|| end.to_string());
    let data = all.into_iter().skip(shown).take(wanted.limit as usize).collect();
    Ok(protocol::Page { data, next_cursor: cursor(list, next) })
}

/// `limit` and `cursor` alone.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// 1 to 200, default 50.
    pub limit: Option<u32>,
    pub cursor: Option<String>,
}

/// No parameter at all.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A word of a closed list.
pub fn word<T>(name: &str, value: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Answer<Option<T>> {
    value
        .map(|word| {
            parse(word).ok_or_else(|| Failure::bad_query(format!("`{word}` is no value of `{name}`.")))
        })
        .transpose()
}
