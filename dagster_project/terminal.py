"""The console that results and progress are printed on."""

import os
import sys

from rich.console import Console

PIPED_WIDTH = 110  # columns, where there is no terminal to ask


class SteadyConsole(Console):
    """A console whose reader may leave: ``casualty-ledger run | head`` runs to its end."""

    def on_broken_pipe(self) -> None:
        """Print nothing more. Rich's own console ends the program."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_console() -> SteadyConsole:
    """A console on standard output, as wide as the terminal."""
    return SteadyConsole(width=None if sys.stdout.isatty() else PIPED_WIDTH)
