//! Lists of items, newest first: filters become conditions, the narrowest index leads.

use super::row::{COLUMNS, read};
use super::search::expression;
use super::words::word_of;
use crate::backend::{Row, Tx, Value};
use crate::error::Result;
use crate::events::add_event;
use crate::people::sender_key;
use crate::{ItemQuery, Page, PageRequest, Store};
use domain::{Item, TenantCtx};

impl Store {
    /// Without text and links, which no list shows.
    pub async fn items(&self, ctx: &TenantCtx, query: &ItemQuery, page: &PageRequest) -> Result<Page<Item>> {
        let (query, page) = (query.clone(), page.clone());
        self.read(ctx, move |tx, ctx| list(tx, ctx, &query, &page)).await
    }
}

/// A statement while it grows; values are numbered as they come.
struct Statement {
    sql: String,
    values: Vec<Value<'static>>,
}

/// What the list is read along, and its order: a number and, where numbers repeat, an id, both descending.
struct Lead {
    from: Statement,
    number: &'static str,
    id: Option<&'static str>,
}

const IN_FOLDER: &str = "FROM places p CROSS JOIN items i WHERE p.tenant = $1 AND p.folder = $2 \
    AND i.tenant = p.tenant AND i.id = p.item_id AND p.place_key = (SELECT MIN(q.place_key) FROM places q \
    WHERE q.tenant = p.tenant AND q.item_id = p.item_id AND q.folder = p.folder)";
const TO_RECIPIENT: &str = "FROM recipients r CROSS JOIN items i WHERE r.tenant = $1 AND r.address_key = $2 \
    AND i.tenant = r.tenant AND i.id = r.item_id";

fn list(tx: &mut Tx<'_>, ctx: &TenantCtx, query: &ItemQuery, page: &PageRequest) -> Result<Page<Item>> {
    let Some((lead, rest)) = lead(tx, ctx, query) else { return Ok(Page { data: Vec::new(), next: None }) };
    let Lead { from, number, id } = lead;
    let mut statement =
        Statement { sql: format!("SELECT {number}, {COLUMNS} {}", from.sql), values: from.values };
    conditions(&mut statement, &rest);
    if let Some((after, after_id)) = page.after()? {
        let after = statement.value(after);
        let beyond = match id {
            Some(id) => format!(" AND ({number}, {id}) < ({after}, {})", statement.value(after_id)),
            None => format!(" AND {number} < {after}"),
        };
        statement.sql += &beyond;
    }
    let rows = statement.value(page.rows());
    let then = id.map(|id| format!(", {id} DESC")).unwrap_or_default();
    statement.sql += &format!(" ORDER BY {number} DESC{then} LIMIT {rows}");
    let found = tx.query(&statement.sql, &statement.values)?;
    let found = found.into_iter().map(numbered).collect::<Result<Vec<_>>>()?;
    let mut cut = Page::cut(found, page, |(number, item)| (*number, item.id.to_string()));
    for (_, item) in &mut cut.data {
        add_event(tx, ctx, item)?;
    }
    Ok(Page { data: cut.data.into_iter().map(|(_, item)| item).collect(), next: cut.next })
}

/// Chooses what to read along; the filter that it stands for leaves the query. `None`: nothing can be found.
fn lead(tx: &Tx<'_>, ctx: &TenantCtx, query: &ItemQuery) -> Option<(Lead, ItemQuery)> {
    let mut rest = query.clone();
    let tenant = || Value::from(ctx.tenant.to_string());
    if let Some(question) = rest.query.take().filter(|question| !question.trim().is_empty()) {
        let asked = expression(tx.dialect, &ctx.tenant, &question)?;
        let from =
            Statement { sql: tx.dialect.search_from().to_owned(), values: vec![tenant(), asked.into()] };
        return Some((Lead { from, number: tx.dialect.search_key(), id: None }, rest));
    }
    if let Some(folder) = rest.folder.take() {
        let from = Statement { sql: IN_FOLDER.to_owned(), values: vec![tenant(), folder.into()] };
        return Some((Lead { from, number: "p.received_at", id: Some("p.item_id") }, rest));
    }
    if let Some(recipient) = rest.recipient.take() {
        let values = vec![tenant(), recipient.to_lowercase().into()];
        let from = Statement { sql: TO_RECIPIENT.to_owned(), values };
        return Some((Lead { from, number: "r.received_at", id: Some("r.item_id") }, rest));
    }
    let from = Statement { sql: "FROM items i WHERE i.tenant = $1".to_owned(), values: vec![tenant()] };
    Some((Lead { from, number: "i.received_at", id: Some("i.id") }, rest))
}

