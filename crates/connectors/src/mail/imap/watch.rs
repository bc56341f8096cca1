//! Waits until the inbox may have changed: IDLE where it is offered, else a poll interval.

use super::connection::{Connection, Failure};
use super::delta::FolderState;
use super::{ImapSource, login};
use crate::mail::server::ServerError;
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::mailbox::Mailbox;
use imap_codec::imap_types::response::{Capability, Code, Data, Response, Status};
use tokio::time::{Instant, sleep};

/// What outlives one wait.
#[derive(Default)]
pub(super) struct Watch {
    /// Logged in, with the inbox open.
    connection: Option<Connection>,
    cannot_idle: bool,
}

/// Returns when something may have changed; at the latest after `Timing::idle`, because IDLE tells nothing of
/// the other folders.
pub(super) async fn watch(source: &ImapSource) -> Result<(), ServerError> {
    let mut watch = source.shared.watch.lock().await;
    if watch.cannot_idle {
        sleep(source.timing.poll).await;
        return Ok(());
    }
    // A kept connection may have died unseen; a new one tells the truth.
    if let Some(mut connection) = watch.connection.take()
        && let Ok(has_news) = news(&mut connection).await
        && (has_news || idle(&mut connection, source).await.is_ok())
    {
        watch.connection = Some(connection);
        return Ok(());
    }
    let mut connection = login::open(&source.server, &source.timing).await?;
    if !connection.can(&Capability::Idle) {
        watch.cannot_idle = true;
        sleep(source.timing.poll).await;
        return Ok(());
    }
    let state = open_inbox(&mut connection).await?;
    if !source.remembered_inbox().is_some_and(|before| differs(&before, &state)) {
        idle(&mut connection, source).await?;
    }
    watch.connection = Some(connection);
    Ok(())
}

/// What happened while nobody waited: IDLE tells only what comes after it, as some servers read it.
async fn news(connection: &mut Connection) -> Result<bool, ServerError> {
    let answer = connection.run(CommandBody::Noop).await?;
    Ok(answer.data().any(is_news))
}

fn is_news(data: &Data<'_>) -> bool {
    matches!(data, Data::Exists(_) | Data::Expunge(_) | Data::Vanished { .. } | Data::Fetch { .. })
}

async fn open_inbox(connection: &mut Connection) -> Result<FolderState, ServerError> {
    let answer =
        connection.run(CommandBody::Examine { mailbox: Mailbox::Inbox, parameters: Vec::new() }).await?;
    let mut state = FolderState::default();
    for data in answer.data() {
        if let Data::Exists(count) = data {
            state.exists = *count;
        }
    }
    for code in answer.codes() {
        match code {
            Code::UidValidity(validity) => state.validity = validity.get(),
            Code::UidNext(next) => state.uid_next = Some(next.get()),
            Code::HighestModSeq(modseq) => state.modseq = Some(modseq.get()),
            _ => {}
        }
    }
    Ok(state)
}

/// What only one side knows says nothing.
fn differs(before: &FolderState, now: &FolderState) -> bool {
    before.validity != now.validity
        || before.exists != now.exists
        || before.uid_next.zip(now.uid_next).is_some_and(|(before, now)| before != now)
        || before.modseq.zip(now.modseq).is_some_and(|(before, now)| before != now)
}

async fn idle(connection: &mut Connection, source: &ImapSource) -> Result<(), ServerError> {
    let tag = connection.send(CommandBody::Idle).await.map_err(ServerError::from)?;
    let end = Instant::now() + source.timing.idle;
    loop {
        let patience = end.saturating_duration_since(Instant::now());
        let Some(received) = connection.receive_within(patience).await? else { break };
        match received.response {
            Response::Data(data) if is_news(&data) => break,
            // The end without our DONE: a refusal.
            Response::Status(Status::Tagged(done)) => {
                connection.outcome(&tag, done).map_err(ServerError::from)?;
                return Ok(());
            }
            _ => {}
        }
    }
    connection.write(b"DONE\r\n").await?;
    match connection.finish(&tag).await {
        Ok(_) => Ok(()),
        Err(Failure::Refused { error, .. } | Failure::Broken(error)) => Err(error),
    }
}
