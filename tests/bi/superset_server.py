"""Apache Superset on a free port of this machine, with all it writes in one folder."""

import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from child_processes import completed, last_lines, started
from connect_page import told

ADMIN = "analyst"
_SETTINGS = Path(__file__).resolve().parent / "superset_config.py"
# Both are generous: they only bound a machine on which something hangs.
_SECONDS_TO_SET_UP = 900
_SECONDS_TO_START = 300
_WORKERS = 2  # processes, as in a real installation: one could not lock the other out


class Superset:
    """An installation with an empty metadata database in ``home``, and one administrator."""

    def __init__(self, programs: Path, home: Path) -> None:
        self.password = secrets.token_urlsafe(24)
        self.log = home / "superset.log"
        self._programs = programs
        config = home / "superset_config.py"
        config.write_text(f"{_SETTINGS.read_text()}\n{told('python')}\n")
        self._environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
            "FLASK_APP": "superset.app",
            "SCARF_ANALYTICS": "false",  # does not stop the pages' pixel; docs/connect.md does
            "SUPERSET_CONFIG_PATH": str(config),
            "SUPERSET_HOME": str(home),
            "SUPERSET_SECRET_KEY": secrets.token_urlsafe(42),
        }

    def set_up(self) -> None:
        """Make the metadata database, the administrator and the roles."""
        naming = ["--username", ADMIN, "--firstname", "An", "--lastname", "Analyst"]
        account = [*naming, "--email", "analyst@ledger.example", "--password", self.password]
        for arguments in (["db", "upgrade"], ["fab", "create-admin", *account], ["init"]):
            command = [str(self._programs / "superset"), *arguments]
            with started(command, self.log, self._environment) as process:
                completed(process, self.log, _SECONDS_TO_SET_UP)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address under which Superset answers while the block runs."""
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
            number = listening.fileno()
            command = [
                str(self._programs / "gunicorn"),
                *("--bind", f"fd://{number}", "--workers", str(_WORKERS)),
                *("--worker-class", "gthread", "--threads", "4", "--timeout", "300"),
                "superset.app:create_app()",
            ]
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            with started(command, self.log, self._environment, [number]) as process:
                listening.close()  # the server's alone now, so that nobody waits at it when it ends
                deadline = time.monotonic() + _SECONDS_TO_START
                while not _is_healthy(address):
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise RuntimeError(
                            f"Superset did not start:\n{last_lines(self.log.read_text())}"
                        )
                yield address


def _is_healthy(address: str) -> bool:
    """Whether it answers; waits for up to ten seconds, since a server that starts lets one wait."""
    try:
        return requests.get(f"{address}/health", timeout=10).ok
    except requests.ConnectionError:
        return False
    except requests.Timeout:
        return False
