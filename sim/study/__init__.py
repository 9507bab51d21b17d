"""Studies: a question, what is varied to answer it, the runs, and what they say."""

from sim.study.language.reading import load_study, loads_study, new_study, question_of, shipped_studies
from sim.study.language.schema import study_schema
from sim.study.plan import Plan, Variant
from sim.study.study import Design, Study

__all__ = [
    "Design",
    "Plan",
    "Study",
    "Variant",
    "load_study",
    "loads_study",
    "new_study",
    "question_of",
    "shipped_studies",
    "study_schema",
]
