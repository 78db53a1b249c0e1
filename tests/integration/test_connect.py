"""Every recipe of docs/connect.md, from the page itself, on a published run."""

import http.server
import importlib.util
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import duckdb
import pytest

from dagster_project.paths import PROJECT_ROOT, DataDir

pytestmark = pytest.mark.slow

PAGE = (PROJECT_ROOT / "docs" / "connect.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|sql)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "https://ledger.example"
KILLED = 3 + 5 + 2 + 4  # of the run's articles: 31 January, twice 1 February, and undated
LOCAL = [text for _, text in BLOCKS if ADDRESS not in text]
REMOTE = [block for block in BLOCKS if ADDRESS in block[1]]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Python's own server, which knows no ranges."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name there
        pass


class Ranges(Quiet):
    """The same, answering ``bytes=a-b``, ``bytes=a-`` and ``bytes=-last``, as web servers do."""

    def send_head(self) -> BinaryIO | BytesIO | None:
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            return super().send_head()
        content = path.read_bytes()
        size = len(content)
        start = int(asked[1]) if asked[1] else max(0, size - int(asked[2]))
        end = min(int(asked[2]) + 1, size) if asked[1] and asked[2] else size
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        return BytesIO(content[start:end])


@pytest.fixture(scope="module")
def place(finished: DataDir, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data`` in it, and a home in which DuckDB has its extension for HTTP."""
    place = tmp_path_factory.mktemp("reader")
    (place / "data").symlink_to(finished.root)
    found = importlib.util.find_spec("duckdb_extension_httpfs")
    assert found is not None
    assert found.submodule_search_locations
    [extension] = Path(found.submodule_search_locations[0]).rglob("httpfs.duckdb_extension")
    with duckdb.connect(config={"home_directory": str(place)}) as connection:
        connection.execute(f"install '{extension}'")
    return place


@pytest.fixture(params=[Ranges, Quiet], ids=["ranges", "no ranges"])
def server(place: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, bool]]:
    """The address of the published folder, and whether the server answers ranges."""
    serve = partial(request.param, directory=str(place / "data" / "published"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", request.param is Ranges
        running.shutdown()
        thread.join()


def run_python(text: str, place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", text],
        cwd=place,
        env=os.environ | {"HOME": str(place), "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
    )


def as_python(language: str, text: str) -> str:
    if language == "python":
        return text
    return f"import duckdb\nprint(duckdb.connect().execute({text!r}).fetchall()[0][0])"


def test_the_page_has_its_recipes() -> None:
    assert (len(LOCAL), len(REMOTE)) == (6, 4)


@pytest.mark.parametrize("text", LOCAL)
def test_each_way_to_open_the_files_finds_the_same(text: str, place: Path) -> None:
    done = run_python(text, place)
    assert done.stdout.strip() == str(KILLED), done.stderr


@pytest.mark.parametrize(("language", "text"), REMOTE)
def test_each_way_over_http_finds_the_same(
    language: str, text: str, place: Path, server: tuple[str, bool]
) -> None:
    address, answers_ranges = server
    done = run_python(as_python(language, text.replace(ADDRESS, address)), place)
    if not answers_ranges and "polars" in text:  # the page says so
        assert "Range request not supported" in done.stderr
        return
    assert done.stdout.strip() == str(KILLED), done.stderr


def test_a_reader_for_writing_is_kept_out_by_one_that_only_reads(data_dir: DataDir) -> None:
    # and the other way round: why the page asks for read-only
    database = str(data_dir.published_database.resolve())
    writing = f"import duckdb; duckdb.connect({database!r})"
    with duckdb.connect(database, read_only=True):
        done = subprocess.run([sys.executable, "-c", writing], capture_output=True, text=True)
    assert "Could not set lock on file" in done.stderr
