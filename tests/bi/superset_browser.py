"""Superset's pages in Debian's Chromium, without a window and without a network."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from child_processes import stop
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

# Where Superset's pages load a pixel from that counts installations, unless they are kept from it.
PIXEL_HOST = "apachesuperset.gateway.scarf.sh"
BROWSER, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
_SECONDS_TO_SHOW = 180  # the first page brings some megabytes of scripts with it
_ONLY_THIS_MACHINE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
_FLAGS = """
--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
--disable-background-networking --disable-component-update --disable-dev-shm-usage
--force-device-scale-factor=1 --window-size=1200,1240
""".split()

# Colours that cover 150 pixels or more of the first chart: its bars, beside background and text.
_COLOURS = """
const canvas = document.querySelector("[data-test=chart-grid-component] canvas");
if (!canvas) return 0;
const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
const counts = new Map();
for (let i = 0; i < pixels.length; i += 4) {
    const colour = pixels[i] << 16 | pixels[i + 1] << 8 | pixels[i + 2];
    if (pixels[i + 3] === 255) counts.set(colour, (counts.get(colour) || 0) + 1);
}
return [...counts.values()].filter((count) => count >= 150).length;
"""
_PICTURE = "return document.querySelector('[data-test=chart-grid-component] canvas').toDataURL()"
_FIGURES = """
return [...document.querySelectorAll("[data-test=chart-grid-component] tbody tr")]
    .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText.trim()));
"""

Figures = dict[str, tuple[int | None, ...]]
"""Low, best and high by actor; a null high has no ceiling."""


def missing() -> list[str]:
    """The programs that this test needs and this machine lacks."""
    return [program for program in (BROWSER, DRIVER) if shutil.which(program) is None]


@contextmanager
def browser(home: Path) -> Iterator[Chrome]:
    """A browser with a profile of its own in ``home``, which ends with the block."""
    options = ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*_FLAGS, _ONLY_THIS_MACHINE, f"--user-data-dir={home / 'chromium'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    environment = {"HOME": str(home), "TMPDIR": str(home), "PATH": "/usr/bin:/bin"}
    service = ChromeService(
        DRIVER, env=environment, popen_kw={"start_new_session": True, "cwd": home}
    )
    driver = None
    try:
        driver = Chrome(options=options, service=service)
        yield driver
    finally:
        if driver is not None:
            driver.quit()
        if service.process is not None:
            stop(service.process)


class DashboardPage:
    """A user who has logged in and looks at one dashboard."""

    def __init__(self, driver: Chrome, address: str, dashboard_id: int) -> None:
        self._driver = driver
        self._address = address
        self._path = f"/superset/dashboard/{dashboard_id}/?standalone=1"
        self._wait = WebDriverWait(driver, _SECONDS_TO_SHOW)

    def log_in(self, user: str, password: str) -> None:
        """Fill in the form, and wait until Superset has let the user in."""
        self._driver.get(f"{self._address}/login/")
        self._wait.until(lambda driver: self._found("username-input"), "no form to log in with")
        self._found("username-input")[0].send_keys(user)
        self._found("password-input")[0].send_keys(password)
        self._found("login-button")[0].click()
        self._wait.until(lambda driver: "/login" not in driver.current_url, "not let in")

    def open(self) -> None:
        """Go to the dashboard, or load it again."""
        self._driver.get(self._address + self._path)

    def press_refresh(self) -> None:
        """Press the dashboard's own button for new figures, without loading the page."""
        self._found("refresh-button")[0].click()

    def wait_for(self, expected: Figures, least_colours: int) -> None:
        """Wait until the table shows these figures and the chart above it has been drawn.

        Drawn means: bars in so many colours, and no longer moving. Raises RuntimeError with what
        is shown instead.
        """
        drawn: list[str] = []

        def is_shown(driver: Chrome) -> bool:
            if self.figures() != expected or driver.execute_script(_COLOURS) < least_colours:
                return False
            drawn.append(driver.execute_script(_PICTURE))
            return drawn[-1:] == drawn[-2:-1]

        try:
            self._wait.until(is_shown)
        except TimeoutException:
            page = self._driver.find_element(By.TAG_NAME, "body").text
            raise RuntimeError(
                f"not {expected}, but {self.figures()} on the page:\n{page}"
            ) from None

    def figures(self) -> Figures:
        """What the table shows now."""
        shown: Figures = {}
        for actor, *cells in self._driver.execute_script(_FIGURES):
            numbers = (cell.replace(",", "") for cell in cells)
            shown[actor] = tuple(None if n == "N/A" else int(n) for n in numbers)
        return shown

    def reloaded_figures(self) -> Figures:
        """Load the dashboard again, and give the first figures that its table shows then."""
        self.open()
        self._wait.until(lambda driver: self.figures(), "no figures on the page")
        return self.figures()

    def complaints(self) -> list[str]:
        """Errors in the browser's console since it was last asked, but for the pixel's refusal."""
        said = [entry["message"] for entry in self._log("browser") if entry["level"] == "SEVERE"]
        return [m for m in said if not (PIXEL_HOST in m and "Content Security Policy" in m)]

    def foreign_hosts(self) -> tuple[set[str], set[str]]:
        """Hosts that are not Superset's own: those its pages asked, and those they might not ask.

        Since this was last asked. What the policy of the pages forbids never leaves the browser.
        """
        hosts: list[tuple[str, str]] = []  # by request: one that is sent on has several
        forbidden: set[str] = set()
        for entry in self._log("performance"):
            event = json.loads(entry["message"])["message"]
            said = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                address = urlsplit(said["request"]["url"])
                if address.scheme not in ("blob", "chrome", "data"):  # they stay in the browser
                    hosts.append((said["requestId"], address.netloc))
            elif event["method"] == "Network.loadingFailed" and said.get("blockedReason") == "csp":
                forbidden.add(said["requestId"])
        own = {urlsplit(self._address).netloc}
        asked = {host for request, host in hosts if request not in forbidden} - own
        return asked, {host for request, host in hosts if request in forbidden} - own

    def screenshot(self, file: Path) -> None:
        """Write what the window shows as PNG."""
        self._driver.save_screenshot(str(file))

    def _log(self, kind: str) -> list[dict[str, str]]:
        answer = self._driver.execute(Command.GET_LOG, {"type": kind})
        entries: list[dict[str, str]] = answer["value"]
        return entries

    def _found(self, data_test: str) -> list[WebElement]:
        return self._driver.find_elements(By.CSS_SELECTOR, f"[data-test={data_test}]")
