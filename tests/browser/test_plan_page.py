"""The media plan's page: read without scripts, typed in with them, taken along, printed on two pages."""

from __future__ import annotations

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints, NewContext
from tests.plans import LOCALES, locale

FIELDS = {
    "name": "Winter",
    "start": "2026-12-01",
    "weeks": "4",
    "budget": "20000",
    "production": "5000",
    "fee": "15",
    "attribution": "7d-click",
    "line.1": "meta_ugc_acquisition_2026-12-01_2026-12-28_5000_cpm8_ctr1.2_cvr2_aov80",
    "line.2": "youtube_bumper-6s_notoriete___3333.33_cpv0.04_vtr25",
}
PLACES = {"fr": "calculateurs/plan-media/", "en": "en/calculators/media-plan/"}
READY = 'form[data-calculator="media-plan"][data-state="ready"]'
WAIT = 20_000


class Plan:
    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def open(self, lang: str = "en", **fields: str) -> Page:
        self.page.goto(f"{self.address}{PLACES[lang]}" + (f"?{urlencode(fields)}" if fields else ""))
        if fields:
            self.ready()
        return self.page

    def ready(self) -> None:
        self.page.locator(READY).wait_for(timeout=WAIT)

    def output(self, name: str) -> str:
        return self.page.locator(f'output[data-output="{name}"]').first.get_attribute("data-value") or ""

    def type(self, name: str, text: str) -> None:
        self.page.locator(f'[name="{name}"]').fill(text)
        self.ready_anew()

    def ready_anew(self) -> None:
        """Wait for an answer to what was just done: the form says at once that there is none yet."""
        self.page.wait_for_timeout(50)
        self.ready()

    def asked(self) -> dict[str, str]:
        return {name: one[0] for name, one in parse_qs(urlsplit(self.page.url).query).items()}


@pytest.fixture
def plan(page: Page, address: str) -> Plan:
    return Plan(page, address)


def full() -> dict[str, str]:
    return dict(FIELDS)


def test_the_example_reads_without_scripts(new_context: NewContext, address: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + PLACES["fr"])
    assert page.locator("form.plan").is_hidden()
    document = page.locator("[data-document]")
    expect(document).to_contain_text("inventé")
    assert document.locator('output[data-output="total.budget"]').first.get_attribute("data-value") == "13500"
    for part in ("lines", "calendar", "account", "assumptions"):
        assert document.locator(f"[data-part-of={part}] tbody tr").count() >= 4, part


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_address_is_computed_and_written_again(plan: Plan, complaints: Complaints, lang: str) -> None:
    with complaints.watching(plan.page):
        plan.open(lang, **full())
    assert plan.output("line.1.impressions") == "625000"
    assert plan.output("total.budget") == "8333.33"
    assert plan.output("ladder.working_media") == "12750"
    assert plan.output("unallocated") == "4416.67"
    assert plan.asked() == {"v": "1", **FIELDS, "currency": "CAD"}
    expect(plan.page.locator('[name="line.1.ctr"]')).to_have_value("1,2" if lang == "fr" else "1.2")
    title = locale(lang).tables["plan"]["formats"]["ugc"]
    expect(plan.page.locator('[name="line.1.format"]')).to_have_value(title)
    expect(plan.page.locator("[data-document] [data-example]")).to_be_hidden()


def test_the_page_made_by_scripts_is_the_page_made_at_build(plan: Plan) -> None:
    """Whoever opens the example's address sees the same tables, to the letter."""
    page = plan.open("fr")
    tables = page.locator("[data-document] [data-part-of]:not([hidden]) table")
    before = tables.all_inner_texts()
    page.locator('[name="line.1.budget"]').fill("5000,00")
    plan.ready_anew()
    assert tables.all_inner_texts() == before


def test_typing_changes_lines_weeks_totals_and_the_address(plan: Plan) -> None:
    plan.open(**full())
    plan.type("line.1.budget", "6000")
    assert plan.output("line.1.impressions") == "750000"
    assert plan.output("total.budget") == "9333.33"
    assert plan.asked()["line.1"].split("_")[5] == "6000"
    weeks = plan.page.locator("[data-part-of=calendar] tfoot output").evaluate_all(
        "all => all.map((one) => Math.round(Number(one.dataset.value) * 100))"
    )
    assert sum(weeks) == 933_333


def test_lines_are_added_duplicated_removed_and_come_back(plan: Plan) -> None:
    page = plan.open(**full())
    lines = page.locator(".plan__lines > .plan-line")
    page.locator('[data-line="1"] [data-do=duplicate]').click()
    plan.ready_anew()
    assert lines.count() == 3 and plan.output("line.3.impressions") == "625000"
    page.locator('[data-line="1"] [data-do=remove]').click()
    plan.ready_anew()
    assert plan.output("total.budget") == "8333.33" and "line.1" not in plan.asked()
    page.locator("[data-do=undo]").click()
    plan.ready_anew()
    assert lines.count() == 3 and plan.output("total.budget") == "13333.33"
    page.locator("[data-do=add]").click()
    assert lines.count() == 4
    expect(page.locator('[name="line.4.platform"]')).to_be_focused()


