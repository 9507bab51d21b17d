"""The page from end to end, in a browser: every test also holds it to no error and no request beyond this machine."""

import http.client
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sim.page.course import play_course
from sim.scenario import load, loads
from tests.page.browsing import OPTIONS, PATIENCE, Watch, browser, served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install '.[test]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install '.[test]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        browser() is None,
        reason="no Chromium: apt-get install chromium, or name one in CHROMIUM (.ci/run does the first)",
    ),
]

EVIL = "<img src=x onerror='window.struck = true'>"
DAM = f"""\
name: {json.dumps(f"Water {EVIL}")}
rounds: 12
actors: {{up: {{label: Upstream, tactic: time, deadline: 20}}, down: {{label: {json.dumps(EVIL)}, deadline: 10}}}}
issues:
  release:
    options: [dispute, little, half, much]
    stakes:
      up: {{salience: 1, values: {{dispute: 0.2, little: 0.9, half: 0.6, much: 0.3}}}}
      down: {{salience: 1, values: {{dispute: 0, little: 0.3, half: 0.6, much: 0.9}}}}
steps:
  inspection: {{parties: [up, down], value: {{up: 0.05, down: 0.05}}}}
preconditions:
  inspection_first: {{holder: up, gate: signing, after: inspection, rigidity: {{uniform: [0.05, 0.3]}}}}
"""
BROKEN = "name: Broken\nextends: dam.yaml\nactors:\n  up: {deadline: -3}\n  down: {tactic: bluff}\n"
LEVER = "Upstream: Inspection first"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "dam.yaml").write_text(DAM)
    (folder / "wrong.yaml").write_text(BROKEN)
    (folder.parent / "secret.yaml").write_text("password: hunter2\n")
    with served(folder / "dam.yaml") as url:
        yield url


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as driver:
        # launched with a folder of its own for the user, which goes with it
        launched = driver.chromium.launch(executable_path=browser(), args=list(OPTIONS))
        yield launched
        launched.close()


