"""The description is right, and the examples of docs/api.md do what they say, over a real port."""

import re
import shutil
import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from sqlalchemy import update

from gateway.api.courier import Courier
from gateway.api.routes import ROUTES
from gateway.api.scopes import Scope
from gateway.store.engine import Store
from gateway.store.tables import Inbox
from tests.api.programs import ALL, CASE, V1, program, token_of
from tests.api.receiver import receiving
from tests.conftest import without_server
from tests.desk.open_desk import OMBUDS, OpenDesk, mail, open_desk

DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    opened = open_desk(store, tmp_path)
    opened.mails(mail())
    return opened


def described(desk: OpenDesk) -> dict[str, Any]:
    desk.person("reader", (OMBUDS, "reader"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found: dict[str, Any] = desk.clients["reader"].get(f"{V1}/openapi.json").json()
    return found


def test_the_description_is_openapi_and_holds_every_route(desk: OpenDesk) -> None:
    api = described(desk)
    assert [error.message for error in OpenAPIV31SpecValidator(api).iter_errors()] == []
    told = {(method.upper(), path) for path, methods in api["paths"].items() for method in methods}
    assert told == {(route.method, route.path) for route in ROUTES}
    operations = [operation for methods in api["paths"].values() for operation in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(ROUTES)
    for operation in operations:
        assert operation["summary"].endswith(".")
        assert operation["security"] == [{"token": []}]
        assert {"401", "403", "404", "422", "429", "503"} <= set(operation["responses"])


def test_answers_are_as_described(desk: OpenDesk) -> None:
    api = described(desk)
    client = program(desk, "cora", (OMBUDS, "coordinator"))
    client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": "http://127.0.0.1:9/"})
    with desk.store.session() as session:
        session.execute(update(Inbox).values(status="quarantine"))
    for path, address in (
        ("/me", "/me"),
        ("/offices", "/offices"),
        ("/bodies", "/bodies"),
        ("/cases", "/cases"),
        ("/cases/{office}/{reference}", CASE.removeprefix(V1)),
        ("/cases/{office}/{reference}/steps", CASE.removeprefix(V1) + "/steps"),
        ("/tasks", "/tasks"),
        ("/views", "/views"),
        ("/outbox", "/outbox"),
        ("/outbox/{item}", "/outbox/1"),
        ("/transfers", "/transfers"),
        ("/quarantine", "/quarantine"),
        ("/figures/{office}", f"/figures/{OMBUDS}"),
        ("/webhooks", "/webhooks"),
        ("/webhooks/{webhook}/deliveries", "/webhooks/1/deliveries"),
    ):
        answer = client.get(V1 + address)
        assert answer.status_code == 200, answer.text
        schema = api["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": api["components"]}).validate(answer.json())
    refusal = client.get(f"{V1}/cases/{OMBUDS}/2026-9999").json()
    Draft202012Validator({"$ref": "#/components/schemas/ProblemBody", "components": api["components"]}).validate(
        refusal
    )


@contextmanager
def served(desk: OpenDesk) -> Iterator[str]:
    """The desk on a port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk.app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


def test_the_examples_do_what_they_say_over_a_real_port(desk: OpenDesk, tmp_path: Path) -> None:
    for tool in ("bash", "curl", "jq"):
        if shutil.which(tool) is None:
            without_server(f"{tool} is not installed")
    desk.person("hanne", (OMBUDS, "coordinator"), (OMBUDS, "handler"))
    token = token_of(desk, "hanne", *ALL, client="Our CRM")
    script = "set -euo pipefail\n" + "\n".join(examples("sh"))
    assert script.count("jq -e") > 12
    with served(desk) as address:
        done = subprocess.run(
            ["bash", "-c", script],
            env={"PATH": "/usr/bin:/bin", "DESK": address, "TOKEN": token, "HOME": str(tmp_path), "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_example_believes_our_calls_and_no_others(desk: OpenDesk) -> None:
    names: dict[str, Any] = {}
    exec(examples("python")[0], names)
    is_ours = names["is_ours"]
    client = program(desk, "cora", (OMBUDS, "coordinator"))
    with receiving() as receiver:
        secret = client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": receiver.url}).json()["secret"]
        client.post(f"{CASE}/notes", json={"text": "gebeld"})
        Courier(desk.store, desk.gateway.secret, lambda: desk.now).look()
        _, headers, body = receiver.calls[0]
    header, now = headers["Klachtenpost-Signature"], desk.now.timestamp()
    assert is_ours(secret, header, body, now)
    assert not is_ours(secret + "x", header, body, now)
    assert not is_ours(secret, header, body.replace(b"0001", b"0002"), now)
    assert not is_ours(secret, header, body, now + 400)
    assert not is_ours(secret, header, body, time.time())


def test_every_scope_is_explained() -> None:
    told = DOCS.read_text(encoding="utf-8")
    assert not [scope for scope in Scope if f"| `{scope}` |" not in told]