/// Flags are written out, so that the planner sees which partial index holds them.
fn conditions(statement: &mut Statement, query: &ItemQuery) {
    for (column, wanted) in
        [("unread", query.unread), ("archived", query.archived), ("awaiting_reply", query.awaiting_reply)]
    {
        if let Some(wanted) = wanted {
            statement.sql += &format!(" AND i.{column} = {}", i64::from(wanted));
        }
    }
    // What lies in no folder any more was deleted at its provider.
    statement.sql += " AND i.folders <> '[]'";
    if query.without_events {
        statement.sql += " AND i.kind <> 'event'";
    }
    statement.equals("i.kind", query.kind.as_ref().map(word_of));
    statement.equals("i.account_id", query.account_id.as_ref().map(ToString::to_string));
    statement.equals("i.thread_id", query.thread_id.as_ref().map(ToString::to_string));
    statement.equals("i.category", query.category.map(|word| word.as_str().to_owned()));
    statement.equals("i.action_type", query.action_type.map(|word| word.as_str().to_owned()));
    statement.equals("i.verdict", query.verdict.map(|word| word.as_str().to_owned()));
    statement.compares("i.received_at >=", query.from);
    statement.compares("i.received_at <", query.to);
    statement.compares("i.due_at <", query.due_before);
    if let Some(sender) = &query.sender {
        from_sender(statement, sender);
    }
    if let Some(folder) = &query.folder {
        let folder = statement.value(folder.clone());
        statement.sql += &format!(
            " AND EXISTS (SELECT 1 FROM places f WHERE f.tenant = i.tenant AND f.item_id = i.id AND f.folder = {folder})"
        );
    }
    if let Some(recipient) = &query.recipient {
        let recipient = statement.value(recipient.to_lowercase());
        statement.sql += &format!(
            " AND EXISTS (SELECT 1 FROM recipients t WHERE t.tenant = i.tenant AND t.address_key = {recipient} \
             AND t.received_at = i.received_at AND t.item_id = i.id)"
        );
    }
}

/// An address, or a domain and with it everybody there.
fn from_sender(statement: &mut Statement, sender: &str) {
    let sender = sender.trim();
    match sender.split_once('@') {
        Some((local, _)) if !local.is_empty() => statement.equals("i.from_key", Some(sender_key(sender))),
        _ => {
            let domain = sender.trim_start_matches('@').to_lowercase();
            // `A` follows `@`, which ends the domain in the key.
            let (first, beyond) =
                (statement.value(format!("{domain}@")), statement.value(format!("{domain}A")));
            statement.sql += &format!(" AND i.from_key >= {first} AND i.from_key < {beyond}");
        }
    }
}

impl Statement {
    /// Adds a value; answers its placeholder.
    fn value(&mut self, value: impl Into<Value<'static>>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn equals(&mut self, column: &str, value: Option<String>) {
        self.compares(&format!("{column} ="), value);
    }

    fn compares(&mut self, comparison: &str, value: Option<impl Into<Value<'static>>>) {
        if let Some(value) = value {
            let placeholder = self.value(value);
            self.sql += &format!(" AND {comparison} {placeholder}");
        }
    }
}

fn numbered(mut row: Row) -> Result<(i64, Item)> {
    Ok((row.int()?, read(&mut row)?))
}