@pytest.fixture
def tabs(chromium, address):
    """Opens tabs of one browser; none of them may complain or ask for anything abroad."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    watches = []

    def opened():
        tab = context.new_page()
        watches.append(Watch(tab))
        tab.goto(address)
        tab.wait_for_selector("table.outcomes")
        return tab

    yield opened
    context.close()
    assert [one for watch in watches for one in watch.complaints] == []
    assert [one for watch in watches for one in watch.abroad] == []
    assert all(any(url.startswith("ws://127.0.0.1:") for url in watch.asked) for watch in watches)


@pytest.fixture
def page(tabs):
    return tabs()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def wait_for(page, text):
    page.wait_for_function("text => document.body.innerText.includes(text)", arg=text)


def choose(page, name):
    page.get_by_label("Scenario", exact=True).select_option(name)


def bars(page):
    return page.locator("table.outcomes tbody tr").all_inner_texts()


def wait_for_bars(page, expected):
    """Wait until the outcomes are those: while they are played, those of before still stand there."""
    rows = "[...document.querySelectorAll('table.outcomes tbody tr')].map(row => row.innerText)"
    page.wait_for_function(f"expected => JSON.stringify({rows}) === JSON.stringify(expected)", arg=expected)


def test_it_opens_with_the_outcomes_of_the_scenario_that_was_named(page):
    assert page.locator("h1").inner_text() == f"Water {EVIL}"
    shares = [float(re.search(r"([\d.]+)%", text)[1]) for text in bars(page)]
    assert sum(shares) == pytest.approx(100, abs=1)
    assert page.evaluate("window.struck === undefined"), "what a scenario calls things is text"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_lever_moves_the_outcomes_and_goes_back(page):
    before = bars(page)
    page.get_by_role("slider", name=LEVER).fill("0.9")
    wait_for(page, "Moved by, in points")
    assert page.locator(".lever.moved output").inner_text() == "0.9"
    after = bars(page)
    assert [text.split("\t")[2] for text in after] != [text.split("\t")[2] for text in before]
    press(page, "Put everything back")
    page.wait_for_function("() => !document.body.innerText.includes('Moved by, in points')")
    wait_for_bars(page, before)


def test_a_lever_is_moved_with_the_keyboard(page):
    slider = page.get_by_role("slider", name=LEVER)
    slider.focus()
    slider.press("ArrowRight")
    wait_for(page, "Moved by, in points")
    assert float(slider.input_value()) == pytest.approx(0.19)


def test_a_run_is_stepped_through_round_by_round(page):
    last = len(play_course(loads(DAM), 0, 0).frames)
    press(page, "One run")
    wait_for(page, f"Round 1 of {last}")
    press(page, "Next round")
    wait_for(page, f"Round 2 of {last}")
    assert page.locator(".diary section.now h4").inner_text() == "Round 2"
    assert page.locator("table.states").first.inner_text().startswith("Tracks this round")
    press(page, "Last")
    wait_for(page, f"Round {last} of {last}")
    press(page, "One back")
    wait_for(page, f"Round {last - 1} of {last}")
    page.get_by_label("Run", exact=True).fill("5")
    page.get_by_label("Run", exact=True).press("Enter")
    wait_for(page, "Run 5 of seed 0")
    wait_for(page, "Round 1 of")


def test_the_flagship_is_stepped_with_its_front_and_refusals(page):
    choose(page, "flagship")
    wait_for(page, load("flagship").name)
    press(page, "One run")
    wait_for(page, "Round 1 of")
    for _ in range(3):
        press(page, "Next with news")
    wait_for(page, "refused by")
    assert page.get_by_role("img", name=re.compile("The front: at 1 Moscow")).count() == 1
    assert page.get_by_role("img", name=re.compile("Beliefs")).count() == 1


def test_a_precondition_is_dropped_and_the_graph_and_the_outcomes_follow(page):
    press(page, "The gates")
    page.wait_for_selector(".graph svg[role=img]")
    assert "inspection" in page.locator(".graph svg").inner_html().lower()
    press(page, "Drop: inspection first")
    wait_for(page, "What the change did")
    wait_for(page, "Moved by, in points")
    page.wait_for_selector("del")
    assert page.locator(".graph svg").get_attribute("aria-label").endswith("Nothing waits for anything")
    press(page, "Take up again: inspection first")
    page.wait_for_function("() => !document.querySelector('del')")


def decisions(page):
    return page.locator("h2[data-decisions]").get_attribute("data-decisions")


def decide(page, names):
    """Press the first of these buttons that is there and can be pressed, and wait for what comes of it.

    A button that has just gone stale is pressed in vain, and the page takes no notice: then once more.
    """
    before = decisions(page)
    for _ in range(20):
        pressed = page.evaluate(
            """names => {
                const there = [...document.querySelectorAll('.sim-page button:not(:disabled)')];
                const found = names.map(name => there.find(one => one.textContent === name)).find(one => one);
                if (found) found.click();
                return Boolean(found);
            }""",
            list(names),
        )
        try:
            page.wait_for_function(
                "before => document.querySelector('h2[data-decisions]').dataset.decisions !== before",
                arg=before,
                timeout=1_500 if pressed else 200,
            )
            return
        except playwright.TimeoutError:
            continue
    raise AssertionError(page.locator("main").inner_text())


def test_a_part_is_played_to_the_end(page):
    press(page, "Play a part")
    page.get_by_label("Chair", exact=True).select_option("up")
    press(page, "Take the chair")
    wait_for(page, "You are Upstream. Round 1: give your orders.")
    page.get_by_label("Inspection first").select_option("advisers")
    press(page, "Play this round")
    page.wait_for_selector(".sim-question")
    wait_for(page, "Inspection: do you agree?")
    names = ("Table this text", "Agree", "Do not sign", "Play on until something happens")
    while "the run is over" not in page.locator("h2[data-decisions]").inner_text():
        decide(page, names)
    wait_for(page, "How it went")
    told = page.locator(".verdict").inner_text()
    assert "The model in your chair, in this very run:" in told
    assert "In the same circumstances with other luck" in told
    assert page.locator(".verdict svg[role=img]").count() == 2
    press(page, "Take back a round")
    page.wait_for_function("() => !document.querySelector('.verdict')")
    press(page, "Leave the rest to my advisers")
    page.wait_for_selector(".verdict")
    press(page, "Another game")
    wait_for(page, "Take a chair")


def test_a_draft_of_ones_own_is_weighed_and_tabled(page):
    press(page, "Play a part")
    press(page, "Take the chair")
    wait_for(page, "give your orders")
    page.get_by_label("Inspection", exact=True).select_option("no")
    draft = page.locator("#draft-release")
    while not draft.count():
        decide(page, ("Do not sign", "Play on until something happens"))
        page.wait_for_selector(".sim-question")
        page.wait_for_timeout(300)
    for option, worth in (("little", "Worth 0.90 to you"), ("much", "Worth 0.30 to you")):
        draft.select_option(option)
        wait_for(page, worth)
    press(page, "Table it here from now on")
    page.wait_for_function("() => !document.querySelector('#draft-release')")
    assert page.locator("#order-proposes-talks").input_value() == "yes"


def test_the_scenario_and_the_report_are_taken_home(page, tmp_path):
    page.get_by_role("slider", name=LEVER).fill("0.9")
    wait_for(page, "Moved by, in points")
    press(page, "The scenario")
    for name, suffix in (("Download the scenario (YAML)", "yaml"), ("Download the report (HTML)", "html")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        waiting.value.save_as(tmp_path / f"file.{suffix}")
        assert waiting.value.suggested_filename == f"dam-changed.{suffix}"
    scenario = loads((tmp_path / "file.yaml").read_text())
    assert scenario == loads(DAM, set={"preconditions.inspection_first.rigidity": 0.9})
    assert "sim report" in (tmp_path / "file.html").read_text()


def test_two_tabs_do_not_disturb_each_other(tabs):
    one, other = tabs(), tabs()
    before = bars(other)
    one.get_by_role("slider", name=LEVER).fill("0.9")
    wait_for(one, "Moved by, in points")
    choose(other, "flagship")
    wait_for(other, load("flagship").name)
    assert one.locator("h1").inner_text().startswith("Water")
    assert "Moved by, in points" in one.locator("main").inner_text()
    choose(other, "dam.yaml")
    wait_for_bars(other, before)
    assert "Moved by" not in other.locator("main").inner_text()


def test_a_broken_scenario_shows_its_errors_with_their_lines_and_can_be_mended(page):
    choose(page, "wrong.yaml")
    wait_for(page, "This scenario cannot be used as it is")
    told = page.get_by_role("alert").inner_text()
    assert "wrong.yaml, line 4, column" in told
    assert "wrong.yaml, line 5, column" in told
    assert "bluff" in told
    assert page.locator(".problems .wrong").all_inner_texts() == [
        "   4    up: {deadline: -3}",
        "   5    down: {tactic: bluff}",
    ]
    press(page, "The scenario")
    page.get_by_label("Text of wrong.yaml").fill("name: Mended\nextends: dam.yaml\n")
    press(page, "Use this text")
    wait_for(page, "The text is in use")
    press(page, "How it may end")
    page.wait_for_selector("table.outcomes")
    assert page.locator("h1").inner_text() == "Mended"


@pytest.mark.parametrize("named", ["../secret.yaml", "/etc/passwd"])
def test_what_is_typed_reads_no_file_beyond_the_folders(page, named):
    press(page, "The scenario")
    page.get_by_label("Text of dam.yaml").fill(f"name: x\nextends: {named}\n")
    press(page, "Use this text")
    wait_for(page, "is outside the folders that this page reads")
    assert "hunter2" not in page.content()
    assert "root:" not in page.locator("main").inner_text()


def test_what_is_typed_is_not_executed(page, tmp_path):
    press(page, "The scenario")
    touched = tmp_path / "touched"
    page.get_by_label("Text of dam.yaml").fill(
        f"name: !!python/object/apply:os.system ['touch {touched}']\nextends: dam.yaml\n"
    )
    press(page, "Use this text")
    wait_for(page, "tags such as")
    assert not touched.exists()
    page.get_by_label("Text of dam.yaml").fill('name: "{{ 7*7 }}"\nextends: dam.yaml\n')
    press(page, "Use this text")
    wait_for(page, "The text is in use")
    assert page.locator("h1").inner_text() == "{{ 7*7 }}"


VIEWS = {
    "How it may end": "table.outcomes",
    "One run": ".diary",
    "The gates": ".graph svg",
    "Play a part": "#chair",
    "The scenario": "textarea",
}


def test_axe_finds_nothing_serious_in_any_view(page):
    choose(page, "flagship")
    wait_for(page, load("flagship").name)
    found = []

    def look(view):
        for one in axe.Axe().run(page).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                found.append((view, one["id"], [node["html"][:200] for node in one["nodes"]]))

    for view, shown in VIEWS.items():
        press(page, view)
        page.wait_for_selector(shown)
        look(view)
    press(page, "How it may end")
    page.get_by_role("slider").first.fill("0.1")
    wait_for(page, "Moved by, in points")
    press(page, "When")
    page.wait_for_selector(".figure svg")
    look("a lever moved, a figure")
    press(page, "Play a part")
    press(page, "Take the chair")
    wait_for(page, "give your orders")
    look("orders")
    press(page, "Play on until something happens")
    page.wait_for_selector(".sim-question")
    look("a question")
    press(page, "Leave the rest to my advisers")
    page.wait_for_selector(".verdict")
    look("a verdict")
    choose(page, "wrong.yaml")
    wait_for(page, "This scenario cannot be used as it is")
    look("errors")
    assert found == []


def test_a_narrow_window_shows_everything_without_scrolling_sideways(page):
    page.set_viewport_size({"width": 400, "height": 800})
    for view, shown in VIEWS.items():
        press(page, view)
        page.wait_for_selector(shown)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, view


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/static/../../../../etc/passwd", "/static/public/..%2f..%2f..%2fetc%2fpasswd",
     "/_solara/cdn/..%2f..%2f..%2f..%2fetc%2fpasswd", "/jupyter/nbextensions/../../../../etc/passwd", "/dam.yaml",
     "/static/%2fetc%2fpasswd", "/resourcez"],
)  # fmt: skip
def test_no_path_leads_to_a_file(address, path):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status >= 400
    assert b"root:" not in body
    assert b"release" not in body


def test_another_host_is_refused(address):
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 403
    connection.close()


def test_the_files_of_the_page_come_with_the_package():
    package = Path(__import__("sim.page", fromlist=["page"]).__file__).parent
    controls = {path.stem for path in (package / "controls").glob("*.vue")}
    named = set(re.findall(r'component_vue\("(\w+)\.vue"', (package / "controls" / "__init__.py").read_text()))
    assert named == controls
    assert (package / "style.css").is_file()
