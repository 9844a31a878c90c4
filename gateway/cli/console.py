"""What commands print on."""

from rich import console


class Console(console.Console):
    """A terminal or a pipe; where the reader has seen enough (`| head`) the command ends quietly."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
