"""Which files are taken for what."""

from __future__ import annotations

import shutil

import pytest

from sim.errors import InputError, RunError, ScenarioError
from sim.exchange import Imported, import_files
from tests.exchange.reading import HERE

WATER = HERE / "water"


def test_a_domain_alone_and_its_folder_find_the_profiles_that_the_domain_names() -> None:
    text = import_files([WATER]).text
    assert import_files([WATER / "domain.xml"]).text == text
    assert 'label: "Upstream"' in text


def test_a_domain_that_names_none_takes_all_profiles_in_its_folder_by_name(tmp_path) -> None:
    for name, as_name in (("domain", "domain"), ("up", "b"), ("down", "a")):
        shutil.copy(WATER / f"{name}.xml", tmp_path / f"{as_name}.xml")  # the names in the domain lead nowhere now
    (tmp_path / "readme.txt").write_text("no XML")
    (tmp_path / "other.xml").write_text("<something/>")
    text = import_files([tmp_path / "domain.xml"]).text
    assert text.index("  a:") < text.index("  b:")
    assert import_files([tmp_path]).text == text


def test_profiles_that_are_named_are_taken_in_that_order() -> None:
    text = import_files([WATER / "down.xml", WATER / "domain.xml", WATER / "up.xml"]).text
    assert text.index("  down:") < text.index("  up:")


def test_a_profile_may_be_taken_twice_under_another_name(tmp_path) -> None:
    copy = shutil.copy(WATER / "up.xml", tmp_path / "twin.xml")
    assert "  twin:" in import_files([WATER / "domain.xml", WATER / "up.xml", copy]).text


def test_a_domain_without_a_name_is_called_as_its_file_or_folder(tmp_path) -> None:
    assert import_files([HERE / "ceasefire"]).text.count('name: "ceasefire"') == 1
    folder = shutil.copytree(HERE / "ceasefire", tmp_path / "x")
    (folder / "domain.xml").rename(folder / "quiet.xml")
    assert 'name: "quiet"' in import_files([folder]).text


@pytest.mark.parametrize(
    "files, told",
    [
        (["up.xml", "down.xml"], "no domain; name one"),
        (["domain.xml", "../sale/domain.xml"], "2 domains"),
        (["domain.xml", "up.xml"], "1 profiles; name two or more"),
        (["nowhere.xml"], "cannot be read"),
        (["nowhere"], "neither a table"),
        (["../tables/levy.csv", "domain.xml"], "imported alone"),
        (["../tables"], "no XML file in this folder"),
    ],
)
def test_files_that_make_no_negotiation_are_told(files: list[str], told: str) -> None:
    with pytest.raises(InputError, match=told):
        import_files([WATER / file for file in files])


def test_a_domain_without_profiles_beside_it_is_told(tmp_path) -> None:
    alone = shutil.copy(WATER / "domain.xml", tmp_path / "domain.xml")
    with pytest.raises(InputError, match="0 profiles"):
        import_files([alone])


def test_a_file_outside_the_folder_is_not_read_because_a_domain_names_it(tmp_path) -> None:
    (tmp_path / "inner").mkdir()
    shutil.copy(WATER / "up.xml", tmp_path / "up.xml")
    shutil.copy(WATER / "down.xml", tmp_path / "down.xml")
    text = (WATER / "domain.xml").read_text(encoding="utf-8")
    file = tmp_path / "inner" / "domain.xml"
    file.write_text(text.replace('"up.xml"', '"../up.xml"').replace('"down.xml"', '"../down.xml"'), encoding="utf-8")
    with pytest.raises(InputError, match="0 profiles"):
        import_files([file])


def test_a_status_quo_is_for_tables() -> None:
    with pytest.raises(InputError, match="reservation values"):
        import_files([WATER], status_quo=3)


def test_reservation_values_that_no_share_of_a_real_issue_allows_are_told(tmp_path) -> None:
    folder = shutil.copytree(HERE / "sale", tmp_path / "sale")
    for name, old in (("buyer", "0.3"), ("seller", "0.1")):
        file = folder / f"{name}.xml"
        text = file.read_text(encoding="utf-8").replace(f'reservation value="{old}"', 'reservation value="0.9"')
        file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be expressed"):
        import_files([folder])


def test_a_scenario_is_not_written_over_anything_and_not_half(tmp_path) -> None:
    imported = Imported("name: x\n", "told", ())
    file = imported.save(tmp_path / "new" / "scenario.yaml")
    assert file.read_text(encoding="utf-8") == "name: x\n"
    with pytest.raises(InputError, match="is there already"):
        imported.save(file)
    with pytest.raises(RunError, match=r"below_a_file\.yaml: cannot be written"):
        imported.save(file / "below_a_file.yaml")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["scenario.yaml"]


def test_more_issues_than_the_language_can_guard_is_told_and_not_a_crash(tmp_path) -> None:
    # three parties of which two together like having no deal best, on 65 issues
    indices = range(1, 66)
    issues = "".join(f'<issue index="{k}" name="i{k}"><item value="a"/><item value="b"/></issue>' for k in indices)
    (tmp_path / "domain.xml").write_text(
        f'<negotiation_template><objective index="0" name="x">{issues}</objective></negotiation_template>'
    )
    for name, (a, b) in {"one": (1, 0), "two": (0, 1), "three": (1, 0)}.items():
        valued = "".join(
            f'<weight index="{k}" value="{1 / 65}"/><issue index="{k}" name="i{k}">'
            f'<item value="a" evaluation="{a}"/><item value="b" evaluation="{b}"/></issue>'
            for k in indices
        )
        (tmp_path / f"{name}.xml").write_text(
            f'<utility_space><objective index="0">{valued}</objective><reservation value="0.6"/></utility_space>'
        )
    with pytest.raises(ScenarioError, match="more than 64 pairs"):
        import_files([tmp_path])
