"""Pages are read in a process of its own, which can be stopped.

Parsers of HTML have inputs that take them hours, in C where no signal reaches them. So one process
reads page after page, in bounded memory; when a page takes too long it is killed, and the next page
gets a new one.
"""

import atexit
import json
import resource
import select
import struct
import subprocess
import sys
from typing import IO, Any, cast

from dagster_project.ingest.errors import InputError

_LENGTH = struct.Struct(">Q")
_MEMORY = 4_000_000_000  # bytes of address space; a page of five megabytes needs a tenth
_START_SECONDS = 60.0  # importing the libraries on a busy machine


class _PageProcess:
    """A process that reads pages, started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, seconds: float) -> tuple[str, dict[str, Any]]:
        """What `pages.read_page` gives. Raises InputError, also after ``seconds``."""
        if self._process is None:
            self._start()
        try:
            self._pages.write(_LENGTH.pack(len(data)) + data)
            self._pages.flush()
            if not select.select([self._answers], [], [], seconds)[0]:
                raise InputError(f"a page that takes longer than {seconds:g} seconds to read")
            answer = json.loads(_receive(self._answers))
        except BaseException as error:
            self.stop()
            if isinstance(error, OSError | EOFError):
                raise InputError("a page that breaks the program which reads it") from None
            raise
        if reason := answer.get("reason"):
            raise InputError(reason)
        return answer["text"], answer["fields"]

    def _start(self) -> None:
        process = subprocess.Popen(  # noqa: S603 - this module itself
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._process = process
        self._pages = cast(IO[bytes], process.stdin)
        self._answers = cast(IO[bytes], process.stdout)
        if not select.select([self._answers], [], [], _START_SECONDS)[0]:
            self.stop()
            raise OSError("the process that reads pages does not start")
        _receive(self._answers)

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_PROCESS = _PageProcess()
atexit.register(_PROCESS.stop)


def read_page_within(data: bytes, seconds: float) -> tuple[str, dict[str, Any]]:
    """The text and fields of a page, as `pages.read_page`. Raises InputError, also after a time."""
    return _PROCESS.read(data, seconds)


def _receive(stream: IO[bytes]) -> bytes:
    [length] = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _send(stream: IO[bytes], answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode()
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _serve() -> None:
    """Answer pages from standard input until it ends."""
    from dagster_project.ingest.pages import read_page

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    pages, answers = sys.stdin.buffer, sys.stdout.buffer
    _send(answers, {})
    while True:
        try:
            data = _receive(pages)
        except (EOFError, struct.error):
            return
        try:
            text, fields = read_page(data)
            _send(answers, {"text": text, "fields": fields})
        except InputError as error:
            _send(answers, {"reason": str(error)})
        except Exception as error:  # whatever bytes may provoke in a library
            _send(answers, {"reason": f"its reader failed: {type(error).__name__}"})


if __name__ == "__main__":
    _serve()
