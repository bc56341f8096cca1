//! Full-text search: which words an item is found by, under which number, and what a question asks for.
//!
//! Words are folded here (compatibility forms, marks stripped, lower case), so that SQLite and Postgres find
//! the same. An item's number grows with its time of receipt, so that the index itself yields the newest first.

use crate::backend::{Tx, values};
use crate::dialect::Dialect;
use crate::error::Result;
use domain::{Item, ItemId, TenantCtx, TenantId};
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word beyond this is no word, and Postgres takes none above 2 KiB.
const LONGEST_WORD: usize = 64;
/// Enough for every real mail; Postgres refuses an entry of 1 MiB.
const MOST_WORDS: usize = 20_000;
/// Numbers per second of receipt.
const PER_SECOND: i64 = 16;

/// A new item's entry in the index.
pub(crate) struct Entry {
    key: i64,
    item: ItemId,
    words: String,
}

pub(crate) fn entry(tenant: &TenantId, item: &Item, key: i64) -> Entry {
    Entry { key, item: item.id.clone(), words: words_of(tenant, item) }
}

/// Stores the entries of a batch in the order of their numbers: SQLite writes its index out whenever a number
/// is below the one before, and a first sync delivers the newest first.
pub(super) fn store(tx: &mut Tx<'_>, ctx: &TenantCtx, mut entries: Vec<Entry>) -> Result<()> {
    entries.sort_by_key(|entry| entry.key);
    let sql = tx.dialect.insert_search();
    for Entry { key, item, words } in &entries {
        match tx.dialect {
            Dialect::Sqlite => tx.execute(sql, values![*key, words])?,
            Dialect::Postgres => tx.execute(sql, values![&ctx.tenant, item, *key, words])?,
        };
    }
    Ok(())
}

/// Takes an item's words out of the index.
pub(crate) fn forget_words(tx: &mut Tx<'_>, ctx: &TenantCtx, id: &str, key: i64) -> Result<()> {
    let sql = tx.dialect.delete_search();
    match tx.dialect {
        Dialect::Sqlite => tx.execute(sql, values![key])?,
        Dialect::Postgres => tx.execute(sql, values![&ctx.tenant, id])?,
    };
    Ok(())
}

/// A free number near the time of receipt; the more mails a second has, the wider they spread.
pub(super) fn free_key(tx: &mut Tx<'_>, received_at: Timestamp, id: &str) -> Result<i64> {
    let base = received_at.as_second() * PER_SECOND;
    let mut attempt = 0_u32;
    loop {
        let window = PER_SECOND << (2 * attempt).min(24);
        let mut hash = blake3::Hasher::new();
        hash.update(id.as_bytes()).update(&attempt.to_le_bytes());
        let mut low = [0; 8];
        hash.finalize_xof().fill(&mut low);
        let key = base + i64::from_le_bytes(low).rem_euclid(window);
        if !tx.exists("SELECT 1 FROM items WHERE search_key = $1 LIMIT 1", values![key])? {
            return Ok(key);
        }
        attempt += 1;
    }
}

/// The expression that finds all words of a question, or `None` if it has none.
pub(super) fn expression(dialect: Dialect, tenant: &TenantId, question: &str) -> Option<String> {
    let mut asked = Vec::new();
    each_word(question, |word| asked.push(word.to_owned()));
    (!asked.is_empty()).then(|| dialect.search_expression(&tenant_word(tenant), &asked))
}

fn words_of(tenant: &TenantId, item: &Item) -> String {
    let mut words = Words { seen: HashSet::new(), joined: tenant_word(tenant) };
    words.add(item.subject.as_deref().unwrap_or_default());
    for address in item.from.iter().chain(&item.to).chain(&item.cc) {
        words.add(address.name.as_deref().unwrap_or_default());
        words.add(&address.address);
    }
    for attachment in &item.attachments {
        words.add(&attachment.name);
    }
    words.add(&item.text);
    words.joined
}

/// Each word once: the index keeps no positions.
struct Words {
    seen: HashSet<String>,
    joined: String,
}

impl Words {
    fn add(&mut self, text: &str) {
        each_word(text, |word| {
            if self.seen.len() < MOST_WORDS && !self.seen.contains(word) {
                self.joined.push(' ');
                self.joined.push_str(word);
                self.seen.insert(word.to_owned());
            }
        });
    }
}

/// A word that stands in all items of a tenant and in no mail: a character for private use and a hash.
fn tenant_word(tenant: &TenantId) -> String {
    let hash = blake3::hash(tenant.as_str().as_bytes()).to_hex();
    format!("\u{E000}{}", hash.as_str().split_at(16).0)
}

fn each_word(text: &str, mut found: impl FnMut(&str)) {
    for word in
        text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(|word| !word.is_empty())
    {
        let folded = fold(word);
        if !folded.is_empty() {
            found(shortened(&folded));
        }
    }
}

fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(word.nfkd().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect())
}

fn shortened(word: &str) -> &str {
    let end = (0..=LONGEST_WORD.min(word.len())).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0);
    &word[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(text, |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_folded_and_parted() {
        assert_eq!(words("Grüße, Ångström! naïve-CAFÉ"), ["gruße", "angstrom", "naive", "cafe"]);
        assert_eq!(words("anna@demo.example 12.50 €"), ["anna", "demo", "example", "12", "50"]);
        assert_eq!(words("e\u{301}tude ﬁne Ⅻ"), ["etude", "fine", "xii"]);
        assert_eq!(words("'\":*()&|!<-> \u{E000}"), Vec::<String>::new());
    }

    #[test]
    fn endless_words_are_cut_between_characters() {
        assert_eq!(words(&"ж".repeat(500))[0].len(), LONGEST_WORD);
        assert_eq!(words(&"a".repeat(5_000))[0].len(), LONGEST_WORD);
    }
}
