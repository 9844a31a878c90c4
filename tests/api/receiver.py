"""Somebody else's server on this machine that webhooks call: it keeps what came, and answers as a test says."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    #: What came: path, headers, body.
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    #: Status for the next calls; the last one stays.
    statuses: list[int] = field(default_factory=lambda: [204])
    #: Set by a test to let slow answers go.
    free: threading.Event = field(default_factory=threading.Event)
    slow: bool = False
    #: Answers a letter at a time, without an end.
    dripping: bool = False
    came: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.calls]

    def status(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            receiver.calls.append((self.path, dict(self.headers), body))
            receiver.came.set()
            if receiver.slow:
                receiver.free.wait(30)
            if receiver.dripping:
                self._drip()
            status = receiver.status()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            with suppress(OSError):
                while not receiver.free.wait(0.05):
                    self.wfile.write(b"x")

        do_GET: Callable[..., None] = do_POST

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.free.set()
        server.shutdown()
        server.server_close()
        thread.join()