def test_what_is_damaged_is_said_at_its_cell_and_stays_there(plan: Plan) -> None:
    page = plan.open(**{**full(), "line.2": "youtube___2026-13-01__3333_cpm8_zz9"})
    cell = page.locator('[name="line.2.start"]')
    expect(cell).to_have_value("2026-13-01")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[data-line="2"] [role=alert]')).to_contain_text("2026-13-01")
    expect(page.locator('[data-line="2"] [role=alert]')).to_contain_text("zz9")
    assert plan.asked()["line.2"] == "youtube___2026-13-01__3333_cpm8_zz9"
    cell.fill("2026-12-02")
    plan.ready_anew()
    assert plan.asked()["line.2"] == "youtube___2026-12-02__3333_cpm8_zz9"


def test_a_newer_plan_says_so_and_loses_nothing(plan: Plan) -> None:
    page = plan.open(**{**full(), "v": "2", "mood": "blue"})
    expect(page.locator(".calc__message")).to_contain_text("newer version")
    assert plan.output("line.1.impressions") == "625000"
    plan.type("line.1.budget", "6000")
    assert plan.asked()["mood"] == "blue" and plan.asked()["v"] == "2"


def test_rows_pasted_into_a_cell_become_lines(plan: Plan) -> None:
    page = plan.open(**full())
    page.locator(".plan__paste summary").click()
    page.locator("[name=paste]").fill("Channel\tSpend\tCPM\nTikTok\t1,000.50\t10\nLinkedIn\tlots\t30")
    page.locator("[data-do=paste]").click()
    expect(page.locator(".plan__pasted li")).to_have_count(2)
    expect(page.locator(".plan__pasted")).to_contain_text("Row 3, column 2")
    plan.ready_anew()
    assert plan.asked()["line.3"] == "tiktok_____1000.5_cpm10"
    assert plan.output("line.3.impressions") == "100050"


def test_scenarios_stand_side_by_side_and_differences_are_marked(plan: Plan) -> None:
    page = plan.open(**full())
    page.locator("[data-do=version][data-version=b]").click()
    plan.ready_anew()
    plan.type("line.1.budget", "9000")
    assert plan.asked()["b.line.1"] == FIELDS["line.1"].replace("5000", "9000")
    assert "b.line.2" not in plan.asked()
    table = page.locator("[data-part-of=versions]")
    assert table.locator('output[data-output="total.budget"]').get_attribute("data-value") == "8333.33"
    changed = table.locator('td.is-different output[data-output="b.total.budget"]')
    assert changed.get_attribute("data-value") == "12333.33"
    assert table.locator('td.is-different output[data-output="b.total.cpv"]').count() == 0
    page.locator("[data-do=version][data-version=a]").click()
    plan.ready_anew()
    expect(page.locator('[name="line.1.budget"]')).to_have_value("5000")


def test_actuals_give_pace_gap_and_forecast(plan: Plan) -> None:
    page = plan.open(**full())
    page.locator('[data-line="1"] .plan-line__actual summary').click()
    plan.type("actual.1.until", "2026-12-14")
    plan.type("actual.1.spend", "2600")
    assert plan.output("actual.1.pace.spend") == "1.04"
    assert plan.output("actual.1.forecast.spend") == "5200"
    assert plan.asked()["actual.1"] == "2026-12-14_2600"


def test_the_file_that_is_saved_opens_again_and_another_is_refused(plan: Plan, tmp_path: Path) -> None:
    page = plan.open(**full())
    with page.expect_download() as download:
        page.locator("[data-take=file]").click()
    saved = tmp_path / "plan.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text("utf-8"))["fields"]["line.1"] == FIELDS["line.1"]
    plan.open("fr")
    page.locator("[data-open]").set_input_files(saved)
    plan.ready_anew()
    assert plan.asked()["line.1"] == FIELDS["line.1"]
    other = tmp_path / "other.json"
    other.write_text('{"plan": "else"}')
    page.locator("[data-open]").set_input_files(other)
    expect(page.locator(".calc__message")).to_contain_text("n’est pas un plan")
    assert plan.asked()["line.1"] == FIELDS["line.1"]


