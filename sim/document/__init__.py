"""Reports: what runs, studies and explanations say, as one document for people who have never seen the tool."""

from sim.document.report import Report, report

__all__ = ["Report", "report"]
