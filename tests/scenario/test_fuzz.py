"""However a file is damaged: a scenario, or a ScenarioError; never anything else."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario import loads
from sim.scenario.inherit import drop
from sim.scenario.loading import build
from sim.scenario.tree import Node, Place, find, grow
from sim.scenario.yaml_text import read_text

TEXT = (Path(__file__).parent / "whole.yaml").read_text()
TREE, _ = read_text(TEXT, "whole")
PLACE = Place("fuzz", 1, 1)


def paths_of(node, path=()):
    yield path
    if isinstance(node.value, dict):
        for key, below in node.value.items():
            yield from paths_of(below, (*path, key))
    elif isinstance(node.value, list):
        for position, below in enumerate(node.value):
            yield from paths_of(below, (*path, position))


PATHS = [path for path in paths_of(TREE) if path]
WORDS = sorted({str(part) for path in PATHS for part in path} | {"never", "at_least buffer", "talks", "fixed", "0.5"})
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS),
    st.text(max_size=8),
)
values = st.recursive(
    scalars,
    lambda below: st.one_of(
        st.lists(below, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(WORDS), st.text(max_size=5)), below, max_size=4),
        st.dictionaries(st.sampled_from(["uniform", "normal", "choice", "within", "hazard", "by"]), below, max_size=3),
    ),
    max_leaves=6,
)


def replaced(node, path, new):
    if not path:
        return new
    if isinstance(node.value, dict):
        return node.with_entries({**node.value, path[0]: replaced(node.value[path[0]], path[1:], new)})
    items = list(node.value)
    items[path[0]] = replaced(items[path[0]], path[1:], new)
    return Node(items, node.place, node.key_place)


def only_scenario_errors(attempt):
    problems = None
    try:
        scenario = attempt()
    except ScenarioError as error:
        problems = [str(problem) for problem in error.problems]
    if problems is None:
        assert len(scenario.digest) == 64
        assert build(grow(scenario.resolved(), PLACE), [], "again", {}, {}, ()).digest == scenario.digest
    else:
        assert all(problems)
        assert problems


@given(st.lists(st.tuples(st.sampled_from(PATHS), values), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
@example([(("actors",), [])])
@example([(("issues", "territory", "options"), [True, None, 1.5])])
@example([(("preconditions", "alone", "rigidity"), {"hazard": {"hazard": 1}})])
@example([(("actors", "russia", "patience"), {"uniform": {"a": 1}})])
@example([(("relations", "us"), ["ukraine"])])
@example([(("steps", "ceasefire", "parties"), {"russia": 1})])
@example([(("opening_text", "text"), {"territory": ["line"]})])
def test_any_value_anywhere(changes):
    tree = TREE
    for path, value in changes:
        if find(tree, path) is not None:
            tree = replaced(tree, path, grow(value, PLACE))
    only_scenario_errors(lambda: build(tree, [], "fuzz", {}, {}, ()))


@given(st.lists(st.sampled_from([path for path in PATHS if all(isinstance(part, str) for part in path)]), max_size=4))
@settings(max_examples=150, deadline=None)
def test_anything_missing(paths):
    tree = TREE
    for path in paths:
        tree = drop(tree, path, PLACE, []) or tree
    only_scenario_errors(lambda: build(tree, [], "fuzz", {}, {}, ()))


@given(st.integers(0, len(TEXT)), st.integers(0, 30), st.text(max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_damage_to_the_text(start, length, inserted):
    only_scenario_errors(lambda: loads(TEXT[:start] + inserted + TEXT[start + length :]))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text(text):
    only_scenario_errors(lambda: loads(text))


@given(st.sampled_from([".".join(map(str, path)) for path in PATHS]) | st.text(max_size=30), values)
@settings(max_examples=300, deadline=None)
def test_any_override(path, value):
    only_scenario_errors(lambda: build(TREE, [], "fuzz", {}, {path: value}, ()))
