"""An SMTP server for tests: keeps what it accepts as files, relays nothing, and misbehaves on command.

usage: smtp_server.py FOLDER [PORT]
FOLDER/options.json  what the server offers, read once
FOLDER/faults.json   how it misbehaves, read at each stage, so that a test can change it at any time
FOLDER/spool/N.mail  one accepted message: a line of JSON with the envelope, then the bytes as they came
FOLDER/port          written when the server listens
"""

import asyncio
import base64
import itertools
import json
import os
import pathlib
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

FOLDER = pathlib.Path(sys.argv[1])
SPOOL = FOLDER / "spool"
OPTIONS = json.loads((FOLDER / "options.json").read_text())


class Faults:
    """Counts how often each fault has acted; a new file starts the counts anew."""

    def __init__(self):
        self.version = None
        self.left = []

    def take(self, stage, recipient=None):
        try:
            text = (FOLDER / "faults.json").read_text()
        except FileNotFoundError:
            return None
        document = json.loads(text)
        if document["version"] != self.version:
            self.version = document["version"]
            self.left = [fault["times"] for fault in document["faults"]]
        for index, fault in enumerate(document["faults"]):
            if fault["stage"] != stage or self.left[index] == 0:
                continue
            if fault["recipient"] is not None and fault["recipient"] != recipient:
                continue
            if self.left[index] is not None:
                self.left[index] -= 1
            return fault["behaviour"]
        return None


FAULTS = Faults()


class Spool:
    """Numbers go on where an earlier run stopped, so that a restart overwrites nothing."""

    def __init__(self):
        SPOOL.mkdir(exist_ok=True)
        taken = [int(path.stem) for path in SPOOL.glob("*.mail")]
        self.numbers = itertools.count(max(taken, default=0) + 1)

    def keep(self, envelope, user):
        number = next(self.numbers)
        head = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "user": user}
        part = SPOOL / f"{number:06}.part"
        with part.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + envelope.original_content)
        # A message counts when it has its last name, so a reader never sees half of one.
        part.rename(SPOOL / f"{number:06}.mail")


def password_login(server, session, envelope, mechanism, data):
    user, password = data.login.decode(), data.password.decode()
    known = OPTIONS["users"].get(user)
    success = known is not None and known["password"] == password
    return AuthResult(success=success, handled=False, auth_data=user if success else None)


def token_login(user, token):
    known = OPTIONS["users"].get(user)
    return known is not None and known["token"] is not None and known["token"] == token


class Handler:
    def __init__(self, spool):
        self.spool = spool

    async def auth_XOAUTH2(self, server, args):
        return await oauth(server, args, lambda head: head.removeprefix("user="))

    async def auth_OAUTHBEARER(self, server, args):
        return await oauth(server, args, lambda head: head.split(",")[1].removeprefix("a="))

    async def handle_DATA(self, server, session, envelope):
        """The stage after the final dot and before the message is kept."""
        fault = FAULTS.take("message")
        if fault is None:
            self.spool.keep(envelope, session.auth_data)
            return "250 2.0.0 Kept"
        if fault["kind"] == "refuse":
            return f"{fault['code']} {fault['text']}"
        if fault["kind"] == "drop":
            server.transport.abort()
            raise ConnectionResetError
        await asyncio.Event().wait()


async def oauth(server, args, user_of):
    blob = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
    head, *fields = blob.decode().split("\x01")
    tokens = [field.split(" ", 1)[1] for field in fields if field.lower().startswith("auth=bearer ")]
    user = user_of(head)
    if tokens and token_login(user, tokens[0]):
        return AuthResult(success=True, auth_data=user)
    # RFC 7628: the reason comes as a challenge, which the client answers with nothing.
    await server.challenge_auth('{"status":"401","schemes":"bearer"}')
    return AuthResult(success=False, handled=False)


class Server(SMTP):
    """Each stage asks for a fault first."""

    in_body = False

    async def misbehaves(self, stage, recipient=None):
        fault = FAULTS.take(stage, recipient)
        if fault is None:
            return False
        if fault["kind"] == "refuse":
            await self.push(f"{fault['code']} {fault['text']}")
            if fault["code"] == 421:
                self.transport.close()
        elif fault["kind"] == "drop":
            self.transport.abort()
        else:
            await asyncio.Event().wait()
        return True

    async def _handle_client(self):
        if await self.misbehaves("connect"):
            self.transport.close()
            return
        await super()._handle_client()

    async def smtp_HELO(self, argument):
        if not await self.misbehaves("hello"):
            await super().smtp_HELO(argument)

    async def smtp_EHLO(self, argument):
        if not await self.misbehaves("hello"):
            await super().smtp_EHLO(argument)

    async def smtp_STARTTLS(self, argument):
        if not await self.misbehaves("start_tls"):
            await super().smtp_STARTTLS(argument)

    async def smtp_AUTH(self, argument):
        if not await self.misbehaves("auth"):
            await super().smtp_AUTH(argument)

    async def smtp_MAIL(self, argument):
        if await self.misbehaves("mail"):
            return
        if OPTIONS["require_auth"] and not self.session.authenticated:
            await self.push("530 5.7.0 Authentication required")
            return
        # RFC 4954: a server that offers AUTH has to bear this parameter, which aiosmtpd does not know.
        argument = re.sub(r" AUTH=\S+", "", argument) if argument else argument
        await super().smtp_MAIL(argument)

    async def smtp_RCPT(self, argument):
        recipient = argument.partition("<")[2].partition(">")[0] if argument else None
        if not await self.misbehaves("recipient", recipient):
            await super().smtp_RCPT(argument)

    async def smtp_DATA(self, argument):
        if not await self.misbehaves("data"):
            await super().smtp_DATA(argument)

    async def push(self, status):
        text = status.decode(errors="replace") if isinstance(status, bytes) else status
        if text.startswith("354"):
            self.in_body = True
            await super().push(status)
            await self.body_stage()
            return
        if self.in_body:
            # The message is kept by now if it is going to be; only the answer is at stake.
            self.in_body = False
            if await self.misbehaves("answer"):
                return
        await super().push(status)

    async def body_stage(self):
        fault = FAULTS.take("body")
        if fault is None:
            return
        await self._reader.readline()
        if fault["kind"] == "hang":
            await asyncio.Event().wait()
        self.transport.abort()
        raise ConnectionResetError


def tls_context():
    if OPTIONS["certificate"] is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(OPTIONS["certificate"], OPTIONS["key"])
    return context


async def main():
    context, implicit = tls_context(), OPTIONS["tls"] == "implicit"
    handler = Handler(Spool())

    def connection():
        return Server(
            handler,
            hostname="smtp.test",
            ident="Factotum test server",
            enable_SMTPUTF8=True,
            data_size_limit=OPTIONS["size_limit"],
            tls_context=None if implicit else context,
            auth_require_tls=False,
            auth_required=False,
            authenticator=password_login,
            timeout=300,
        )

    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    listener = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", port, ssl=context if implicit else None
    )
    part = FOLDER / "port.part"
    part.write_text(str(listener.sockets[0].getsockname()[1]))
    os.replace(part, FOLDER / "port")
    async with listener:
        await listener.serve_forever()


asyncio.run(main())
