"""A published page in a real browser: Debian's Chromium, headless, without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import CHROMEDRIVER, CHROMIUM, start_chromium
from reading import Reader
from rich.console import Console
from selenium.webdriver import Chrome

from dagster_project.paths import PROJECT_ROOT, DataDir
from dagster_project.run import run_everything

AXE = Path(__file__).with_name("node_modules") / "axe-core" / "axe.min.js"
NEEDED = {
    CHROMIUM: "apt-get install --no-install-recommends chromium",
    CHROMEDRIVER: "apt-get install --no-install-recommends chromium-driver",
    AXE: "npm ci --prefix tests/browser",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def published_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample articles, as a run publishes it."""
    data_dir = DataDir(tmp_path_factory.mktemp("samples") / "data")
    with Path("/dev/null").open("w") as nowhere:
        run_everything(PROJECT_ROOT / "data" / "samples", data_dir, Console(file=nowhere))
    return data_dir.published_report.resolve()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    for path, how in NEEDED.items():
        if not path.exists():
            pytest.fail(f"{path} is missing: {how}", pytrace=False)
    profile = tmp_path_factory.mktemp("chromium")
    driver = start_chromium(profile)
    yield driver
    driver.quit()
    shutil.rmtree(profile, ignore_errors=True)


@pytest.fixture
def reader(chromium: Chrome, published_page: Path) -> Iterator[Reader]:
    """Somebody who has the page open on a desktop, in light; what the console said is an error."""
    reader = Reader(chromium, published_page)
    reader.open()
    yield reader
    said: list[dict[str, Any]] = reader.console()
    assert said == []


@pytest.fixture(scope="session")
def axe() -> str:
    return AXE.read_text(encoding="utf-8")
