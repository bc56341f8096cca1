//! A mailbox's folders: their names for people, their names on the wire, and what they are for.

use super::connection::Connection;
use super::names;
use crate::mail::folder;
use crate::mail::server::ServerError;
use domain::source::FolderRole;
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::core::AString;
use imap_codec::imap_types::flag::FlagNameAttribute;
use imap_codec::imap_types::mailbox::{ListMailbox, Mailbox};
use imap_codec::imap_types::response::Data;

/// A folder that messages can be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// As people read it; unique in the account.
    pub name: String,
    pub role: FolderRole,
    /// What lies there also lies in other folders (“All Mail”, “Starred”).
    pub is_view: bool,
    pub(super) wire: String,
    delimiter: Option<char>,
}

impl Folder {
    pub(super) fn mailbox(&self, connection: &Connection) -> Result<Mailbox<'static>, ServerError> {
        mailbox(&self.wire, connection)
    }

    /// Junk and deleted mail is not read; views hold nothing that is not elsewhere.
    pub(super) fn is_synced(&self) -> bool {
        !self.is_view && !matches!(self.role, FolderRole::Junk | FolderRole::Trash)
    }
}

pub(super) async fn list(connection: &mut Connection) -> Result<Vec<Folder>, ServerError> {
    let reference = mailbox("", connection)?;
    let every = ListMailbox::try_from("*").map_err(|_| connection.own_fault("wildcard"))?;
    let answer = connection.run(CommandBody::List { reference, mailbox_wildcard: every }).await?;
    let mut listed = Vec::new();
    for data in answer.data() {
        if let Data::List { items, delimiter, mailbox } = data {
            let wire = match mailbox {
                Mailbox::Inbox => "INBOX".to_owned(),
                Mailbox::Other(other) => match std::str::from_utf8(other.as_ref()) {
                    Ok(wire) => wire.to_owned(),
                    // Neither we nor JSON could name it.
                    Err(_) => continue,
                },
            };
            let uses: Vec<String> = items.iter().map(|item| item.to_string().to_ascii_lowercase()).collect();
            let cannot_hold = |item: &FlagNameAttribute<'_>| {
                matches!(item, FlagNameAttribute::Noselect)
                    || item.to_string().eq_ignore_ascii_case("\\NonExistent")
            };
            if !items.iter().any(cannot_hold) {
                listed.push(Listed { wire, uses, delimiter: delimiter.map(|delimiter| delimiter.inner()) });
            }
        }
    }
    Ok(with_roles(listed))
}

/// The folder of that name as the server writes it; a new name is encoded.
pub(super) fn wire_name(folders: &[Folder], name: &str) -> String {
    let known = folders.iter().find(|folder| folder.name == name);
    known.map_or_else(|| names::encode(name), |folder| folder.wire.clone())
}

pub(super) fn mailbox(wire: &str, connection: &Connection) -> Result<Mailbox<'static>, ServerError> {
    match AString::try_from(wire.to_owned()) {
        Ok(wire) => Ok(Mailbox::from(wire)),
        Err(_) => Err(connection.own_fault("folder name")),
    }
}

struct Listed {
    wire: String,
    uses: Vec<String>,
    delimiter: Option<char>,
}

fn with_roles(listed: Vec<Listed>) -> Vec<Folder> {
    let has_use = |wanted: &str| listed.iter().any(|folder| folder.uses.iter().any(|used| used == wanted));
    let (has_archive, has_all) = (has_use("\\archive"), has_use("\\all"));
    let mut folders: Vec<Folder> = Vec::new();
    for Listed { wire, uses, delimiter } in listed {
        let mut name = names::decode(&wire);
        // Two wire names may read alike; no folder may hide another.
        while folders.iter().any(|folder| folder.name == name) {
            name.push_str(" (2)");
        }
        let used = |wanted: &str| uses.iter().any(|used| used == wanted);
        let role = match () {
            () if wire == "INBOX" => FolderRole::Inbox,
            () if used("\\sent") => FolderRole::Sent,
            () if used("\\drafts") => FolderRole::Drafts,
            () if used("\\junk") => FolderRole::Junk,
            () if used("\\trash") => FolderRole::Trash,
            () if used("\\archive") => FolderRole::Archive,
            // Gmail's “All Mail” is the only place of archived mail; beside an archive it is a view.
            () if used("\\all") && !has_archive => FolderRole::Archive,
            () => FolderRole::Other,
        };
        let is_view = (used("\\all") && has_archive)
            || (used("\\flagged") || used("\\important")) && role == FolderRole::Other;
        folders.push(Folder { name, role, is_view, wire, delimiter });
    }
    inherit(&mut folders);
    // Where the server tells no use, the name does.
    let told: Vec<FolderRole> = folders.iter().map(|folder| folder.role).collect();
    for folder in folders.iter_mut().filter(|folder| folder.role == FolderRole::Other && !folder.is_view) {
        let by_name = folder::role(&with_slashes(folder));
        let is_taken = told.contains(&by_name) || (by_name == FolderRole::Archive && has_all);
        if by_name != FolderRole::Inbox && !is_taken {
            folder.role = by_name;
        }
    }
    // The inbox first; Gmail's “All Mail”, which repeats the others, last.
    folders.sort_by_key(|folder| match folder.role {
        FolderRole::Inbox => 0,
        FolderRole::Sent => 1,
        FolderRole::Archive if has_all => 4,
        FolderRole::Drafts | FolderRole::Other | FolderRole::Archive => 2,
        FolderRole::Junk | FolderRole::Trash => 3,
    });
    folders
}

