"""Reads commands and mail texts from a connection in large pieces.

Only CR LF ends a command and only CR LF . CR LF ends a text (RFC 5321 2.3.8 and 4.1.1.4): a bare CR or LF is content
like any other byte, so no server in front of us can be made to see one mail where we see two (SMTP smuggling).
"""

from asyncio import StreamReader
from collections.abc import Callable
from enum import Enum, auto

CHUNK = 262_144
END = b"\r\n.\r\n"
#: Belongs to the end, not to the text.
LAST_LINE = b".\r\n"


class Cut(Enum):
    """Why a line or a text was read to its end but not kept."""

    TOO_LONG = auto()
    NOT_KEPT = auto()


class Wire:
    def __init__(self, reader: StreamReader) -> None:
        self.reader = reader
        self.pending = bytearray()

    @property
    def has_line(self) -> bool:
        return b"\n" in self.pending

    @property
    def has_more(self) -> bool:
        """The peer has sent more than was read so far."""
        return bool(self.pending or self.reader._buffer)  # type: ignore[attr-defined]

    def drop(self) -> None:
        """Forgets what was sent but not yet read."""
        self.pending.clear()
        self.reader._buffer.clear()  # type: ignore[attr-defined]

    async def more(self) -> bytes:
        """The next piece. Raises EOFError at the end of the connection."""
        piece = await self.reader.read(CHUNK)
        if not piece:
            raise EOFError
        return piece

    async def line(self, limit: int) -> bytes | Cut:
        """The next line with its LF. Raises EOFError at the end of the connection."""
        pending, searched, cut = self.pending, 0, False
        while (end := pending.find(b"\n", searched)) < 0:
            if len(pending) > limit:
                cut = True
                pending.clear()
            searched = len(pending)
            pending += await self.more()
        line = bytes(pending[: end + 1])
        del pending[: end + 1]
        return Cut.TOO_LONG if cut or len(line) > limit else line

    async def text(self, top: bytes, limit: int, keep: Callable[[int], bool]) -> bytes | Cut:
        """A mail's text under `top`, unstuffed (RFC 5321 4.5.2), with what follows its end left for the next command.

        `keep` is told of each further number of bytes and says whether there is room for them. Once there is none, or
        the text passes `limit`, the rest is read and thrown away. Raises EOFError at the end of the connection.
        """
        # The command's own line end counts as the one before the first line of the text.
        content, size, searched, cut = bytearray(b"\r\n"), 0, 0, None
        piece = bytes(self.pending)
        self.pending.clear()
        while True:
            size += len(piece)
            if not keep(len(piece)) and cut is None:
                cut = Cut.NOT_KEPT
            content += piece
            if (at := content.find(END, searched)) >= 0:
                break
            if size > limit + len(LAST_LINE):
                cut = Cut.TOO_LONG
            if cut:
                del content[: -len(END) + 1]
            searched = max(0, len(content) - len(END) + 1)
            piece = await self.more()
        self.pending += content[at + len(END) :]
        size -= len(self.pending)
        if cut or size > limit + len(LAST_LINE):
            return cut or Cut.TOO_LONG
        del content[at + 2 :]
        if b"\r\n." in content:
            content = content.replace(b"\r\n.", b"\r\n")
        return b"".join((top, memoryview(content)[2:]))
