//! What a folder is for, told from its name where nothing better tells it.

use domain::source::FolderRole;

/// Names that mail programs give, lower case. German beside English.
const NAMES: [(FolderRole, &[&str]); 6] = [
    (FolderRole::Inbox, &["inbox", "posteingang"]),
    (
        FolderRole::Sent,
        &[
            "sent",
            "sent items",
            "sent messages",
            "sent mail",
            "sent-mail",
            "gesendet",
            "gesendete objekte",
            "gesendete elemente",
            "gesendete nachrichten",
            "gesendete mails",
        ],
    ),
    (FolderRole::Drafts, &["drafts", "draft", "entwürfe", "entwurf"]),
    (FolderRole::Archive, &["archive", "archives", "archiv", "archived", "archiviert"]),
    (
        FolderRole::Junk,
        &[
            "junk",
            "spam",
            "junk e-mail",
            "junk email",
            "junk-e-mail",
            "bulk mail",
            "spamverdacht",
            "unerwünscht",
        ],
    ),
    (
        FolderRole::Trash,
        &[
            "trash",
            "deleted",
            "deleted items",
            "deleted messages",
            "bin",
            "papierkorb",
            "gelöscht",
            "gelöschte objekte",
            "gelöschte elemente",
        ],
    ),
];

/// The role of a folder by its name; what lies below an archive or the trash is archived or deleted too.
pub fn role(name: &str) -> FolderRole {
    let name = name.to_lowercase();
    let name = name.strip_prefix("inbox/").unwrap_or(&name);
    let (first, below) = name.split_once('/').map_or((name, false), |(first, _)| (first, true));
    let found = NAMES.iter().find(|(_, names)| names.contains(&first)).map(|(role, _)| *role);
    match found {
        Some(FolderRole::Inbox | FolderRole::Drafts) if below => FolderRole::Other,
        Some(role) => role,
        None => FolderRole::Other,
    }
}

/// Deleted mail and junk is not read.
pub fn is_read(role: FolderRole) -> bool {
    !matches!(role, FolderRole::Junk | FolderRole::Trash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_roles() {
        let cases = [
            ("INBOX", FolderRole::Inbox),
            ("Sent", FolderRole::Sent),
            ("Gesendete Elemente", FolderRole::Sent),
            ("INBOX/Entwürfe", FolderRole::Drafts),
            ("Archive/2024", FolderRole::Archive),
            ("Spam", FolderRole::Junk),
            ("Papierkorb/alt", FolderRole::Trash),
            ("Projekte/Archiv", FolderRole::Other),
            ("Projekte", FolderRole::Other),
        ];
        for (name, expected) in cases {
            assert_eq!(role(name), expected, "{name}");
        }
    }
}
