"""Two `serve` processes cannot work one SQLite file; on PostgreSQL any number may."""

import subprocess
import sys

import pytest

from gateway.errors import GatewayError
from gateway.store.engine import open_store
from gateway.store.sole import sole_server

HOLDING = """
import sys
from gateway.store.engine import open_store
from gateway.store.sole import sole_server
with sole_server(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that serves the file."""
    command = [sys.executable, "-c", HOLDING, f"sqlite:///{tmp_path}/books.db"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_server_of_one_file_is_told_who_works_it_and_what_to_do(other, tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    with pytest.raises(GatewayError, match=rf"process {other.pid}\b.*stop it first"), sole_server(store):
        pass
    store.close()


def test_a_server_that_was_killed_leaves_the_file_free(other, tmp_path):
    other.kill()
    other.wait()
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    with sole_server(store):
        pass
    store.close()


def test_several_servers_share_postgresql(postgresql_url):
    one, two = open_store(postgresql_url), open_store(postgresql_url)
    with sole_server(one), sole_server(two):
        pass
    one.close()
    two.close()
