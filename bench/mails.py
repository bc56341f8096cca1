"""Deterministic made-up mails of mixed kind, size and language for the load benches. The same seed gives the same
mails; only their dates move with today, so that some are always recent."""

import base64
import datetime
import email.header
import email.utils
import random
import zlib
from dataclasses import dataclass

OWNER = "anna@example.org"
PARAGRAPHS = 10_000
SPREAD = datetime.timedelta(days=5 * 365)

GIVEN = "Ben Clara David Eva Felix Greta Hannes Ida Jonas Karin Lukas Mia Noah Olga Paul Rosa Samuel Tina Uwe Vera".split()
FAMILY = "Adler Berger Carter Dietrich Evans Fischer Gruber Huber Irving Jansen Keller Lang Moreau Novak Ortiz Peters Quinn Rossi Schmidt Turner".split()
SHOPS = "lamplight northwind papierhaus velobox gartenwelt stadtwerke bookbarn teekontor filmclub hostline".split()

ENGLISH = [
    "Could you send me the figures for {topic} by {weekday}?",
    "Thanks for the quick answer, that helps a lot.",
    "I have put the notes about {topic} into the folder for {month}.",
    "Please let me know whether {weekday} at {hour} suits you.",
    "The invoice {number} over {amount} EUR is due on {day} {month}.",
    "We have moved the meeting about {topic} to room {small}.",
    "Your parcel {number} is on its way and should arrive on {weekday}.",
    "Attached you find the signed copy of the agreement on {topic}.",
    "I will come back to you once {name} has looked at it.",
    "There is nothing you have to do.",
    "What do you think of the second draft?",
    "The train leaves at {hour} from platform {small}.",
]
GERMAN = [
    "Könntest du mir bis {weekday} die Zahlen zu {topic} schicken?",
    "Vielen Dank für die schnelle Antwort, das hilft mir sehr.",
    "Die Unterlagen zu {topic} liegen jetzt im Ordner für {month}.",
    "Bitte gib mir Bescheid, ob dir {weekday} um {hour} Uhr passt.",
    "Die Rechnung {number} über {amount} EUR ist am {day}. {month} fällig.",
    "Wir haben die Besprechung zu {topic} in Raum {small} verlegt.",
    "Ihr Paket {number} ist unterwegs und kommt voraussichtlich am {weekday}.",
    "Anbei die unterschriebene Fassung der Vereinbarung über {topic}.",
    "Ich melde mich wieder, sobald {name} darauf geschaut hat.",
    "Sie müssen nichts weiter tun.",
    "Was hältst du vom zweiten Entwurf?",
    "Der Zug fährt um {hour} Uhr von Gleis {small} ab.",
]
SYLLABLES = "ba be bi bo da de di do fa fe fi ga ge go ha he ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi wa we zu".split()


@dataclass(frozen=True)
class Mail:
    raw: bytes
    received: int
    """Seconds since the epoch."""
    folder: str
    seen: bool
    reference: str


