//! What goes into and comes out of statements: NULL, 64-bit integers and text on both databases.
//! Times are microseconds since 1970, flags 0 and 1, structures JSON.

use crate::error::{Result, StoreError};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
}

/// The values of one statement, in the order of its `$1`, `$2`, ….
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::backend::Value::from($value)),*] };
}
pub(crate) use values;

/// One row, read column by column in the order of the select list.
#[derive(Debug)]
pub(crate) struct Row {
    cells: std::vec::IntoIter<Value<'static>>,
    column: usize,
}

impl Row {
    pub(crate) fn new(cells: Vec<Value<'static>>) -> Self {
        Self { cells: cells.into_iter(), column: 0 }
    }

    pub(crate) fn optional_text(&mut self) -> Result<Option<String>> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Text(text) => Ok(Some(text.into_owned())),
            Value::Int(_) => Err(self.unexpected("text")),
        }
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        self.optional_text()?.ok_or_else(|| self.unexpected("text"))
    }

    pub(crate) fn optional_int(&mut self) -> Result<Option<i64>> {
        match self.next()? {
            Value::Null => Ok(None),
            Value::Int(number) => Ok(Some(number)),
            Value::Text(_) => Err(self.unexpected("a number")),
        }
    }

    pub(crate) fn int(&mut self) -> Result<i64> {
        self.optional_int()?.ok_or_else(|| self.unexpected("a number"))
    }

    pub(crate) fn count(&mut self) -> Result<u64> {
        Ok(u64::try_from(self.int()?).unwrap_or(0))
    }

    pub(crate) fn flag(&mut self) -> Result<bool> {
        Ok(self.int()? != 0)
    }

    pub(crate) fn optional_time(&mut self) -> Result<Option<Timestamp>> {
        match self.optional_int()? {
            None => Ok(None),
            Some(micros) => {
                Timestamp::from_microsecond(micros).map(Some).map_err(|_| self.unexpected("a time"))
            }
        }
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        self.optional_time()?.ok_or_else(|| self.unexpected("a time"))
    }

    pub(crate) fn id<T: From<String>>(&mut self) -> Result<T> {
        Ok(self.text()?.into())
    }

    pub(crate) fn optional_id<T: From<String>>(&mut self) -> Result<Option<T>> {
        Ok(self.optional_text()?.map(Into::into))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        self.optional_json()?.ok_or_else(|| self.unexpected("a structure"))
    }

    pub(crate) fn optional_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        match self.optional_text()? {
            None => Ok(None),
            Some(text) => serde_json::from_str(&text).map(Some).map_err(|_| self.unexpected("a structure")),
        }
    }

    /// One of a fixed set of words.
    pub(crate) fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
        let word = self.text()?;
        parse(&word).ok_or_else(|| self.unexpected("a known word"))
    }

    fn next(&mut self) -> Result<Value<'static>> {
        self.column += 1;
        self.cells.next().ok_or_else(|| self.unexpected("another column"))
    }

    /// Never with the value: it may be somebody's mail.
    fn unexpected(&self, wanted: &str) -> StoreError {
        StoreError::Internal(format!("column {} of a row is not {wanted}", self.column))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(i64::from(number))
    }
}

impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Self::Int(i64::from(flag))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(time: Timestamp) -> Self {
        Self::Int(time.as_microsecond())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&&'a String> for Value<'a> {
    fn from(text: &&'a String) -> Self {
        Self::Text(Cow::Borrowed(text.as_str()))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! id_values {
    ($($id:ident),*) => {$(
        impl<'a> From<&'a domain::$id> for Value<'a> {
            fn from(id: &'a domain::$id) -> Self {
                id.as_str().into()
            }
        }
    )*};
}
id_values!(
    TenantId, UserId, PersonaId, AccountId, ItemId, ThreadId, RunId, EffectId, ProposalId, GroupId, BlobId
);
