//! Keyset cursors: where a page ended, by the list's own order, so that arrivals do not shift the next page.

use crate::error::{Result, StoreError};
use crate::{Page, PageRequest};
use jiff::Timestamp;

const DEFAULT_LIMIT: u32 = 50;
const LARGEST_LIMIT: u32 = 1_000;

impl PageRequest {
    /// Rows to fetch: one more than to show tells whether there is a next page.
    pub(crate) fn rows(&self) -> i64 {
        i64::from(self.shown()) + 1
    }

    fn shown(&self) -> u32 {
        if self.limit == 0 { DEFAULT_LIMIT } else { self.limit.min(LARGEST_LIMIT) }
    }

    /// After which number and id the page starts (`<number>.<id>`).
    pub(crate) fn after(&self) -> Result<Option<(i64, String)>> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let (number, id) = cursor.split_once('.').ok_or(StoreError::BadCursor)?;
        let number = number.parse().map_err(|_| StoreError::BadCursor)?;
        if id.is_empty() { Err(StoreError::BadCursor) } else { Ok(Some((number, id.to_owned()))) }
    }
}

impl<T> Page<T> {
    /// Cuts what was fetched to the page; `key` gives a row's place in the order.
    pub(crate) fn cut(mut rows: Vec<T>, request: &PageRequest, key: impl Fn(&T) -> (i64, String)) -> Self {
        let shown = request.shown() as usize;
        let more = rows.len() > shown;
        rows.truncate(shown);
        let next = rows.last().filter(|_| more).map(|last| {
            let (number, id) = key(last);
            format!("{number}.{id}")
        });
        Page { data: rows, next }
    }
}

/// The key of lists in the order of time and id.
pub(crate) fn by_time(time: Timestamp, id: &str) -> (i64, String) {
    (time.as_microsecond(), id.to_owned())
}