class Mails:
    """An endless list of mails, newest last. `average` is the size in bytes they tend to."""

    def __init__(self, seed: int, count: int, average: int):
        self.random = random.Random(seed)
        self.count = count
        self.average = average
        day = datetime.datetime.now(datetime.timezone.utc).date()
        self.newest = datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc)
        self.words = vocabulary(random.Random(1), 20_000)
        # Zipf: a word's frequency falls with its rank, as in language.
        total, self.weights = 0.0, []
        for rank in range(len(self.words)):
            total += 1.0 / (rank + 3)
            self.weights.append(total)
        # Reused noise that does not compress away, cut at random places.
        self.noise = base64.encodebytes(self.random.randbytes(600_000))
        # Paragraphs are drawn from a store of them: writing each anew would take longer than what is measured.
        self.paragraphs = {german: [self.paragraph(german) for _ in range(PARAGRAPHS)] for german in (False, True)}
        self.people = [
            (f"{given} {family}", f"{given}.{family}@{domain}.example".lower())
            for given in GIVEN
            for family, domain in zip(FAMILY, SHOPS * 2)
        ]

    def __iter__(self):
        bytes_so_far = 0
        earlier: list[tuple[str, str, str]] = []
        for number in range(self.count):
            missing = (number + 1) * self.average - bytes_so_far
            mail, thread = self.mail(number, missing, earlier)
            bytes_so_far += len(mail.raw)
            earlier.append(thread)
            if len(earlier) > 400:
                earlier.pop(0)
            yield mail

    def mail(self, number: int, missing: int, earlier: list) -> tuple[Mail, tuple[str, str, str]]:
        draw = self.random
        # Closer together towards today, as in a mailbox that grows.
        age = (1.0 - (number + 1) / self.count) ** 1.5
        received = int((self.newest - SPREAD * age).timestamp()) - draw.randrange(3600)
        german = draw.random() < 0.4
        kind = draw.choices(("text", "letter", "bulk", "attachment"), (45, 15, 28, 12))[0]
        name, address = draw.choice(self.people)
        message_id = f"<{number}.{received}@{address.split('@')[1]}>"
        subject, references = self.subject(german), ""
        if kind in ("text", "letter") and earlier and draw.random() < 0.5:
            before, subject, chain = draw.choice(earlier)
            subject = subject if subject.startswith("Re: ") else f"Re: {subject}"
            references = f"{chain} {before}".strip()[-600:].lstrip("> ")
        own = kind == "text" and draw.random() < 0.08
        sender = ("Anna Berg", OWNER) if own else (name, address)
        receiver = (name, address) if own else ("Anna Berg", OWNER)
        head = [
            f"Return-Path: <{sender[1]}>",
            f"Received: from mail.{sender[1].split('@')[1]} (mail.{sender[1].split('@')[1]} [192.0.2.{number % 250}])",
            f"\tby mx.example.org (Postfix) with ESMTPS id {zlib.crc32(message_id.encode()):08X}",
            f"\tfor <{receiver[1]}>; {email.utils.formatdate(received)}",
            f"From: {sender[0]} <{sender[1]}>",
            f"To: {receiver[0]} <{receiver[1]}>",
            f"Subject: {header(subject)}",
            f"Date: {email.utils.formatdate(received - draw.randrange(1, 30))}",
            f"Message-ID: {message_id}",
            "MIME-Version: 1.0",
        ]
        if references:
            head += [f"In-Reply-To: {references.split()[-1]}", f"References: {references}"]
        text = self.prose(german, draw.randrange(2, 7) if kind == "text" else draw.randrange(5, 14))
        text += f"\r\n\r\n-- \r\n{sender[0]}, {reference(number)}"
        if kind == "bulk":
            head += [
                f"List-Id: <news.{address.split('@')[1]}>",
                f"List-Unsubscribe: <https://news.{address.split('@')[1]}/leave/{number}>",
                "Precedence: bulk",
            ]
        body = self.body(kind, text, missing)
        raw = ("\r\n".join(head) + "\r\n" + body).encode()
        folder = "Sent" if own else ("Archive" if draw.random() < 0.15 else "INBOX")
        return Mail(raw, received, folder, own or draw.random() < 0.9, reference(number)), (message_id, subject, references)

    def body(self, kind: str, text: str, missing: int) -> str:
        if kind == "text":
            return f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
        if kind == "attachment":
            size = int(min(max(missing, 2_000), 900_000) * self.random.uniform(0.7, 1.3))
            return (
                'Content-Type: multipart/mixed; boundary="mixed"\r\n\r\n--mixed\r\n'
                f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--mixed\r\n"
                'Content-Type: application/pdf; name="figures.pdf"\r\n'
                'Content-Disposition: attachment; filename="figures.pdf"\r\n'
                f"Content-Transfer-Encoding: base64\r\n\r\n{self.cut(size)}--mixed--\r\n"
            )
        rows = "\r\n".join(
            f'<tr><td style="padding:8px 16px;font-family:Arial,sans-serif;color:#333333">{line}</td></tr>'
            for line in text.split("\r\n")
            if line
        )
        page = (
            '<html><head><style>td{line-height:1.4}</style></head><body><table width="600" cellpadding="0">\r\n'
            f'{rows}\r\n<tr><td><a href="https://www.example.net/read?id={self.random.randrange(10**9)}">'
            "Read on</a></td></tr></table></body></html>"
        )
        return (
            'Content-Type: multipart/alternative; boundary="both"\r\n\r\n--both\r\n'
            f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n--both\r\n"
            f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--both--\r\n"
        )

    def cut(self, size: int) -> str:
        # Whole base64 lines of 77 bytes.
        lines = len(self.noise) // 77
        take = max(1, size // 78)
        start = self.random.randrange(max(1, lines - min(take, lines // 2)))
        piece = self.noise[start * 77 : (start + take) * 77]
        while len(piece) < take * 77:
            piece += self.noise[: take * 77 - len(piece)]
        return piece.decode().replace("\n", "\r\n")

    def prose(self, german: bool, paragraphs: int) -> str:
        draw = self.random
        lines = ["Hallo Anna," if german else "Dear Anna,", ""]
        for paragraph in draw.choices(self.paragraphs[german], k=paragraphs):
            lines += [paragraph, ""]
        lines += ["Viele Grüße" if german else "Best regards"]
        return "\r\n".join(lines)

    def paragraph(self, german: bool) -> str:
        draw = self.random
        filler = " ".join(draw.choices(self.words, cum_weights=self.weights, k=draw.randrange(6, 40)))
        return f"{self.fill(draw.choice(GERMAN if german else ENGLISH), german)} {filler.capitalize()}."

    def fill(self, sentence: str, german: bool) -> str:
        draw = self.random
        weekdays = "Montag Dienstag Mittwoch Donnerstag Freitag" if german else "Monday Tuesday Wednesday Thursday Friday"
        months = "Januar März Mai Juli Oktober" if german else "January March May July October"
        return sentence.format(
            topic=draw.choices(self.words, cum_weights=self.weights)[0].capitalize(),
            weekday=draw.choice(weekdays.split()),
            month=draw.choice(months.split()),
            hour=f"{draw.randrange(8, 19)}:{draw.choice(('00', '15', '30'))}",
            day=draw.randrange(1, 28),
            number=draw.randrange(10_000, 999_999),
            amount=f"{draw.randrange(5, 900)}.{draw.randrange(10, 99)}",
            small=draw.randrange(1, 30),
            name=draw.choice(GIVEN),
        )

    def subject(self, german: bool) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randrange(2, 6))
        start = self.random.choice(("Zu", "Frage:", "Rechnung", "Neues von", "Termin") if german else ("About", "Question:", "Invoice", "News from", "Meeting"))
        return f"{start} {' '.join(words)}"


def write_mbox(path, mails) -> tuple[int, int]:
    """An mbox as Google Takeout writes it (mboxrd); gives the number of mails and bytes."""
    count = 0
    with open(path, "wb", buffering=1 << 20) as file:
        for mail in mails:
            stamp = datetime.datetime.fromtimestamp(mail.received, datetime.timezone.utc)
            file.write(f"From {count}@xxx {stamp:%a %b %d %H:%M:%S +0000 %Y}\n".encode())
            for line in mail.raw.replace(b"\r\n", b"\n").splitlines(keepends=True):
                if line.lstrip(b">").startswith(b"From "):
                    file.write(b">")
                file.write(line)
            file.write(b"\n")
            count += 1
        size = file.tell()
    return count, size


def reference(number: int) -> str:
    """A word that only one mail has: who finds it by search has that mail."""
    return f"ref{number:06}q"


def vocabulary(draw: random.Random, size: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(draw.choices(SYLLABLES, k=draw.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def header(text: str) -> str:
    return text if text.isascii() else email.header.Header(text, "utf-8").encode()
