"""Programs that end with the block that started them, whatever ends it."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_SECONDS_TO_END = 20


@contextmanager
def started(
    command: Sequence[str],
    log: Path,
    environment: Mapping[str, str],
    pass_fds: Sequence[int] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a process group of its own, which is stopped with all its children at the end.

    What it prints is added to ``log``, in whose folder it runs. An interrupt from the keyboard
    does not reach it: it is stopped when the block ends.
    """
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env=dict(environment),
            pass_fds=pass_fds,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a leader of a process group and what is left of the group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_END)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def completed(process: subprocess.Popen[bytes], log: Path, seconds: float) -> str:
    """What a program printed, after it ended well.

    Raises RuntimeError with its last lines where it ended otherwise, TimeoutExpired after
    ``seconds``.
    """
    code = process.wait(seconds)
    printed = log.read_text(errors="replace")
    if code:
        raise RuntimeError(f"ended with {code}, after it said:\n{last_lines(printed)}")
    return printed


def last_lines(printed: str) -> str:
    """The end of a log, where the reason is."""
    return "\n".join(printed.splitlines()[-25:])
