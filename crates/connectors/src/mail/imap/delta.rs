//! Opens a folder and finds out what changed since its mark: by QRESYNC, by CONDSTORE, or by comparing.

use super::connection::{Answer, Connection, Event};
use super::cursor::FolderMark;
use super::folders::Folder;
use super::uids::UidSet;
use crate::mail::server::ServerError;
use domain::source::Flags;
use imap_codec::imap_types::command::{CommandBody, FetchModifier, SelectParameter};
use imap_codec::imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItem, MessageDataItemName};
use imap_codec::imap_types::flag::{Flag, FlagFetch};
use imap_codec::imap_types::response::{Capability, Code, Data};
use imap_codec::imap_types::search::SearchKey;
use imap_codec::imap_types::sequence::{SeqOrUid, Sequence, SequenceSet};
use std::num::{NonZeroU32, NonZeroU64};

/// A folder as the server shows it when it is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FolderState {
    pub(super) validity: u32,
    pub(super) exists: u32,
    pub(super) uid_next: Option<u32>,
    pub(super) modseq: Option<u64>,
}

/// What to do so that the mark holds for the folder as it is now.
#[derive(Debug, Default)]
pub(super) struct Delta {
    pub(super) state: FolderState,
    /// Everything delivered before is void.
    pub(super) reset: bool,
    pub(super) wanted: UidSet,
    pub(super) gone: UidSet,
    pub(super) flagged: Vec<(u32, Flags)>,
}

/// Longer sets do not fit the line length of every server.
const LONGEST_SET: usize = 4000;

/// Opens `folder` for reading and compares it with `mark`.
pub(super) async fn open(
    connection: &mut Connection,
    folder: &Folder,
    mark: Option<&FolderMark>,
    has_qresync: bool,
) -> Result<Delta, ServerError> {
    let resume = if has_qresync { mark.and_then(resume_parameter) } else { None };
    let is_resumed = resume.is_some();
    let has_modseq = connection.can(&Capability::CondStore) || connection.can(&Capability::QResync);
    let parameter = resume.or_else(|| has_modseq.then_some(SelectParameter::CondStore));
    let mailbox = folder.mailbox(connection)?;
    let answer =
        connection.run(CommandBody::Examine { mailbox, parameters: parameter.into_iter().collect() }).await?;
    connection.has_open_folder = true;
    let opened = Opened::read(answer);
    let mut delta = Delta { state: opened.state, ..Delta::default() };
    let Some(mark) = mark.filter(|mark| mark.validity == delta.state.validity) else {
        delta.reset = mark.is_some();
        delta.wanted = all(connection, &delta.state).await?;
        return Ok(delta);
    };
    if is_resumed && opened.state.modseq.is_some() {
        delta.gone = opened.vanished.common(&mark.known);
        let new: UidSet =
            opened.flags.iter().map(|(uid, _)| *uid).filter(|uid| !mark.known.contains(*uid)).collect();
        let after = mark.known.minus(&delta.gone).union(&new);
        delta.flagged = opened.flags;
        if mark.complete && after.len() == u64::from(delta.state.exists) {
            delta.wanted = new;
            delta.keep_known(mark);
            return Ok(delta);
        }
    } else if is_unchanged(mark, &delta.state) {
        return Ok(delta);
    } else {
        delta.flagged = changed_flags(connection, mark, &delta.state).await?;
    }
    let present = all(connection, &delta.state).await?;
    delta.wanted = present.minus(&mark.known);
    delta.gone = mark.known.minus(&present);
    delta.keep_known(mark);
    Ok(delta)
}

impl Delta {
    /// Flags of messages that were never delivered come with their arrival.
    fn keep_known(&mut self, mark: &FolderMark) {
        self.flagged.retain(|(uid, _)| mark.known.contains(*uid) && !self.gone.contains(*uid));
    }
}