/// What lies below an archive is archived, below the trash is deleted.
fn inherit(folders: &mut [Folder]) {
    let parents: Vec<(String, FolderRole)> = folders
        .iter()
        .filter(|folder| {
            matches!(
                folder.role,
                FolderRole::Archive | FolderRole::Junk | FolderRole::Trash | FolderRole::Sent
            )
        })
        .filter_map(|folder| Some((format!("{}{}", folder.wire, folder.delimiter?), folder.role)))
        .collect();
    for folder in folders.iter_mut().filter(|folder| folder.role == FolderRole::Other) {
        if let Some((_, role)) = parents.iter().find(|(prefix, _)| folder.wire.starts_with(prefix)) {
            folder.role = *role;
        }
    }
}

fn with_slashes(folder: &Folder) -> String {
    folder.delimiter.map_or_else(|| folder.name.clone(), |delimiter| folder.name.replace(delimiter, "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(listed: &[(&str, &str)]) -> Vec<(String, FolderRole, bool)> {
        let listed = listed.iter().map(|(wire, uses)| Listed {
            wire: (*wire).to_owned(),
            uses: uses.split(' ').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            delimiter: Some('/'),
        });
        let folders = with_roles(listed.collect());
        folders.into_iter().map(|folder| (folder.name, folder.role, folder.is_view)).collect()
    }

    fn expect(listed: &[(&str, &str)], expected: &[(&str, FolderRole, bool)]) {
        let expected: Vec<_> =
            expected.iter().map(|(name, role, view)| ((*name).to_owned(), *role, *view)).collect();
        assert_eq!(roles(listed), expected);
    }

    #[test]
    fn gmail() {
        use FolderRole::*;
        expect(
            &[
                ("[Gmail]/All Mail", "\\all"),
                ("[Gmail]/Starred", "\\flagged"),
                ("[Gmail]/Important", "\\important"),
                ("[Gmail]/Spam", "\\junk"),
                ("[Gmail]/Sent Mail", "\\sent"),
                ("Archive", ""),
                ("INBOX", ""),
            ],
            &[
                ("INBOX", Inbox, false),
                ("[Gmail]/Sent Mail", Sent, false),
                ("[Gmail]/Starred", Other, true),
                ("[Gmail]/Important", Other, true),
                ("Archive", Other, false),
                ("[Gmail]/Spam", Junk, false),
                ("[Gmail]/All Mail", Archive, false),
            ],
        );
    }

    #[test]
    fn german_names_without_special_use() {
        use FolderRole::*;
        expect(
            &[
                ("INBOX", ""),
                ("INBOX/Entw&APw-rfe", ""),
                ("Gesendete Objekte", ""),
                ("Papierkorb", ""),
                ("Papierkorb/alt", ""),
                ("Archiv", ""),
                ("Archiv/2025", ""),
                ("Projekte/Archiv", ""),
                ("Junk-E-Mail", ""),
            ],
            &[
                ("INBOX", Inbox, false),
                ("Gesendete Objekte", Sent, false),
                ("INBOX/Entwürfe", Drafts, false),
                ("Archiv", Archive, false),
                ("Archiv/2025", Archive, false),
                ("Projekte/Archiv", Other, false),
                ("Papierkorb", Trash, false),
                ("Papierkorb/alt", Trash, false),
                ("Junk-E-Mail", Junk, false),
            ],
        );
    }

    #[test]
    fn what_the_server_tells_counts_more_than_a_name() {
        use FolderRole::*;
        expect(
            &[
                ("INBOX", ""),
                ("Sent", ""),
                ("Ablage/Raus", "\\sent"),
                ("Alles", "\\all"),
                ("Keller", "\\archive"),
            ],
            &[
                ("INBOX", Inbox, false),
                ("Ablage/Raus", Sent, false),
                ("Sent", Other, false),
                ("Alles", Other, true),
                ("Keller", Archive, false),
            ],
        );
    }

    #[test]
    fn names_that_read_alike_stay_two_folders() {
        let both = roles(&[("Entw&APw-rfe", ""), ("Entwürfe", ""), ("&APw", "")]);
        let names: Vec<_> = both.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["Entwürfe", "Entwürfe (2)", "&APw"]);
    }
}
