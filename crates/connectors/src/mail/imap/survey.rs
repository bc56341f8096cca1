//! Asks for the numbers of all folders in one round trip, so that a delta opens only those that changed.

use super::connection::{Connection, Failure};
use super::cursor::{FolderMark, Marks};
use super::delta::FolderState;
use super::folders::Folder;
use crate::mail::server::ServerError;
use domain::source::FolderRole;
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::response::{Capability, Data};
use imap_codec::imap_types::status::{StatusDataItem, StatusDataItemName};
use std::collections::BTreeMap;

/// What one look at all folders tells.
pub(super) struct Survey {
    /// The folders that may hold something new.
    pub(super) changed: Vec<Folder>,
    /// How many messages each of them has that were not delivered, as far as numbers tell.
    pub(super) expected: BTreeMap<String, u64>,
    pub(super) inbox: Option<FolderState>,
}

pub(super) async fn look(
    connection: &mut Connection,
    folders: &[Folder],
    marks: &Marks,
) -> Result<Survey, ServerError> {
    let has_modseq = connection.can(&Capability::CondStore) || connection.can(&Capability::QResync);
    let mut sent = Vec::new();
    for folder in folders {
        let mut names =
            vec![StatusDataItemName::Messages, StatusDataItemName::UidNext, StatusDataItemName::UidValidity];
        if has_modseq {
            names.push(StatusDataItemName::HighestModSeq);
        }
        let mailbox = folder.mailbox(connection)?;
        let command = CommandBody::Status { mailbox, item_names: names.into() };
        // A name that goes as a literal makes the server speak in between; those folders are simply opened.
        let tag = match folder.wire.is_ascii() {
            true => Some(connection.send(command).await.map_err(ServerError::from)?),
            false => None,
        };
        sent.push((folder, tag));
    }
    let mut survey = Survey { changed: Vec::new(), expected: BTreeMap::new(), inbox: None };
    for (folder, tag) in sent {
        let state = match tag {
            // A folder that refuses is opened, and then says why.
            Some(tag) => match connection.finish(&tag).await {
                Ok(answer) => answer.data().find_map(state),
                Err(Failure::Refused { .. }) => None,
                Err(Failure::Broken(error)) => return Err(error),
            },
            None => None,
        };
        if folder.role == FolderRole::Inbox {
            survey.inbox = state;
        }
        let mark = marks.folders.get(&folder.name);
        if has_modseq && mark.zip(state).is_some_and(|(mark, state)| is_unchanged(mark, &state)) {
            continue;
        }
        let known = mark.map_or(0, |mark| mark.known.len());
        let exists = state.map_or(0, |state| u64::from(state.exists));
        survey.expected.insert(folder.name.clone(), exists.saturating_sub(known));
        survey.changed.push(folder.clone());
    }
    Ok(survey)
}

fn is_unchanged(mark: &FolderMark, state: &FolderState) -> bool {
    mark.complete
        && mark.validity == state.validity
        && mark.modseq.is_some()
        && mark.modseq == state.modseq
        && mark.uid_next == state.uid_next
        && mark.known.len() == u64::from(state.exists)
}

fn state(data: &Data<'_>) -> Option<FolderState> {
    let Data::Status { items, .. } = data else { return None };
    let mut state = FolderState::default();
    for item in items.as_ref() {
        match item {
            StatusDataItem::Messages(count) => state.exists = *count,
            StatusDataItem::UidNext(next) => state.uid_next = Some(next.get()),
            StatusDataItem::UidValidity(validity) => state.validity = validity.get(),
            StatusDataItem::HighestModSeq(modseq) => state.modseq = Some(*modseq),
            _ => {}
        }
    }
    Some(state)
}
