"""Reading text: the surprises of YAML 1.1, and whatever a file may contain."""

import pytest

from sim.errors import ScenarioError
from sim.scenario import load, loads, shipped
from sim.scenario.tree import find, locate, plain
from sim.scenario.yaml_text import MAX_BYTES, read_text


def value_of(text):
    node, problems = read_text(f"x: {text}\n", "here")
    assert problems == []
    return plain(node)["x"]


@pytest.mark.parametrize(
    "text, value",
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("1e-3", 0.001),
        ("1E5", 100000.0),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("007", 7),
        ("+3", 3),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("2025-11-27", "2025-11-27"),
        ("~", None),
        ("", None),
        ("null", None),
        ("'5'", "5"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("nan", "nan"),
        ("[1, a]", [1, "a"]),
    ],
)
def test_scalars_are_read_as_they_look(text, value):
    read = value_of(text)
    assert read == value
    assert type(read) is type(value)


def test_keys_are_taken_as_they_are_written():
    node, _ = read_text("{0: a, 1.50: b, true: c, null: d}", "here")
    assert list(plain(node)) == ["0", "1.50", "true", "null"]


def test_an_alias_stands_for_what_was_named():
    node, problems = read_text("a: &one {b: 1}\nc: *one\n", "here")
    assert problems == []
    assert plain(node) == {"a": {"b": 1}, "c": {"b": 1}}


def test_every_path_has_a_place():
    node, _ = read_text("a:\n  b: [1, {c: 2}]\n  d:\n    e: 3\n", "here")
    assert locate(node, ("a", "b", 1, "c")) == ("here", 2, 14)
    assert locate(node, ("a", "b", 1, "c"), at_key=True) == ("here", 2, 11)
    assert locate(node, ("a", "d")) == ("here", 3, 3)
    assert locate(node, ("a", "d", "not", "there")) == ("here", 3, 3)
    assert find(node, ("a", "x")) is None


@pytest.mark.parametrize(
    "content",
    [
        b"name: caf\xe9\n",
        b"\xff\xfe\x00\x01",
        bytes(range(256)),
        b"\x00" * 50,
        b"name: \x07bell\n",
        "name: x\n".encode("utf-16"),
        b"%YAML 9.9\n---\nname: x\n",
        b"- &a [*a]\n",
        b"*nothing",
        b"? [a, b]\n: c\n",
        b"{" * 100_000,
        b"[" * 100_000,
        b"- " * 20_000,
        b'"unfinished',
        b"!!python/object/apply:os.system ['echo hello']",
        b"!!python/name:os.system",
        b"!<tag:yaml.org,2002:python/object/new:os.system> [x]",
        b"a: b: c\n",
        b"? \n",
        b"---\n---\n",
        b"...",
        b"x: &a\n",
        b"&a a: 1\n",
    ],
)
def test_whatever_a_file_contains_only_a_scenario_error_comes_of_it(tmp_path, content):
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert caught.value.problems
    assert all(problem.file == str(path) and problem.line >= 1 for problem in caught.value.problems)


def test_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + shipped()["split_the_price"].read_bytes())
    assert load(path).digest == load("split_the_price").digest


def test_a_tag_runs_nothing(tmp_path):
    target = tmp_path / "made"
    with pytest.raises(ScenarioError, match="are not allowed"):
        loads(f"name: !!python/object/apply:os.mkdir ['{target}']\n")
    assert not target.exists()


def test_aliases_that_grow_without_bound_are_stopped_at_once():
    lines = ["b0: &b0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]" for i in range(1, 30)]
    with pytest.raises(ScenarioError, match="once its aliases are written out"):
        loads("\n".join(lines))


def test_aliases_that_nest_too_deep_are_stopped():
    lines = ["b0: &b0 [[[[[[[[x]]]]]]]]"]
    lines += [f"b{i}: &b{i} [[[[[[[[*b{i - 1}]]]]]]]]" for i in range(1, 9)]
    with pytest.raises(ScenarioError, match="nested more than"):
        loads("\n".join(lines))


def test_files_have_a_largest_size(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ScenarioError, match="larger than 2 MB"):
        load(path)
    with pytest.raises(ScenarioError, match="larger than 2 MB"):
        loads("#" * (MAX_BYTES + 1))


def test_a_directory_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="is a directory"):
        load(tmp_path)


def test_a_file_that_is_not_there_gives_the_names_that_are():
    with pytest.raises(ScenarioError, match="did you mean 'flagship'"):
        load("flagshp")
    with pytest.raises(ScenarioError, match="did you mean 'flagship'"):
        load("somewhere/flagshp.yaml")
    with pytest.raises(ScenarioError, match="there is no scenario"):
        load("x" * 5000)
    with pytest.raises(ScenarioError, match="there is no scenario"):
        load("a\0b")
