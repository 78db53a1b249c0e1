"""The report of the samples in a browser: what a reader finds, by mouse, by keys and on paper.

Figures are those of tests/fixtures/samples_monthly.csv, coded by reading.
"""

import struct
import subprocess
from pathlib import Path

import pytest
from reading import DESKTOP, PHONE, Reader
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

HAWIJA = ("January 2024", "Islamic State", "Kirkuk, Iraq")
HOSTILE = (
    "Mortar shells fall on Mogadishu, no one hurt</script><script>document.title='run'</script>"
)
LOOKS = [(size, scheme) for size in (DESKTOP, PHONE) for scheme in ("light", "dark")]


def test_the_headline_has_the_figures_with_their_ranges(reader: Reader) -> None:
    figures = reader.text(".figures")
    assert "Killed\n218\nat least 214, no upper limit told" in figures
    assert "From 36 incidents in 14 countries" in reader.text("main")


def test_nothing_is_loaded_but_the_page(reader: Reader) -> None:
    reader.open_row(*HAWIJA)
    assert [url for url in reader.requests() if not url.startswith("about:")] == [reader.address]


def test_a_figure_leads_to_sentences_and_to_what_did_not_win(reader: Reader) -> None:
    behind = reader.open_row(*HAWIJA)
    assert "16 January 2024, Hawija, Kirkuk, Iraq" in behind.text
    assert "9 (6+) killed, 5 (5 to 9) wounded" in behind.text
    assert "won: the incident has this figure" in behind.text
    assert "older than the one that as many give" in behind.text
    assert "not counted: its source tells another, later one" in behind.text
    quotes = [quote.text for quote in behind.find_elements(By.TAG_NAME, "blockquote")]
    assert "“At least seven policemen dead in Hawija bus bombing”" in quotes
    links = {
        link.get_attribute("href"): link.get_attribute("rel")
        for link in behind.find_elements(By.TAG_NAME, "a")
    }
    assert links["https://tigris-dispatch.example/hawija-toll"] == "noopener noreferrer nofollow"


def test_a_row_opens_and_closes_and_stays_open_in_another_order(reader: Reader) -> None:
    reader.open_row(*HAWIJA)
    reader.find("#cells th:nth-child(4) .dt-column-order").click()
    [opener] = reader.find_all("#cells button[aria-expanded=true]")
    assert "Hawija" in reader.text("#cells .incidents")
    opener.click()
    assert reader.find_all("#cells .incidents") == []
    assert opener.get_attribute("aria-expanded") == "false"


def test_filters_leave_what_was_asked_for_and_add_it_up(reader: Reader) -> None:
    reader.choose("actor", "Islamic State")
    assert {row[1] for row in reader.rows()} == {"Islamic State"}
    reader.choose("since", "February 2024")
    reader.choose("until", "February 2024")
    assert [row[2] for row in reader.rows()] == ["Homs, Syria", "Hama, Syria"]
    assert reader.text("#result").startswith("2 rows of what actors did, from February 2024")
    assert "7 killed, 3 wounded" in reader.text("#result")
    reader.find("#filters [type=reset]").click()
    reader.wait_until("return document.querySelectorAll('#cells tbody tr').length === 25")


def test_the_two_roles_are_never_added(reader: Reader) -> None:
    inflicted = reader.text("#result")
    reader.find("#filters [value=suffered]").click()
    suffered = reader.text("#result")
    assert "of what actors did: 218 (214+) killed" in inflicted
    assert "of what was done to people: 218 (214+) killed" in suffered
    reader.type("search", "kirkuk")
    behind = reader.open_row("January 2024", "Police of Iraq", "Kirkuk")
    assert "killed" in behind.text


def test_search_and_a_country(reader: Reader) -> None:
    reader.type("search", "kirkuk january")
    assert [row[1:3] for row in reader.rows()] == [["Islamic State", "Kirkuk, Iraq"]]
    reader.find("#filters [type=reset]").click()
    reader.wait_until("return document.querySelectorAll('#cells tbody tr').length === 25")
    reader.choose("region", "Syria, all regions")
    assert {row[2].rpartition(", ")[2] for row in reader.rows()} == {"Syria"}
    reader.type("search", "no such name")
    assert reader.text("#result").startswith("No row matches")
    assert "nobody looked" in reader.text("#cells")


def test_a_header_sorts_and_says_so(reader: Reader) -> None:
    header = reader.find("#cells th:nth-child(4)")
    header.find_element(By.CSS_SELECTOR, ".dt-column-order").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert [row[3] for row in reader.rows()[:3]] == ["40+", "27+", "24+"]
    header.find_element(By.CSS_SELECTOR, ".dt-column-order").click()
    assert header.get_attribute("aria-sort") == "ascending"
    assert reader.rows()[0][3] == "0"


