"""The views of the page, each a Solara component over a tab's state. What they say is made in `sim.page.markup`."""
