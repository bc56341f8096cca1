//! `compose`: a mail of the user's own; asking for it is the approval, the undo window holds all the same.

use client::Client;
use protocol::effects::NewEffect;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

use crate::card;
use crate::failure::Failure;
use crate::session::Session;
use crate::words;

/// The server takes no more at once.
const MAX_ATTACHMENT: u64 = 25 * 1024 * 1024;

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("content").required(true).args(["body", "body_stdin"])))]
pub struct Compose {
    /// An address, several times for several
    #[arg(long, required = true, value_name = "ADDRESS")]
    to: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    cc: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    bcc: Vec<String>,
    /// The account to send from; default: the first
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    #[arg(long, value_name = "TEXT")]
    subject: String,
    #[arg(long, value_name = "TEXT")]
    body: Option<String>,
    /// Read the body from stdin
    #[arg(long)]
    body_stdin: bool,
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Only a draft, to be sent from your mail program
    #[arg(long)]
    draft: bool,
}

impl Compose {
    pub(crate) async fn run(self, session: &mut Session) -> Result<(), Failure> {
        let text = match self.body {
            Some(text) => text,
            None => String::from_utf8(session.console.terminal.read_input()?)
                .map_err(|_| Failure::Usage("The body on stdin is not UTF-8 text.".to_owned()))?,
        };
        let files = self.attach.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        let client = session.client()?;
        let mut attachments = Vec::with_capacity(files.len());
        for (name, media_type, bytes) in files {
            attachments.push(attachment(&client, &name, &media_type, bytes).await?);
        }
        let kind = if self.draft { "create_email_draft" } else { "send_email" };
        let payload = json!({
            "from": self.from, "to": self.to, "cc": self.cc, "bcc": self.bcc,
            "subject": self.subject, "text": text, "attachments": attachments,
        });
        let proposal =
            client.submit_effect(&NewEffect { kind: kind.to_owned(), payload, item_id: None }).await?;
        session.console.answer(&proposal, card::outcome)
    }
}

fn read(path: &Path) -> Result<(String, String, Vec<u8>), Failure> {
    let failed = |error| Failure::Failed(format!("{} cannot be attached: {error}.", path.display()));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > MAX_ATTACHMENT {
        let (size, most) = (words::bytes(size), words::bytes(MAX_ATTACHMENT));
        return Err(Failure::Failed(format!("{} has {size}; a mail takes at most {most}.", path.display())));
    }
    let name =
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| "file".to_owned());
    let media_type = mime_guess::from_path(path).first_or_octet_stream().to_string();
    Ok((name, media_type, std::fs::read(path).map_err(failed)?))
}

async fn attachment(client: &Client, name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Value, Failure> {
    let blob = client.upload(name, media_type, bytes).await?;
    Ok(json!({ "name": blob.name, "media_type": blob.media_type, "blob": blob.id }))
}
