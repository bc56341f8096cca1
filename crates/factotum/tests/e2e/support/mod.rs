//! What the scenarios share: a started server, its command line, REST, streams, mails to send and to find.

pub mod command;
pub mod home;
pub mod mail;
pub mod mailbox;
pub mod rest;
pub mod server;
pub mod stream;

use std::time::Duration;

use serde_json::Value;

pub use command::Ran;
pub use home::Home;
pub use rest::Rest;
pub use server::{Launch, Server};

/// Longer than anything here takes on a busy machine, so that only what hangs runs into it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The value that `look` gives at last; fails when none comes.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    match testkit::eventually(what, PATIENCE, async || Ok(look().await)).await {
        Ok(value) => value,
        Err(error) => panic!("{error:#}"),
    }
}

/// The text at a JSON pointer, which must be there.
pub fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} of {value:#}"))
}

/// The list in `data`, of a page.
pub fn data(page: &Value) -> Vec<Value> {
    let list = page.get("data").and_then(Value::as_array);
    list.unwrap_or_else(|| panic!("no list in {page:#}")).clone()
}
