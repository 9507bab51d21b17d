import pytest

from sim.errors import ScenarioError
from sim.scenario import Distribution
from sim.spatial import parse_actors, read_actors

HEADER = "name,capability,position,salience\n"


def told(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        parse_actors(text, "actors.csv")
    return [str(problem) for problem in caught.value.problems]


def test_a_plain_table_is_read_in_its_order():
    table = parse_actors(f"{HEADER}Upstream,100,0,0.8\nDownstream,40,10,1\n")
    assert [(actor.name, *actor.numbers.values()) for actor in table.actors] == [
        ("Upstream", 100.0, 0.0, 0.8),
        ("Downstream", 40.0, 10.0, 1.0),
    ]


def test_columns_may_stand_in_any_order_under_their_other_names_and_the_rest_is_reported():
    table = parse_actors("Position;Stakeholder;veto;Clout;Importance;Note\n5;A;yes;1;0.5;late\n7;B;no;2;0.5;\n")
    assert table.actors[0].numbers == {"capability": 1.0, "position": 5.0, "salience": 0.5}
    assert table.actors[0].why == "late"
    assert table.unread == ("veto",)


def test_lines_with_a_hash_and_empty_ones_are_skipped_and_lines_are_counted_as_in_the_file():
    table = parse_actors(f"# assumed\n\n{HEADER}\nA,1,0,1\n,,,\nB,1,1,1\n")
    assert [actor.line for actor in table.actors] == [5, 7]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_cell_in_quotation_marks_keeps_the_separator(separator):
    text = separator.join(["name", "capability", "position", "salience"])
    text += "\n" + separator.join([f'"Kyiv{separator} city"', "1", "0", "1"])
    text += "\n" + separator.join(["B", "x", "0", "1"])
    assert told(text)[0].startswith("actors.csv:3:3: B.capability: 'x' is no number")
    table = parse_actors(text.replace("x", "2"))
    assert table.actors[0].name == f"Kyiv{separator} city"


def test_a_range_is_a_distribution_and_one_without_width_a_number():
    first, second = parse_actors(f"{HEADER}A,1..3,-5..-2..4,0.2\nB,2..2,1,1\n").actors
    assert first.capability == Distribution("uniform", (1.0, 3.0))
    assert first.position == Distribution("triangular", (-5.0, -2.0, 4.0))
    assert second.capability == 2.0


def test_saliences_are_percent_if_any_of_them_is_above_one():
    first, second = parse_actors(f"{HEADER}A,1,0,50..60\nB,1,1,1\n").actors
    assert first.salience == Distribution("uniform", (0.5, 0.6))
    assert second.salience == 0.01


@pytest.mark.parametrize(
    "rows, problem",
    [
        ("A,1,x,1\nB,1,1,1", "actors.csv:2:5: A.position: 'x' is no number"),
        ("A,1,nan,1\nB,1,1,1", "actors.csv:2:5: A.position: 'nan' is not a finite number"),
        ('A,1,"1,5",1\nB,1,1,1', "actors.csv:2:5: A.position: '1,5' is no number (write the decimal point"),
        ("A,-1,0,1\nB,1,1,1", "actors.csv:2:3: A.capability: capability -1 is below 0"),
        ("A,1,5..3,1\nB,1,1,1", "actors.csv:2:5: A.position: the numbers of '5..3' do not rise"),
        ("A,1,1..2..3..4,1\nB,1,1,1", "actors.csv:2:5: A.position: '1..2..3..4' has more than three"),
        ("A,1,0,1\nB,1,1,101", "actors.csv:3:7: B.salience: salience 101 is above 100"),
        ("A,1,0,1\nB,1,1", "actors.csv:3:5: B.salience: the cell is empty"),
        ("A,1,0,1\n,1,1,1", "actors.csv:3:1: the actor has no name"),
        ("A,1,0,1\nB,1,1,1,9", "actors.csv:3:9: B: the row has more cells"),
        ("A,1,0,1\nA,1,1,1", "actors.csv:3:1: A: the actor stands in line 2 already"),
        ('A,1,0,1\n"B,1,1,1', "actors.csv:3:1: the quotation marks of this row do not close"),
        ("A,1,0,1", "actors.csv:2:1: fewer than two actors"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(rows, problem):
    assert len(told(HEADER + rows)) == 1
    assert told(HEADER + rows)[0].startswith(problem)


def test_all_problems_are_told_at_once_in_reading_order():
    assert [one.split(" ")[0] for one in told(f"{HEADER}A,x,0,y\nB,1,z,1\n")] == [
        "actors.csv:2:3:",
        "actors.csv:2:7:",
        "actors.csv:3:5:",
    ]


def test_a_missing_column_is_told_with_what_was_probably_meant():
    assert told("name,capability,positon,salience\nA,1,0,1\nB,1,1,1\n") == [
        "actors.csv:1:1: the first row names no column position (is 'positon' meant? understood: position, preference)"
    ]
    assert "both name the column capability" in told("name,power,influence,position,salience\n")[0]


def test_files_that_are_none_are_told(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such table"):
        read_actors(tmp_path / "nowhere.csv")
    with pytest.raises(ScenarioError, match="did you mean 'territory'"):
        read_actors("teritory")
    with pytest.raises(ScenarioError, match="this is a directory, not a file"):
        read_actors(tmp_path)
    with pytest.raises(ScenarioError, match="the file is empty"):
        parse_actors("# nothing\n")
    latin = tmp_path / "latin.csv"
    latin.write_bytes(f"{HEADER}A,1,0,1\nBäcker,1,1,1\n".encode("latin-1"))
    with pytest.raises(ScenarioError, match=r"latin.csv:3:1: not UTF-8"):
        read_actors(latin)


def test_a_file_as_a_spreadsheet_saves_it_is_read(tmp_path):
    file = tmp_path / "sheet.csv"
    file.write_bytes(f"\ufeff{HEADER}A,1,0,1\nB,1,1,1\n".replace("\n", "\r\n").encode())
    assert [actor.name for actor in read_actors(file).actors] == ["A", "B"]


def test_the_shipped_table_is_found_by_name_and_gives_a_reason_for_each_row():
    table = read_actors("territory")
    assert table.unread == ()
    assert {actor.name for actor in table.actors} == {"Russia", "Ukraine", "United States", "Europe"}
    assert all(actor.why for actor in table.actors)
    assert all(isinstance(number, Distribution) for actor in table.actors for number in actor.numbers.values())