def test_a_workbook_is_taken_along(plan: Plan, tmp_path: Path) -> None:
    page = plan.open(**full())
    with page.expect_download() as download:
        page.locator("[data-take=xlsx]").click()
    assert download.value.suggested_filename == "media-plan.xlsx"
    download.value.save_as(tmp_path / "plan.xlsx")
    archive = zipfile.ZipFile(BytesIO((tmp_path / "plan.xlsx").read_bytes()))
    assert archive.testzip() is None
    assert "SUM(G6:G7)" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_dated_figure_goes_into_its_line_with_its_source(plan: Plan) -> None:
    fields = {"line.1": "meta_____5000", "line.2": "tiktok_____900_cpm5", "currency": "USD"}
    page = plan.open(start="2026-12-01", weeks="4", **fields)
    line = page.locator('[data-line="1"]')
    line.locator("[data-figures-of] > summary").click()
    panel = line.locator('[data-beside="line.1.cpm"]')
    panel.locator("summary").click()
    assert panel.locator("[data-choice=platform]").input_value() == "Meta"
    button = panel.locator("[data-figure]:visible button[data-use]").first
    typed, origin = (
        button.get_attribute("data-use"),
        button.locator("xpath=ancestor::li").get_attribute("data-origin"),
    )
    assert typed and origin
    button.click()
    plan.ready_anew()
    assert page.locator('[name="line.1.cpm"]').input_value() == typed
    assert page.locator('[name="source.1"]').input_value() == f"CPM – {origin}"
    assert button.get_attribute("aria-pressed") == "true"
    assert plan.output("line.1.impressions")
    expect(page.locator("[data-part-of=assumptions]")).to_contain_text(origin)
    assert plan.asked()["source.1"] == f"CPM – {origin}"
    other = page.locator('[data-line="2"]')
    other.locator("[data-figures-of] > summary").click()
    expect(line.locator("[data-beside]")).to_have_count(0)
    moved = other.locator('[data-beside="line.2.cpm"]')
    assert moved.locator("[data-choice=platform]").input_value() == "TikTok"
    assert not moved.locator("[aria-pressed=true]").count()
    page.locator('[data-line="2"] [data-do=remove]').click()
    line.locator("[data-figures-of] > summary").click()
    line.locator("[data-figures-of] > summary").click()
    expect(line.locator('[data-beside="line.1.cpm"]')).to_be_attached()


def test_what_follows_stands_in_the_cells_left_empty(plan: Plan) -> None:
    page = plan.open(start="2026-12-01", weeks="4", **{"line.1": "meta_____5000_cpm8_ctr1"}, currency="EUR")
    cpc = page.locator('[name="line.1.cpc"]')
    assert cpc.get_attribute("placeholder") == "€0.80"
    assert page.locator('[name="line.1.end"]').get_attribute("placeholder") == "2026-12-28"
    expect(page.locator('[data-line="1"] [data-found]')).to_have_text("Impressions 625,000 · Clicks 6,250")
    assert page.locator('[data-line="1"] [data-sign]').first.inner_text() == "EUR"
    page.locator("[data-do=add]").click()
    plan.ready_anew()
    assert page.locator('[data-line="2"] [data-sign]').first.inner_text() == "EUR"
    plan.type("line.1.cpm", "eight")
    assert cpc.get_attribute("placeholder") == ""
    expect(page.locator('[data-line="1"] [data-found]')).to_have_text("")


def test_what_moves_a_total_and_what_lines_run_into_is_told(plan: Plan) -> None:
    fields = {"line.1": "meta_____5000_cpm8-12_ctr1-1.1", "line.2": "tiktok_____100_cpm9", "currency": "USD"}
    page = plan.open(start="2026-12-01", weeks="4", **fields)
    moves = page.locator("[data-document] .moves")
    moves.locator("select").select_option("total.clicks")
    names = moves.locator("li span:first-child").all_inner_texts()
    assert names == ["Line 1 – CPM", "Line 1 – Click-through rate"]
    assert page.locator('td:has([data-output="total.clicks"]) svg.calc__spread').count() == 1
    expect(page.locator("[data-list-of=cautions]")).to_contain_text("Line 2 – TikTok asks for at least US$20")
    page.locator("[data-do=version][data-version=b]").click()
    plan.type("line.1.cpm", "8")
    assert moves.locator("li span:first-child").all_inner_texts() == ["Line 1 – Click-through rate"]
    plan.type("line.1.ctr", "1")
    expect(moves).to_be_hidden()


def test_a_plan_is_printed_on_two_pages_at_most(plan: Plan) -> None:
    line = FIELDS["line.1"].replace("5000_", "{}_")
    lines = {f"line.{nth}": line.format(500 + nth) for nth in range(1, 11)}
    page = plan.open(**{**FIELDS, **lines, "b.budget": "30000", "risk.1": "Christmas"})
    printed = page.pdf(format="Letter")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_nothing_is_wider_than_a_phone(plan: Plan) -> None:
    plan.page.set_viewport_size({"width": 390, "height": 800})
    page = plan.open("fr", **full())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_locales_hold_what_the_page_needs() -> None:
    for path in LOCALES.glob("*.json"):
        assert {"platforms", "formats", "objectives", "names", "columns"} <= {
            *json.loads(path.read_text("utf-8"))["tables"]["plan"]
        }
