"""Environments of their own for programs that the project is tried with and never imports."""

import os
import subprocess
import sys
from pathlib import Path

_UV = os.environ.get("UV", "uv").split()  # the Makefile names the project's own


def pinned_environment(requirements: Path, folder: Path) -> Path:
    """The programs of an environment with exactly these requirements, made where it is missing.

    Kept in ``folder`` between calls, and made anew when the requirements are others. Raises
    CalledProcessError where a package cannot be had.
    """
    made_of = folder / "requirements.txt"
    if not made_of.exists() or made_of.read_text() != requirements.read_text():
        uv = [*_UV, "--quiet"]
        subprocess.run([*uv, "venv", "--clear", "--python", sys.executable, folder], check=True)
        options = ("--require-hashes", "--compile-bytecode", "--python")
        subprocess.run([*uv, "pip", "sync", *options, folder, requirements], check=True)
        made_of.write_text(requirements.read_text())
    return folder / "bin"
