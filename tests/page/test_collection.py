import pytest

from sim.errors import InputError, ScenarioError
from sim.page.collection import OUTSIDE, collection
from sim.scenario import shipped

SMALL = """\
name: Water
rounds: 10
actors: {up: {}, down: {}}
issues:
  release:
    options: [none, half, all]
    stakes:
      up: {salience: 1, position: none}
      down: {salience: 1, position: all}
"""


@pytest.fixture
def home(tmp_path):
    """A folder of scenarios, with a secret beside it."""
    inside = tmp_path / "mine"
    inside.mkdir()
    (inside / "dam.yaml").write_text(SMALL)
    (inside / "broken.yml").write_text("name: [")
    (inside / "notes.txt").write_text("nothing")
    (tmp_path / "secret.yaml").write_text("password: hunter2\n")
    return inside


def test_without_a_choice_the_shipped_scenarios_are_offered():
    offered = collection()
    assert list(offered.files) == list(shipped())
    assert offered.first == "flagship"


def test_a_folder_is_offered_before_what_is_shipped(home):
    offered = collection(home)
    assert list(offered.files)[:2] == ["broken.yml", "dam.yaml"]
    assert set(shipped()) < set(offered.files)
    assert offered.first == "broken.yml"


def test_a_file_is_opened_first_and_its_neighbours_are_offered(home):
    offered = collection(home / "dam.yaml")
    assert offered.first == "dam.yaml"
    assert "broken.yml" in offered.files
    assert collection(home / "dam").first == "dam.yaml"


def test_what_is_not_there_is_said(home, tmp_path):
    (tmp_path / "empty").mkdir()
    for chosen in ("no_such_scenario", tmp_path / "empty", home / "gone.yaml"):
        with pytest.raises(InputError, match="flagship"):
            collection(chosen)


def test_names_are_read_and_paths_are_not(home):
    offered = collection(home)
    for name in ("../secret.yaml", "secret.yaml", str(home / "dam.yaml"), "notes.txt", ""):
        with pytest.raises(InputError, match="no scenario"):
            offered.text(name)


def test_a_link_that_leads_out_of_the_folder_is_not_offered(home, tmp_path):
    (home / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert "link.yaml" not in collection(home).files


@pytest.mark.parametrize(
    "line",
    ["extends: ../secret.yaml", "extends: ../secret", "extends: /etc/passwd", "extends: ../nothing/there.yaml",
     "seeds: [../secret.yaml]", "seeds: [/etc/passwd]", 'extends: "a\\0b"'],
)  # fmt: skip
def test_a_text_cannot_name_what_lies_outside_and_learns_nothing_of_it(home, line):
    with pytest.raises(ScenarioError) as caught:
        collection(home).read(SMALL + line + "\n", "dam.yaml")
    told = str(caught.value)
    assert "hunter2" not in told
    assert "password" not in told
    assert OUTSIDE in told or "U+0000" in told


def test_a_file_inside_that_leads_outside_is_refused_too(home):
    (home / "middle.yaml").write_text("extends: ../secret.yaml\n")
    with pytest.raises(ScenarioError, match=OUTSIDE):
        collection(home).read("name: x\nextends: middle.yaml\n", "dam.yaml")


def test_a_text_may_extend_what_is_shipped_and_what_lies_beside_it(home):
    offered = collection(home)
    assert offered.read("name: x\nextends: dam.yaml\nrounds: 7\n", "dam.yaml").rounds == 7
    assert offered.read("name: x\nextends: flagship\n", "dam.yaml").name == "x"


@pytest.mark.parametrize("line", ["seeds: 5", "seeds: {a: b}", "seeds: [[x]]", "extends: 5", "extends: [x]"])
def test_nonsense_in_place_of_names_is_a_problem_of_the_text(home, line):
    with pytest.raises(ScenarioError):
        collection(home).read(SMALL + line + "\n", "dam.yaml")


def test_files_that_extend_each_other_in_a_circle_end(home):
    (home / "one.yaml").write_text("extends: two.yaml\n")
    (home / "two.yaml").write_text("extends: one.yaml\n")
    with pytest.raises(ScenarioError, match="in turn"):
        collection(home).read("name: x\nextends: one.yaml\n", "dam.yaml")
