"""Mails for the command line, and what a command printed for them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from gateway.cli import main

COMPLAINT = (
    b"Return-Path: <an.maes@voorbeeld.be>\r\n"
    b"Received: from a by mx.voorbeeld.be; Tue, 2 Jun 2026 09:30:00 +0200\r\n"
    b"Received: from b by a; Mon, 1 Jun 2026 09:00:00 +0200\r\n"
    b"From: An Maes <an.maes@voorbeeld.be>\r\nTo: klachten@vlaamseombudsdienst.be\r\n"
    b"Subject: Klacht over De Lijn\r\nDate: Mon, 1 Jun 2026 08:59:00 +0200\r\nMessage-ID: <een@voorbeeld.be>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
    b"Geachte,\r\n\r\nIk dien klacht in over De Lijn. De bus van 7 uur kwam op 20 mei 2026 niet en de chauffeur van de\r\n"
    b"volgende bus was grof. Ik heb op 21 mei een klacht ingediend bij De Lijn, maar hun antwoord lost niets op.\r\n\r\n"
    b"An Maes\r\nKerkstraat 12\r\n9000 Gent\r\n"
)
REPLY = (
    b"From: Post <mailer-daemon@voorbeeld.be>\r\nTo: klachten@vlaamseombudsdienst.be\r\n"
    b"Subject: Undelivered Mail Returned to Sender\r\nDate: Mon, 1 Jun 2026 08:59:00 +0200\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
    b"--x\r\nContent-Type: text/plain\r\n\r\nUw mail kon niet bezorgd worden.\r\n--x\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.be\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
)
RUBBISH = bytes(range(256)) * 40


def run_json(
    capsys: pytest.CaptureFixture[str], paths: Sequence[object], office: str = "vlaamse-ombudsdienst"
) -> list[dict[str, Any]]:
    status = main(["inspect", "--office", office, "--json", *map(str, paths)])
    assert status == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def run_text(capsys: pytest.CaptureFixture[str], words: Sequence[object]) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return status, out, err
