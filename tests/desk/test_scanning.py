"""A virus scanner before every download: a server that speaks clamd's own protocol, frame by frame."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.desk.scanning import CHUNK, Found, scan
from gateway.store.desk import FileVerdict
from gateway.store.engine import Store
from tests.desk.open_desk import CASE, OMBUDS, open_desk

#: Stands for a virus in these tests; the server below knows it.
BAD = b"this-stands-for-a-virus"
MOST = 4 * CHUNK


class Clamd(socketserver.StreamRequestHandler):
    """INSTREAM as `man clamd` has it: lengths in network order, a zero length ends, one answer with a NUL behind it."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Test.Signature-1 FOUND\0" if BAD in content else b"stream: OK\0")


class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


@pytest.fixture
def clamd(tmp_path: Path) -> Iterator[str]:
    address = str(tmp_path / "clamd.ctl")
    server = Server(address, Clamd)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join(5)


def with_files() -> bytes:
    message = EmailMessage()
    message["From"] = "Els Peeters <els@voorbeeld.be>"
    message["To"] = "klachten@vlaamseombudsdienst.be"
    message["Subject"] = "Klacht over De Lijn"
    message.set_content("Ik dien klacht in over De Lijn. Op 12 februari 2026 reed de bus mij voorbij.\n\nEls Peeters\n")
    message.add_attachment(b"goed", maintype="application", subtype="octet-stream", filename="goed.bin")
    long = "\n".join(["x" * 70] * 1_000) + f"\n{BAD.decode()}\n"
    message.add_attachment(long, cte="7bit", filename="slecht.txt")
    return message.as_bytes()


def test_what_the_scanner_says_decides_about_each_file_and_is_shown(store: Store, tmp_path: Path, clamd: str) -> None:
    desk = open_desk(store, tmp_path, clamd=clamd)
    desk.mails(with_files())
    client = desk.person("an", (OMBUDS, "coordinator"))
    assert client.get("/messages/1/parts/2").content == b"goed"
    bad = client.get("/messages/1/parts/3")
    assert bad.status_code == 422
    assert "A virus was found" in bad.text
    assert BAD.decode() not in bad.text
    assert client.get("/messages/1/original").status_code == 422, "the whole mail holds it too"
    page = client.get(CASE).text
    assert "no virus found" in page
    assert "virus found</span>" in page
    assert {(row.path, row.found, row.why) for row in desk.rows(select(FileVerdict))} == {
        ("2", "clean", ""),
        ("3", "infected", "Test.Signature-1"),
        ("", "infected", "Test.Signature-1"),
    }


def test_while_the_scanner_is_silent_files_are_held_and_not_let_through(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path, clamd=str(tmp_path / "nobody.ctl"))
    desk.mails(with_files())
    client = desk.person("an", (OMBUDS, "coordinator"))
    held = client.get("/messages/1/parts/2")
    assert held.status_code == 422
    assert "held until it does" in held.text
    assert client.get("/messages/1/source").status_code == 200, "as text it can do nothing"
    assert desk.rows(select(FileVerdict)) == []


def test_without_a_scanner_files_are_given_as_before(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(with_files())
    client = desk.person("an", (OMBUDS, "coordinator"))
    assert client.get("/messages/1/parts/2").content == b"goed"
    assert "scanned when downloaded" not in client.get(CASE).text


def test_more_than_the_scanner_takes_is_no_verdict(clamd: str) -> None:
    assert scan(clamd, b"x" * (MOST + 1)).found is Found.UNKNOWN
    assert scan(clamd, b"").found is Found.CLEAN
