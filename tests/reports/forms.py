"""Builds the mails of `forms.toml`."""

import base64
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifiers.mail import read_mail
from classifiers.message import Message

FORMS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))["form"]
RETURN = "klachten+b2s-abcdefghijklmnop@ombuds.example"
ORIGINAL = "ontvangst.100@ombuds.example"
NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def read(raw: bytes) -> Message:
    return read_mail(raw, received_at=NOW)


def build(form: dict[str, Any]) -> bytes:
    head = [
        "Return-Path: <>",
        f"Delivered-To: {RETURN}",
        f"From: {form['from']}",
        f"To: {RETURN}",
        f"Subject: {form['subject']}",
        "Date: Mon, 4 May 2026 09:20:00 +0200",
        "Message-ID: <report.1@elsewhere.example>",
        "MIME-Version: 1.0",
        *form.get("headers", "").splitlines(),
    ]
    if "fields" not in form:
        head.append("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit")
        return "\n".join([*head, "", form["text"].strip("\n"), ""]).encode()
    part = form.get("part", "message/delivery-status")
    fields, encoding = form["fields"].strip("\n") + "\n", "8bit"
    if form.get("base64"):
        fields, encoding = base64.encodebytes(fields.encode()).decode(), "base64"
    body = [
        'Content-Type: multipart/report; report-type=delivery-status; boundary="rrr"',
        "",
        "--rrr",
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
        "",
        form["text"].strip("\n"),
        "--rrr",
        f"Content-Type: {part}\nContent-Transfer-Encoding: {encoding}",
        "",
        fields,
        "--rrr",
        "Content-Type: message/rfc822",
        "",
        f"Return-Path: <{RETURN}>",
        f"Message-ID: <{ORIGINAL}>",
        "From: klachten@ombuds.example",
        "Subject: Ontvangst van uw klacht",
        "",
        "Beste, wij kregen uw klacht goed aan.",
        "--rrr--",
        "",
    ]
    return "\n".join([*head, *body]).encode()