pub(super) fn item_flags(flags: &[FlagFetch<'_>]) -> Flags {
    let has =
        |wanted: Flag<'_>| flags.iter().any(|flag| matches!(flag, FlagFetch::Flag(flag) if *flag == wanted));
    Flags { seen: has(Flag::Seen), flagged: has(Flag::Flagged), answered: has(Flag::Answered) }
}

pub(super) fn sequence_set(uids: &UidSet) -> Option<SequenceSet> {
    let ranges: Vec<Sequence> = uids
        .ranges()
        .iter()
        .filter_map(|(from, to)| Some((NonZeroU32::new(*from)?, NonZeroU32::new(*to)?)))
        .map(|(from, to)| match from == to {
            true => Sequence::Single(SeqOrUid::Value(from)),
            false => Sequence::Range(SeqOrUid::Value(from), SeqOrUid::Value(to)),
        })
        .collect();
    ranges.try_into().ok().map(SequenceSet)
}

/// A folder's numbers and what else came with opening it.
struct Opened {
    state: FolderState,
    vanished: UidSet,
    flags: Vec<(u32, Flags)>,
}

impl Opened {
    fn read(answer: Answer) -> Self {
        let mut opened =
            Self { state: FolderState::default(), vanished: UidSet::default(), flags: Vec::new() };
        for event in answer.events {
            match event {
                // What came before belongs to the folder that was open until now.
                Event::Code(Code::Closed) => {
                    opened.vanished = UidSet::default();
                    opened.flags.clear();
                }
                Event::Code(Code::UidValidity(validity)) => opened.state.validity = validity.get(),
                Event::Code(Code::UidNext(next)) => opened.state.uid_next = Some(next.get()),
                Event::Code(Code::HighestModSeq(modseq)) => opened.state.modseq = Some(modseq.get()),
                Event::Data(Data::Exists(count)) => opened.state.exists = count,
                Event::Data(Data::Vanished { known_uids, .. }) => {
                    opened.vanished = opened.vanished.union(&uid_set(&known_uids));
                }
                Event::Data(data) => opened.flags.extend(flags_of(&data)),
                Event::Code(_) => {}
            }
        }
        opened
    }
}

fn resume_parameter(mark: &FolderMark) -> Option<SelectParameter> {
    let known = mark.known.to_string();
    Some(SelectParameter::QResync {
        uid_validity: NonZeroU32::new(mark.validity)?,
        mod_sequence_value: NonZeroU64::new(mark.modseq?)?,
        known_uids: if known.len() <= LONGEST_SET { sequence_set(&mark.known) } else { None },
        seq_match_data: None,
    })
}

/// Without mod-sequences flags may have changed unseen, so then nothing counts as unchanged.
fn is_unchanged(mark: &FolderMark, state: &FolderState) -> bool {
    mark.complete
        && mark.modseq.is_some()
        && mark.modseq == state.modseq
        && mark.uid_next.is_some()
        && mark.uid_next == state.uid_next
        && mark.known.len() == u64::from(state.exists)
}

async fn all(connection: &mut Connection, state: &FolderState) -> Result<UidSet, ServerError> {
    if state.exists == 0 {
        return Ok(UidSet::default());
    }
    let criteria = SearchKey::All.into();
    let answer = connection.run(CommandBody::Search { charset: None, criteria, uid: true }).await?;
    let found = answer.data().filter_map(|data| match data {
        Data::Search(uids, _) => Some(uids),
        _ => None,
    });
    Ok(found.flatten().map(|uid| uid.get()).collect())
}

async fn changed_flags(
    connection: &mut Connection,
    mark: &FolderMark,
    state: &FolderState,
) -> Result<Vec<(u32, Flags)>, ServerError> {
    let since = mark.modseq.filter(|_| state.modseq.is_some()).and_then(NonZeroU64::new);
    if mark.known.is_empty() || state.exists == 0 || (since.is_some() && mark.modseq == state.modseq) {
        return Ok(Vec::new());
    }
    let one = SeqOrUid::Value(NonZeroU32::MIN);
    let answer = connection
        .run(CommandBody::Fetch {
            sequence_set: Sequence::Range(one, SeqOrUid::Asterisk).into(),
            macro_or_item_names: MacroOrMessageDataItemNames::MessageDataItemNames(vec![
                MessageDataItemName::Uid,
                MessageDataItemName::Flags,
            ]),
            uid: true,
            modifiers: since.map(FetchModifier::ChangedSince).into_iter().collect(),
        })
        .await?;
    let mut flags: Vec<_> = answer.data().filter_map(flags_of).collect();
    if let (None, Some(before)) = (since, &mark.flags) {
        flags.retain(|(uid, flags)| before.get(*uid) != *flags);
    }
    Ok(flags)
}

fn flags_of(data: &Data<'_>) -> Option<(u32, Flags)> {
    let Data::Fetch { items, .. } = data else { return None };
    let mut uid = None;
    let mut flags = None;
    for item in items.as_ref() {
        match item {
            MessageDataItem::Uid(value) => uid = Some(value.get()),
            MessageDataItem::Flags(value) => flags = Some(item_flags(value)),
            _ => {}
        }
    }
    uid.zip(flags)
}

fn uid_set(set: &SequenceSet) -> UidSet {
    let value = |end: &SeqOrUid| match end {
        SeqOrUid::Value(uid) => uid.get(),
        SeqOrUid::Asterisk => u32::MAX,
    };
    UidSet::from_ranges(set.0.as_ref().iter().map(|range| match range {
        Sequence::Single(uid) => (value(uid), value(uid)),
        Sequence::Range(from, to) => (value(from), value(to)),
    }))
}
