//! `limit` and `cursor` of every list.

use crate::problem::{Answer, Failure};
use store::PageRequest;

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

pub fn request(limit: Option<u32>, cursor: Option<String>) -> Answer<PageRequest> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if limit == 0 || limit > MAX_LIMIT {
        return Err(Failure::bad_query(format!("`limit` is 1 to {MAX_LIMIT}.")));
    }
    Ok(PageRequest { limit, cursor })
}

pub fn page<T, U>(page: store::Page<T>, translate: impl FnMut(T) -> U) -> protocol::Page<U> {
    protocol::Page { data: page.data.into_iter().map(translate).collect(), next_cursor: page.next }
}

/// A word of a closed list.
pub fn word<T>(name: &str, value: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Answer<Option<T>> {
    value
        .map(|word| {
            parse(word).ok_or_else(|| Failure::bad_query(format!("`{word}` is no value of `{name}`.")))
        })
        .transpose()
}
