"""The scenario as a file: read, changed, taken home."""

from __future__ import annotations

import solara

from sim.page import download, markup
from sim.page.controls import Editor
from sim.page.desk import open_desk, read_desk
from sim.page.shelf import shelf
from sim.page.views.html import Html
from sim.page.views.state import Tab


@solara.component
def FileView(tab: Tab) -> None:
    """Downloads, problems with their lines, and the text."""
    desk = tab.desk.value

    def use(text: str) -> None:
        tab.open(read_desk(shelf(), desk.name, str(text)))

    Html("<h2>Take it with you</h2>")
    if desk.scenario is not None:
        runs = tab.runs.value
        with solara.v.Html(tag="div", class_="sim-buttons"):
            solara.FileDownload(lambda: download.scenario_file(desk), download.file_name(desk, "yaml"),
                                label="Download the scenario (YAML)", mime_type="application/yaml")  # fmt: skip
            solara.FileDownload(lambda: download.report(desk, runs), download.file_name(desk, "html"),
                                label="Download the report (HTML)", mime_type="text/html")  # fmt: skip
        Html("<p class='note'>The report takes some seconds to write.</p>")
        if desk.scenario.description:
            Html(f"<p>{markup.text(desk.scenario.description)}</p>")
    if desk.problems:
        Html(markup.problem_list(desk, desk.problems, "This scenario cannot be used as it is"))
    elif desk.written:
        Html("<p role='status' class='good'>The text is in use; the file on disk is as it was.</p>")
    Html("<h2>The text</h2><p class='note'>It is read as a scenario and nothing else. Nothing is written to the disk, "
         "and <code>extends</code> reaches shipped scenarios and the folder of this file only.</p>")  # fmt: skip
    Editor(name="text", label=f"Text of {desk.name}", value=desk.text, event_use=use,
           event_restore=lambda _: tab.open(open_desk(shelf(), desk.name)))  # fmt: skip
