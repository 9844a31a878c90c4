"""The headers of a mail as its program and the receiving server write them."""

import email.header
import hashlib
import re
from datetime import datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.corpus.source import Mail, address_of

BRUSSELS = ZoneInfo("Europe/Brussels")

OFFICE_ADDRESS = {
    "vlaamse-ombudsdienst": "klachten@vlaamseombudsdienst.be",
    "ombuds-brussel": "plaintes@ombuds.brussels",
    "vdab": "klachten@vdab.be",
    "de-lijn": "klachten@delijn.be",
    "vlabel": "klachten@belastingen.vlaanderen.be",
    "wonen-in-vlaanderen": "klachten.wonen@vlaanderen.be",
    "opgroeien": "klachtendienst@kindengezin.be",
    "vaph": "klachten@vaph.be",
    "vutg": "klachten@groeipakket.be",
    "awv": "klachten@wegenenverkeer.be",
    "de-watergroep": "klachten@dewatergroep.be",
    "vlm": "klachten@vlm.be",
    "anb": "klachten@natuurenbos.be",
    "agodi": "klachten@agodi.be",
    "ahovoks": "klachten@ahovoks.be",
    "inburgering": "klachten@integratie-inburgering.be",
    "departement-zorg": "klachten.departementzorg@vlaanderen.be",
    "vlaamse-waterweg": "klachten@vlaamsewaterweg.be",
    "veka": "klachten@veka.be",
    "omgeving": "klachten@omgevingvlaanderen.be",
    "zorginspectie": "klachten@zorginspectie.be",
    "digitaal-vlaanderen": "klachten@digitaal.vlaanderen.be",
}


def token(mail: Mail, salt: str, length: int = 12) -> str:
    return hashlib.sha256(f"{mail.get('seed')}{mail.name}/{mail.get('date')}/{salt}".encode()).hexdigest()[:length]


def when(mail: Mail) -> datetime:
    return datetime.strptime(mail.keys["date"], "%Y-%m-%d %H:%M").replace(tzinfo=BRUSSELS) + timedelta(
        seconds=int(token(mail, "second", 4), 16) % 60
    )


def language(mail: Mail) -> str:
    return mail.get("gold", mail.get("language", "nl")).split()[0]


def office_address(mail: Mail) -> str:
    office = mail.get("office", "vlaamse-ombudsdienst")
    if office.startswith("gemeente-"):
        return f"klachten@{office.removeprefix('gemeente-')}.be"
    if office == "ombuds-brussel" and language(mail) == "nl":
        return "klachten@ombuds.brussels"
    return OFFICE_ADDRESS[office]


def envelope(mail: Mail) -> list[str]:
    """What the receiving servers wrote on top; a test harness reads X-Test-*."""
    lines = [
        f"X-Test-Envelope-{key[4:].title()}: {value}" for key, value in mail.keys.items() if key.startswith("env-")
    ]
    if mail.get("received") == "no":
        return lines
    ours = mail.get("env-to") or office_address(mail)
    domain = ours.partition("@")[2]
    host = f"mail-{token(mail, 'host', 4)}.{address_of(mail.keys['from']).partition('@')[2]}"
    moment = when(mail) + timedelta(seconds=int(mail.get("later", "3")))
    lines += [
        f"Received: from {host} ({host} [192.0.2.{int(token(mail, 'ip', 2), 16)}])",
        f"\tby mx1.{domain} (Postfix) with ESMTPS id {token(mail, 'queue' + mail.get('later'), 10).upper()}",
        f"\tfor <{ours}>; {format_datetime(moment)}",
    ]
    return lines


def addressed(mail: Mail) -> list[str]:
    sender = mail.keys["from"]
    lines = [f"From: {_person(sender)}", f"To: {', '.join(_person(one) for one in _to(mail))}"]
    if mail.get("cc"):
        lines.append("Cc: " + ", ".join(_person(one.strip()) for one in mail.get("cc").split(",")))
    lines += [f"Subject: {encoded(mail.get('subject'), mail.get('form'))}", f"Date: {format_datetime(when(mail))}"]
    ident = mail.get("message-id") or f"{token(mail, 'id', 20)}@{address_of(sender).partition('@')[2]}"
    if ident != "none":
        lines.append(f"Message-ID: <{ident}>")
    return lines + [
        f"{key[2:]}: {value}" for key, value in mail.keys.items() if key.startswith("h-") and key != "h-Content-Type"
    ]


def _to(mail: Mail) -> list[str]:
    return [one.strip() for one in (mail.get("to") or office_address(mail)).split(",")]


def _person(text: str) -> str:
    name, found, address = text.rpartition("<")
    if not found:
        return text
    name = name.strip().strip('"')
    if not name:
        return f"<{address}"
    if name.isascii():
        return f'"{name}" <{address}' if re.search(r"[^\w '-]", name) else f"{name} <{address}"
    return f"{encoded(name, '')} <{address}"


def encoded(text: str, form: str) -> str:
    """As encoded words where it is not ASCII; a placeholder of a sequence stays readable."""
    if text.isascii():
        return text
    if "@@REF" in text:
        return " ".join(word if word.isascii() else encoded(word, form) for word in text.split(" "))
    charset = "iso-8859-1" if form in ("latin1", "telenet", "outlook") else "utf-8"
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    return email.header.Header(text, charset, maxlinelen=200).encode(linesep="\n")


def client_headers(mail: Mail) -> list[str]:
    spoken = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-DE", "en": "en-GB"}[language(mail)]
    own = {
        "outlook": [
            f"Thread-Topic: {encoded(mail.get('subject'), 'outlook')}",
            f"Accept-Language: {spoken}, en-US",
            "X-MS-Has-Attach:",
        ],
        "gmail": [],
        "iphone": ["X-Mailer: iPhone Mail (23A355)"],
        "galaxy": ["X-Mailer: Samsung Email 6.2"],
        "flowed": ["User-Agent: Mozilla Thunderbird", f"Content-Language: {spoken}"],
        "telenet": ["X-Priority: 3", "Importance: Normal", "X-Mailer: Open-Xchange Mailer v8.20.51"],
        "webform": ["X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"],
        "html": ["X-Mailer: WebService/1.1.22"],
    }.get(mail.keys["form"], [])
    return [*own, "MIME-Version: 1.0"]
