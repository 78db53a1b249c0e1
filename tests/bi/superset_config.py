"""The settings Superset is started with. Superset imports this file; nothing else does."""

import os
import sys
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
# Superset's own policy lets its pages load a pixel that counts installations, fonts and maps.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "object-src": "'none'",
        "script-src": ["'self'", "'strict-dynamic'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}


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
