"""Several listener processes that share the ports (SO_REUSEPORT): the kernel deals out the connections among them."""

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

import structlog

from gateway.errors import GatewayError
from gateway.intake.book import AddressBook
from gateway.intake.listener import Listener, build_listener
from gateway.logs import start_logging
from gateway.settings import Settings
from gateway.store.engine import Store, open_store

log = structlog.get_logger()

#: Seconds a process may take to start, and to end its mails when told to stop.
STARTING = 60.0
ENDING = 30.0


def listeners(
    settings: Settings, store: Store, book: AddressBook, *, clock: Callable[[], datetime]
) -> "Listener | ListenerProcesses":
    """One listener in this process, or as many processes as the settings want."""
    if settings.smtp.processes > 1:
        return ListenerProcesses(settings, book, clock=clock)
    return build_listener(settings, store, book, clock=clock)


class ListenerProcesses:
    """`settings.smtp.processes` listeners; one that dies is replaced. `clock` must be a function of a module."""

    def __init__(self, settings: Settings, book: AddressBook, *, clock: Callable[[], datetime]) -> None:
        self.work = (settings, book, clock)
        self.count = settings.smtp.processes
        self.context = multiprocessing.get_context("spawn")
        self.children: list[tuple[SpawnProcess, Connection]] = []
        self.stopping = threading.Event()
        self.ours, self.theirs = self.context.Pipe()
        self.watcher = threading.Thread(target=self.watch, name="intake-processes", daemon=True)

    def start(self) -> None:
        """Returns once all of them listen. Raises GatewayError with what the first that failed says."""
        try:
            self.children = [self.begun() for _ in range(self.count)]
            for _, connection in self.children:
                ready(connection)
        except BaseException:
            self.end()
            raise
        self.watcher.start()

    def stop(self) -> None:
        self.stopping.set()
        self.ours.send(None)
        self.watcher.join()
        self.end()

    def begun(self) -> tuple[SpawnProcess, Connection]:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=listen, args=(theirs, *self.work), name="intake-listener", daemon=True)
        process.start()
        theirs.close()
        return process, ours

    def end(self) -> None:
        for _, connection in self.children:
            connection.close()
        for process, _ in self.children:
            process.join(ENDING)
            process.kill()
            process.join()

    def watch(self) -> None:
        while not self.stopping.is_set():
            wait([self.theirs, *(process.sentinel for process, _ in self.children)])
            for place, (process, connection) in enumerate(self.children):
                if self.stopping.is_set() or process.is_alive():
                    continue
                log.error("listener process ended", exit_code=process.exitcode)
                connection.close()
                self.children[place] = self.begun()
                with suppress(GatewayError):
                    ready(self.children[place][1])


def ready(connection: Connection) -> None:
    with suppress(EOFError, OSError):
        if connection.poll(STARTING):
            told = connection.recv()
            if told:
                raise GatewayError(told)
            return
    raise GatewayError("a listener process did not start")


def listen(connection: Connection, settings: Settings, book: AddressBook, clock: Callable[[], datetime]) -> None:
    """Life of one process: it ends, gracefully, when its parent says so or is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # The parent hears of these and closes the connection: mails under way come to their end.
        signal.signal(number, signal.SIG_IGN)
    start_logging(settings.log.level)
    try:
        store = open_store(settings.database_url)
        listener = build_listener(settings, store, book, clock=clock)
        listener.start()
    except GatewayError as error:
        connection.send(str(error))
        return
    connection.send("")
    with suppress(EOFError, OSError):
        connection.recv()
    listener.stop()
    store.close()
