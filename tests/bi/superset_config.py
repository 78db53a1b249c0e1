"""The settings Superset is started with, before those that docs/connect.md tells to add.

Superset imports both as one file; nothing else does.
"""

import os
import sys
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any

_HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'metadata.sqlite'}?timeout=60"
# Real installations have a cache of charts; Superset's default is none.
DATA_CACHE_CONFIG = {
    "CACHE_DEFAULT_TIMEOUT": 86400,
    "CACHE_DIR": str(_HOME / "cache"),
    "CACHE_TYPE": "FileSystemCache",
}
# Everything here comes from one address, which the limits on logins would take for an attack.
RATELIMIT_ENABLED = False
AUTH_RATE_LIMITED = False


def _make_tasks(_: object) -> None:
    """Make Celery's tasks before any thread asks for one; SQL Lab runs as one of them.

    Celery makes them at their first call, and lists each before it is whole. Of two first queries
    at once in a process, one can fail with "'NoneType' object has no attribute 'push'".
    """
    import_module("superset.extensions").celery_app.finalize()


FLASK_APP_MUTATOR = _make_tasks  # called when a process has made its application


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise where Superset would leave this machine, to look a name up or to connect."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host not in (None, "", "localhost") and not _is_loopback(str(host)):
        print(f"REFUSED: {event} {host}", file=sys.stderr, flush=True)
        raise ConnectionRefusedError(f"no network in this test, and asked for {host}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


sys.addaudithook(_refuse_other_machines)
