"""A private dovecot with one user and a Maildir, as testkit starts it for the tests; and mbsync, which copies it."""

import contextlib
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time

from mails import OWNER
from process import Missing, free_port, running, wait_until

PASSWORD = "secret"
FOLDERS = ("Sent", "Drafts", "Trash", "Junk", "Archive")


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/lib/dovecot")
    if not found:
        raise Missing(f"{name} is not installed")
    return found


def mail_owner() -> tuple[int, int]:
    """dovecot gives root no mail, so root's mailboxes are nobody's."""
    if os.geteuid() != 0:
        return os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


class MailServer:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.port = free_port()
        self.maildir = folder / "mail" / "Maildir"
        self.pid = 0

    def deliver(self, mails) -> list:
        """Writes them as files, their arrival as the files' time; gives what lies where, without the bytes."""
        owner, group = mail_owner()
        delivered = []
        paths = {}
        for name in ("INBOX", *FOLDERS):
            paths[name] = self.maildir if name == "INBOX" else self.maildir / f".{name}"
            for part in ("tmp", "new", "cur"):
                (paths[name] / part).mkdir(parents=True, exist_ok=True)
        for number, mail in enumerate(mails):
            name = f"{mail.received}.M{number}.bench:2,{'S' if mail.seen else ''}"
            path = paths[mail.folder] / "cur" / name
            path.write_bytes(mail.raw)
            os.utime(path, (mail.received, mail.received))
            delivered.append((mail.folder, mail.reference, len(mail.raw)))
        for path, _, names in os.walk(self.folder / "mail"):
            os.chown(path, owner, group)
            for name in names:
                os.chown(os.path.join(path, name), owner, group)
        return delivered

    @contextlib.contextmanager
    def serving(self):
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(self.configuration())
        (self.folder / "users").write_text(f"{OWNER}:{{PLAIN}}{PASSWORD}::::{self.folder / 'mail'}\n")
        # The login processes are another user and have to reach their sockets in here.
        self.folder.chmod(0o755)
        command = [program("dovecot"), "-F", "-c", configuration]
        with running(command, self.folder / "dovecot.log") as child:
            self.pid = child.pid
            wait_until("dovecot", self.greets, 30, every=0.002, child=child)
            yield self

    def greets(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 2) as connection:
            return connection.recv(4) == b"* OK"
        return False

    def configuration(self) -> str:
        uid, gid = mail_owner()
        special = "".join(
            f"  mailbox {name} {{\n    auto = subscribe\n    special_use = \\{name}\n  }}\n" for name in FOLDERS
        )
        text = f"""protocols = imap
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = /dev/stderr
listen = 127.0.0.1
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {self.folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {self.folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
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
}}
namespace inbox {{
  inbox = yes
  separator = /
{special}}}
"""
        if os.geteuid() != 0:
            user = pwd.getpwuid(os.geteuid()).pw_name
            group = subprocess.run(["id", "-gn"], capture_output=True, text=True, check=True).stdout.strip()
            text += f"default_login_user = {user}\ndefault_internal_user = {user}\ndefault_internal_group = {group}\n"
        return text


def mbsync(port: int, folder: pathlib.Path) -> float:
    """Copies every folder into a fresh Maildir; seconds."""
    folder.mkdir()
    (folder / "rc").write_text(
        f"""FSync no

IMAPAccount bench
Host 127.0.0.1
Port {port}
User {OWNER}
Pass {PASSWORD}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX
SubFolders Verbatim

Channel bench
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
"""
    )
    (folder / "mail").mkdir()
    begun = time.perf_counter()
    done = subprocess.run([program("mbsync"), "-q", "-c", folder / "rc", "-a"], capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    if done.returncode != 0:
        raise RuntimeError(f"mbsync: {done.stderr.strip()[-300:]}")
    return seconds


def copied(folder: pathlib.Path) -> int:
    """How many mails mbsync left there."""
    return sum(len(names) for path, _, names in os.walk(folder / "mail") if path.endswith(("/cur", "/new")))
