from sim.outcomes import OUTCOMES, Column, columns


def test_fates_are_those_that_tables_and_summaries_know():
    assert OUTCOMES == ("settlement", "relapse", "frozen", "military_first", "military_second", "no_agreement")


def test_columns_stand_in_the_order_in_which_the_kernel_fills_a_row():
    described = columns(
        [("territory", ("line", "buffer")), ("funds", ())], ["a", "b"], ["ceasefire"], ["p", "q.a"], ["talks"]
    )
    assert [column.name for column in described] == [
        "outcome", "ended", "signed", "ceasefire", "front", "text.territory", "text.funds", "utility.a", "utility.b",
        "disagreement.a", "disagreement.b", "step.ceasefire", "waived.p", "waived.q.a", "satisfied.p", "satisfied.q.a",
        "blocked.p", "blocked.q.a", "met.talks", "meetings.talks", "refused.talks", "left.a", "left.b", "vetoed.a",
        "vetoed.b", "belief.a", "belief.b",
    ]  # fmt: skip
    kinds = {column.name: column.kind for column in described}
    assert kinds["text.territory"] == "option"
    assert kinds["text.funds"] == "real"
    assert {kinds[name] for name in ("ended", "signed", "step.ceasefire", "waived.p", "met.talks", "left.a")} == {
        "round"
    }
    assert {kinds[name] for name in ("blocked.p", "meetings.talks", "refused.talks", "vetoed.b")} == {"count"}
    assert Column("text.territory", "option", ("line", "buffer")) in described


def test_names_are_unique_even_where_things_of_different_kinds_share_one():
    described = columns([("x", ())], ["x"], ["x"], ["x"], ["x"])
    names = [column.name for column in described]
    assert len(set(names)) == len(names)
