//! dovecot's configuration for one test, as root and as an ordinary user.

use std::fmt::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rustix::process::geteuid;

use super::{DovecotOptions, maildir};
use crate::Tls;

/// What dovecot 2.3 announces after the login, without CONDSTORE and QRESYNC.
const PLAIN_CAPABILITIES: &str = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT THREAD=REFERENCES \
     MULTIAPPEND UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 ESEARCH ESORT SEARCHRES WITHIN \
     LIST-STATUS BINARY MOVE SPECIAL-USE";

#[derive(Clone, Copy, Debug)]
pub(super) struct Ports {
    pub imap: u16,
    pub submission: Option<u16>,
}

pub(super) fn home(folder: &Path, user: &str) -> PathBuf {
    folder.join("mail").join(user)
}

pub(super) fn write(folder: &Path, options: &DovecotOptions, ports: &Ports, token_port: u16) -> Result<()> {
    let mut passwords = String::new();
    for user in &options.users {
        let home = home(folder, &user.name);
        std::fs::create_dir_all(&home)?;
        maildir::give_to_owner(&home)?;
        writeln!(passwords, "{}:{{PLAIN}}{}::::{}", user.name, user.password, home.display())?;
    }
    // The login processes run as dovenull and have to reach their sockets in here.
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
    std::fs::write(folder.join("users"), passwords)?;
    let oauth = format!(
        "introspection_mode = get
introspection_url = http://127.0.0.1:{token_port}/?token=
username_attribute = username
active_attribute = active
active_value = true
"
    );
    std::fs::write(folder.join("oauth"), oauth)?;
    std::fs::write(folder.join("dovecot.conf"), text(folder, options, ports)?)?;
    Ok(())
}

fn text(folder: &Path, options: &DovecotOptions, ports: &Ports) -> Result<String> {
    let base = folder.display();
    let implicit = if matches!(options.tls, Tls::Implicit(_)) { "yes" } else { "no" };
    let mut text = format!(
        "protocols = imap{submission}
base_dir = {base}/run
state_dir = {base}/run
log_path = /dev/stderr
listen = 127.0.0.1
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_verbose = yes
# A refused login is answered at once: tests make many.
auth_failure_delay = 0
mail_location = maildir:~/Maildir
# Appended bytes stay as they came.
mail_save_crlf = yes
mailbox_idle_check_interval = 1s
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {base}/users
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {base}/oauth
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {base}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
    ssl = {implicit}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
service anvil {{
  chroot =
  # Without this socket nobody is kept waiting for earlier wrong passwords.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
",
        submission = if ports.submission.is_some() { " submission" } else { "" },
        imap = ports.imap,
        uid = maildir::owner().0,
        gid = maildir::owner().1,
    );
    text.push_str("namespace inbox {\n  inbox = yes\n  separator = /\n");
    for (name, special_use) in
        [("Sent", "Sent"), ("Drafts", "Drafts"), ("Trash", "Trash"), ("Junk", "Junk"), ("Archive", "Archive")]
    {
        writeln!(text, "  mailbox {name} {{\n    auto = subscribe\n    special_use = \\{special_use}\n  }}")?;
    }
    text.push_str("}\n");
    if !options.qresync {
        writeln!(text, "imap_capability = {PLAIN_CAPABILITIES}")?;
    }
    match options.tls.certificate() {
        None => text.push_str("ssl = no\n"),
        Some(certificate) => writeln!(
            text,
            "ssl = yes\nssl_min_protocol = TLSv1.2\nssl_cert = <{}\nssl_key = <{}",
            certificate.certificate().display(),
            certificate.key().display(),
        )?,
    }
    if let (Some(port), Some(relay)) = (ports.submission, options.submission_to) {
        write!(
            text,
            "submission_relay_host = 127.0.0.1
submission_relay_port = {relay}
hostname = localhost
service submission-login {{
  chroot =
  inet_listener submission {{
    port = {port}
    ssl = {implicit}
  }}
  inet_listener submissions {{
    port = 0
  }}
}}
"
        )?;
    }
    if !geteuid().is_root() {
        // Nobody else to be: one user plays every part.
        let (user, group) = (own_name("-un")?, own_name("-gn")?);
        writeln!(text, "default_login_user = {user}\ndefault_internal_user = {user}")?;
        writeln!(text, "default_internal_group = {group}")?;
    }
    Ok(text)
}

fn own_name(option: &str) -> Result<String> {
    let answered = std::process::Command::new("id").arg(option).output().context("id")?;
    Ok(String::from_utf8_lossy(&answered.stdout).trim().to_owned())
}
