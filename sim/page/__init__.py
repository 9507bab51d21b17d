"""The page: a scenario chosen, changed, played, stepped through and played against, in a browser on this machine.

What the page knows and does is plain Python on frozen data (`collection`, `desk`, `levers`, `playing`, `course`,
`gates`, `chair`, `verdict`), tested without a browser. `views` show it with Solara, `server` serves it on loopback.
"""
