"""GET /health and GET /metrics: is all well, and the figures behind it. Never personal data."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.errors import StoreUnavailable
from gateway.settings import HealthSettings
from gateway.store.engine import Store
from gateway.store.tables import Case, Inbox, Outbox, Task

#: A mail that waits longer, in seconds, means that nobody works the inbox.
SLOW = 600.0


class HealthDoor:
    """A small HTTP server of its own, so that it answers when everything else is busy."""

    def __init__(self, settings: HealthSettings, store: Store, clock: Callable[[], datetime]) -> None:
        door = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, content_type, body = door.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Visits are not worth a line."""

        self.store = store
        self.clock = clock
        self.server = ThreadingHTTPServer((settings.host, settings.port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, name="health", daemon=True)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a path."""
        if path not in ("/health", "/metrics"):
            return 404, "text/plain", b"only /health and /metrics are here\n"
        try:
            with self.store.reading() as session:
                figures = read_figures(session, self.clock())
        except StoreUnavailable as error:
            body = json.dumps({"status": "ill", "reason": str(error)}).encode()
            return 503, "application/json", body
        if path == "/metrics":
            return 200, "text/plain; version=0.0.4", exposition(figures)
        complaints = complaints_of(figures)
        body = json.dumps({"status": "ill" if complaints else "well", "reasons": complaints, **figures}).encode()
        return 503 if complaints else 200, "application/json", body


def read_figures(session: Session, now: datetime) -> dict[str, Any]:
    """Counts by state, and how long the oldest mail has waited, in seconds."""
    oldest = session.execute(select(func.min(Inbox.not_before)).where(Inbox.status == "waiting")).scalar_one()
    return {
        "inbox": counts(session, Inbox.status),
        "outbox": counts(session, Outbox.state),
        "cases": counts(session, Case.state),
        "open_tasks": counts(session, Task.kind, Task.done_at.is_(None)),
        "oldest_waiting_seconds": max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
    }


def counts(session: Session, column: Any, *conditions: Any) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(*conditions).group_by(column))
    return {str(value): int(number) for value, number in rows}


def complaints_of(figures: dict[str, Any]) -> list[str]:
    """What is wrong, in words; empty when all is well."""
    waited = figures["oldest_waiting_seconds"]
    return [f"a mail has waited for {waited:.0f} seconds: is a worker running?"] if waited > SLOW else []


def exposition(figures: dict[str, Any]) -> bytes:
    """The figures as Prometheus reads them."""
    registry = CollectorRegistry()
    for name, label, text in (
        ("inbox", "status", "arrivals by status"),
        ("outbox", "state", "outgoing items by state"),
        ("cases", "state", "cases by state"),
        ("open_tasks", "kind", "open tasks by kind"),
    ):
        gauge = Gauge(f"klachtenpost_{name}", text, [label], registry=registry)
        for value, number in figures[name].items():
            gauge.labels(value).set(number)
    Gauge("klachtenpost_oldest_waiting_seconds", "how long the oldest mail has waited", registry=registry).set(
        figures["oldest_waiting_seconds"]
    )
    return generate_latest(registry)
