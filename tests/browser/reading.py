"""What a reader does with the report: opens it, looks, filters, presses keys, prints."""

import base64
import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

DESKTOP, PHONE = (1280, 900), (360, 740)
_PATIENCE = 20  # seconds, on a machine that does other things, too
_MOST_TABS = 250


class Reader:
    """A page in the browser; every open begins with a fresh page and an empty log."""

    def __init__(self, driver: Chrome, page: Path) -> None:
        self.driver = driver
        self.address = page.as_uri()

    def open(
        self,
        size: tuple[int, int] = DESKTOP,
        *,
        scheme: str = "light",
        scripts: bool = True,
    ) -> None:
        width, height = size
        self._do("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.use_media(scheme=scheme)
        self._do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.console()
        self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        # A second open of one address with a fragment would be no new page.
        self.driver.get("about:blank")
        self.driver.get(self.address)
        if scripts:
            self.wait_until("return document.body.dataset.ready === 'yes'")

    def use_media(self, scheme: str = "light", media: str = "") -> None:
        self._do(
            "Emulation.setEmulatedMedia",
            media=media,
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def wait_until(self, script: str) -> None:
        WebDriverWait(self.driver, _PATIENCE).until(lambda driver: driver.execute_script(script))

    def console(self) -> list[dict[str, Any]]:
        """What the console has said since the last time."""
        said: list[dict[str, Any]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return said

    def requests(self) -> list[str]:
        """Every address that was asked for since the page was opened."""
        entries = self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        events = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            event["params"]["request"]["url"]
            for event in events
            if event["method"] == "Network.requestWillBeSent"
        ]

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def find_all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return str(self.find(selector).text)

    def rows(self) -> list[list[str]]:
        """The visible text of the monthly table, row by row."""
        rows: list[list[str]] = self.driver.execute_script(
            "return [...document.querySelectorAll('#cells tbody tr[data-cell]')]"
            ".map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
        )
        return [[cell.split("\n")[0] for cell in row] for row in rows]

    def choose(self, name: str, text: str) -> None:
        Select(self.find(f"#filters [name={name}]")).select_by_visible_text(text)

    def type(self, name: str, text: str) -> None:
        self.find(f"#filters [name={name}]").send_keys(text)

    def open_row(self, *words: str) -> WebElement:
        """Open the first row with these words in it, and return what is behind it."""
        for number, row in enumerate(self.rows()):
            if all(any(word in cell for cell in row) for word in words):
                button = self.find_all("#cells button.opener")[number]
                self.driver.execute_script("arguments[0].click()", button)
                behind = f"#{button.get_attribute('aria-controls')}"
                self.wait_until(
                    f"return document.querySelector('{behind} :is(.incident, .command)')"
                )
                return self.find(behind)
        raise AssertionError(f"no row has {words}")

    def tab_to(self, selector: str) -> WebElement:
        """Press Tab until something that matches has the focus."""
        for _ in range(_MOST_TABS):
            self.press(Keys.TAB)
            focused: WebElement = self.driver.switch_to.active_element
            if self.driver.execute_script(
                "return arguments[0].matches(arguments[1])", focused, selector
            ):
                return focused
        raise AssertionError(f"Tab does not come to {selector}")

    def press(self, key: str) -> None:
        self.driver.switch_to.active_element.send_keys(key)

    def violations(self, axe: str) -> list[str]:
        """What axe-core holds against the page, a line each."""
        self.driver.execute_script(axe)
        found: list[dict[str, Any]] = self.driver.execute_async_script(
            "axe.run(document).then(({ violations }) => arguments[0](violations))"
        )
        return [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in found
            for node in rule["nodes"]
        ]

    def screenshot(self, path: Path) -> bytes:
        """The whole page as PNG, also written to a file."""
        width, height = self.driver.execute_script(
            "return [innerWidth, document.documentElement.scrollHeight]"
        )
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        taken = self._do("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(taken["data"]))
        return path.read_bytes()

    def pdf(self, path: Path) -> None:
        printed = self._do("Page.printToPDF", preferCSSPageSize=True)
        path.write_bytes(base64.b64decode(printed["data"]))

    def _do(self, command: str, **parameters: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(command, parameters)
        return answer