def test_months_without_a_name_are_last_either_way(reader: Reader) -> None:
    order = reader.find("#cells th:nth-child(1) .dt-column-order")
    order.click()
    months = [row[0] for row in reader.rows()]
    assert months[0] == "March 2021"
    reader.find("#filters [name=undated]").click()
    assert "Month unknown" not in reader.text("#cells")
    assert "without" not in reader.text("#result")


def test_links_of_the_page_lead_into_the_table(reader: Reader) -> None:
    reader.find("a[data-show='region=IQ-KI']").click()
    assert {row[2] for row in reader.rows()} == {"Kirkuk, Iraq"}
    reader.find("#gaps ~ table a[data-incident]")
    [link] = [a for a in reader.find_all("a[data-incident]") if "Buulobarde" in a.text]
    link.click()
    reader.wait_until("return document.querySelector('#queued .incident')")
    assert "Buulobarde" in reader.text("#queued")


def test_the_chart_leads_into_the_table(reader: Reader) -> None:
    reader.driver.execute_script(
        "const bar = document.querySelector('#chart .layer_0_marks path');"
        "const { left, top, width, height } = bar.getBoundingClientRect();"
        "for (const type of ['mousemove', 'click']) bar.dispatchEvent(new MouseEvent(type, {"
        " bubbles: true, clientX: left + width / 2, clientY: top + height / 2 }));"
    )
    assert {row[0] for row in reader.rows()} == {"November 2023"}


def test_all_of_it_works_by_keys(reader: Reader) -> None:
    assert reader.tab_to("a").text == "Skip to the figures"
    reader.press(Keys.ENTER)
    assert reader.driver.switch_to.active_element.get_attribute("id") == "main"
    reader.tab_to("#filters [name=search]").send_keys("kirkuk")
    reader.tab_to("#cells th:nth-child(5) .dt-column-order").send_keys(Keys.ENTER)
    header = reader.find("#cells th:nth-child(5)")
    assert header.get_attribute("aria-sort") == "descending"
    reader.tab_to("button.opener").send_keys(Keys.ENTER)
    reader.wait_until("return document.querySelector('#cells .incident')")
    focused = reader.tab_to("#cells .incident a")
    outline = focused.value_of_css_property("outline-style")
    assert outline == "solid"


def test_a_hostile_title_is_text(reader: Reader) -> None:
    reader.type("search", "banadir")
    behind = reader.open_row("November 2023", "Al-Shabaab", "Banadir")
    assert HOSTILE in behind.text
    assert reader.driver.title == "Casualties as reported: Casualty Ledger"
    assert behind.find_elements(By.CSS_SELECTOR, "img, script") == []
    assert reader.find_all("a[href^='javascript']") == []


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_everybody_can_read_it(
    reader: Reader, axe: str, tmp_path: Path, size: tuple[int, int], scheme: str
) -> None:
    reader.open(size, scheme=scheme)
    reader.open_row(*HAWIJA)
    for details in reader.find_all("main details"):
        reader.driver.execute_script("arguments[0].open = true", details)
    assert reader.violations(axe) == []
    is_wider = "return document.documentElement.scrollWidth > innerWidth"
    assert not reader.driver.execute_script(is_wider)
    picture = reader.screenshot(tmp_path / f"report-{size[0]}-{scheme}.png")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == size[0]
    assert height > size[1]


def test_without_scripts_the_figures_stand_there(reader: Reader) -> None:
    reader.open(scripts=False)
    text = reader.text("body")
    assert "218" in text
    assert "With scripts on, this table can be sorted" in text
    assert "Missile" not in reader.text("#cells")
    assert len(reader.find_all("#cells tbody tr")) == 33
    assert reader.find("#picture svg").is_displayed()
    assert not reader.find("#filters").is_displayed()


def test_on_paper_stand_the_figures_and_no_controls(reader: Reader, tmp_path: Path) -> None:
    reader.choose("region", "Kirkuk, Iraq")
    reader.open_row(*HAWIJA)
    reader.pdf(tmp_path / "report.pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "at least 214, no upper limit told" in text
    assert "At least seven policemen dead in Hawija bus bombing" in text
    assert "https://tigris-dispatch.example/hawija-toll" in text.replace("\n", "")
    assert "Killed, best estimate" in text
    assert "Show all" not in text
    assert "Rows 1 to" not in text
    # What was closed is open on paper: the months as a table.
    assert "Without an article" in " ".join(text.split())
