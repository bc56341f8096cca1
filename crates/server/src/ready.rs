//! What a start prints when the server is ready: one line of JSON, or where to go and what to try.

use anyhow::Result;
use std::io::Write;

use crate::config::ServeArgs;
use crate::serve::Role;

pub fn tell(role: Role, arguments: &ServeArgs, url: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if arguments.json {
        let line = protocol::settings::Ready { url: url.to_owned(), sign_in_url: None };
        writeln!(out, "{}", serde_json::to_string(&line)?)?;
        return Ok(out.flush()?);
    }
    let data = arguments.data_folder();
    let data = data.display();
    let program = program();
    writeln!(out, "Factotum is ready at {url}")?;
    match role {
        Role::Demo => {
            writeln!(out, "\nThe demo mailbox is sorted as you read this. In a second terminal, try:\n")?;
            writeln!(out, "  export FACTOTUM_DATA='{data}'")?;
            for (command, what) in [
                ("inbox", "what came in, and what each mail asks for"),
                ("proposals", "what waits for your yes"),
                ("approve ID", "shows the card, asks, and does it; the reply is a file in demo/mail/.Sent"),
                ("undo ID", "while the ten seconds run, or where there is a way back"),
                ("audit verify", "the record of all that was done"),
            ] {
                writeln!(out, "  {program} {command:<14} # {what}")?;
            }
            writeln!(out, "\nCtrl-C stops it; nothing is lost.")?;
        }
        _ => {
            writeln!(out, "Data folder: {data}")?;
            writeln!(out, "Connect a mailbox with `{program} account add you@example.org`.")?;
        }
    }
    Ok(out.flush()?)
}

/// As the user called us, so that the lines can be copied.
fn program() -> String {
    std::env::args().next().unwrap_or_else(|| "factotum".to_owned())
}
