"""A TCP proxy that ends a connection after a number of bytes from the server: a network that fails where we want."""

import contextlib
import socket
import threading


class CuttingProxy:
    """Forwards to `port`; each connection ends once `allowance` bytes have come from the server (None: never)."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.allowance: int | None = None
        self.passed = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.door.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                self.passed = 0
                threading.Thread(target=self.pump, args=[client, server, False], daemon=True).start()
                threading.Thread(target=self.pump, args=[server, client, True], daemon=True).start()

    def pump(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        left = self.allowance if counted else None
        with contextlib.suppress(OSError):
            while piece := source.recv(65536 if left is None else max(1, min(left, 65536))):
                if left is not None and left <= 0:
                    break
                sink.sendall(piece)
                if counted:
                    self.passed += len(piece)
                    left = None if left is None else left - len(piece)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def close(self) -> None:
        self.door.close()
