//! One dovecot and one SMTP server with a mailbox for each scenario, all of them filled alike.

use std::time::SystemTime;

use testkit::{Dovecot, DovecotOptions, MailUser, SmtpOptions, SmtpServer};

use crate::support::mail::{self, Letter};

const PASSWORD: &str = "secret";

pub struct Arena {
    pub dovecot: Dovecot,
    pub smtp: SmtpServer,
}

impl Arena {
    pub fn start(seats: usize) -> Arena {
        let users: Vec<MailUser> = (0..seats).map(|seat| MailUser::new(&address(seat), PASSWORD)).collect();
        let dovecot = Dovecot::start(DovecotOptions { users: users.clone(), ..Default::default() }).unwrap();
        let smtp = SmtpServer::start(&SmtpOptions { users, ..Default::default() }).unwrap();
        Arena { dovecot, smtp }
    }

    pub fn deliver(&self, seat: usize, letter: &Letter) {
        self.dovecot.deliver(&address(seat), "INBOX", &letter.bytes(), letter.received()).unwrap();
    }

    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// The text of each mail that the SMTP server took from this mailbox's owner.
    pub fn sent(&self, seat: usize) -> Vec<String> {
        let user = address(seat);
        let received = self.smtp.received().unwrap();
        let own = received.iter().filter(|mail| mail.user.as_deref() == Some(&user));
        own.map(|mail| mail::body(&mail.raw)).collect()
    }

    /// The text of each mail in a folder.
    pub fn filed(&self, seat: usize, folder: &str) -> Vec<String> {
        let messages = self.dovecot.messages(&address(seat), folder);
        messages.unwrap_or_default().iter().map(|raw| mail::body(raw)).collect()
    }

    pub fn in_folder(&self, seat: usize, folder: &str, message_id: &str) -> usize {
        let messages = self.dovecot.messages(&address(seat), folder).unwrap_or_default();
        messages.iter().filter(|raw| mail::message_id(raw) == message_id).count()
    }

    pub fn is_flagged(&self, seat: usize, message_id: &str) -> bool {
        let user = address(seat);
        let arguments =
            ["search", "-u", &user, "mailbox", "INBOX", "flagged", "header", "message-id", message_id];
        !self.dovecot.doveadm(&arguments).unwrap().trim().is_empty()
    }
}

pub fn address(seat: usize) -> String {
    format!("anna{seat}@example.org")
}

/// A question of its own, so that a reply is due.
pub fn letter(seat: usize, name: &str) -> Letter {
    let to = format!("Anna <{}>", address(seat));
    let minutes = 10 + i64::try_from(name.len()).unwrap();
    let letter =
        Letter::question(&format!("{name}.{seat}"), "Bob <bob@freight.example>", &format!("About {name}"));
    debug_assert!(letter.received() < SystemTime::now());
    letter.to(&to).minutes_ago(minutes)
}
