import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InputError
from sim.model import NegotiationModel
from sim.page.briefing import allowed, clean_text, order_groups, question_in_words
from sim.page.chair import Game, deal
from sim.page.table import Orders, Question
from sim.scenario import load, loads

RUN = 3
DAM = """\
name: Water from a shared dam
rounds: 12
actors: {up: {tactic: time, deadline: 20}, down: {tactic: time, deadline: 10}}
issues:
  release:
    options: [dispute, little, half, much]
    stakes:
      up: {salience: 1, values: {dispute: 0.2, little: 0.9, half: 0.6, much: 0.3}}
      down: {salience: 1, values: {dispute: 0, little: 0.3, half: 0.6, much: 0.9}}
steps:
  inspection: {parties: [up, down], value: {up: 0.05, down: 0.05}}
preconditions:
  inspection_first: {holder: up, gate: signing, after: inspection, rigidity: 0.3}
"""


@pytest.fixture(scope="module")
def dam():
    return loads(DAM)


def row_of(model):
    return model.row().tolist()


@pytest.mark.parametrize("name", ["flagship", "pow_deadlock", "no_deadlock", "gamblers_ruin"])
def test_a_chair_left_to_the_model_gives_the_models_run_to_the_last_bit(name):
    scenario = load(name)
    for chair in scenario.actors:
        position = deal(scenario, chair, 0, RUN).leave().position()
        assert position.over
        assert row_of(position.model) == row_of(NegotiationModel(scenario, seed=0, run=RUN).run_model())


def test_answering_every_question_as_the_model_would_gives_its_run_too():
    scenario = load("pow_deadlock")
    chair = next(iter(scenario.actors))
    game = deal(scenario, chair, 0, RUN).ask_again(True)
    for key in game.position().model.compiled.names.preconditions:
        game = game.order("waives", key, "advisers")
    position = game.position()
    while not position.over:
        question = position.question
        if question is None:
            game = game.play_on()
        else:
            game = game.answer(question.text if question.kind == "proposes" else question.would)
        position = game.position()
    assert row_of(position.model) == row_of(NegotiationModel(scenario, seed=0, run=RUN).run_model())


def play(game: Game, pick) -> Game:
    """A game played to its end, `pick` answering its questions."""
    position = game.position()
    while not position.over:
        game = game.play_on() if position.question is None else game.answer(pick(position.question))
        position = game.position()
    return game


def test_the_same_decisions_are_the_same_game(dam):
    game = play(deal(dam, "up"), lambda question: question.text if question.kind == "proposes" else True)
    assert row_of(game.position().model) == row_of(game.position().model)


def test_several_rounds_at_once_are_the_rounds_one_by_one(dam):
    refusing = deal(dam, "down").order("accepts", "talks", "no").order("takes", "inspection", "no")
    refusing = refusing.order("proposes", "talks", "advisers")
    at_once = refusing.play_on()
    one_by_one = refusing
    while len(one_by_one.rounds) < len(at_once.rounds):
        one_by_one = one_by_one.play_round()
    assert one_by_one == at_once
    assert at_once.position().news or at_once.position().over


def test_playing_on_stops_at_a_question(dam):
    position = deal(dam, "up").play_on().position()
    assert position.question is not None
    assert not position.over
    assert position.rounds == 0


def test_who_stays_away_meets_nobody_and_who_never_signs_has_no_deal(dam):
    away = play(deal(dam, "down").order("attends", "talks", "no"), lambda _: False)
    assert away.position().model.record()["meetings.talks"] == 0
    never = play(deal(dam, "down").order("accepts", "talks", "no"),
                 lambda question: question.text if question.kind == "proposes" else True)  # fmt: skip
    assert never.position().model.record()["meetings.talks"] > 0
    assert never.position().model.record()["outcome"] == "no_agreement"


def test_a_precondition_is_kept_until_one_gives_it_up(dam):
    refusing = deal(dam, "up").order("takes", "inspection", "no")
    kept = play(refusing, lambda question: question.text if question.kind == "proposes" else True)
    assert kept.position().model.record()["waived.inspection_first"] is None
    giving = play(refusing.order("waives", "inspection_first", "yes"),
                  lambda question: question.text if question.kind == "proposes" else True)  # fmt: skip
    blocked = [frame.round for frame in kept.position().frames if frame.demands[0].state == "blocking"]
    assert giving.position().model.record()["waived.inspection_first"] == blocked[0] + 1, "the round after it was felt"


def test_what_one_tables_is_what_lies_on_the_table(dam):
    game = deal(dam, "up").order("takes", "inspection", "no")
    position = game.play_on().position()
    game = game.play_on()
    while position.question is None or position.question.kind != "proposes":
        game = game.play_on() if position.question is None else game.answer(False)
        position = game.position()
    game = game.answer({"release": "little"})
    number = len(game.rounds)
    while game.position().rounds < number:
        game = game.answer(False)
    assert game.position().model.texts[number - 1]["talks"] == {"release": "little"}


def test_a_draft_that_is_no_longer_possible_is_mended_by_the_advisers():
    scenario = load("flagship")
    orders = Orders(text={"territory": "no such line", "prisoners": 7.0})
    game = (
        deal(scenario, "ukraine", 0, RUN).order("takes", "prisoner_exchange", "no").order("takes", "withdrawal", "no")
    )
    for track in scenario.tracks:
        game = game.order("proposes", track, "yes")
    advised = game
    for track in scenario.tracks:
        advised = advised.order("proposes", track, "advisers")
    nonsense = Game(**{**game.__dict__, "orders": Orders(game.orders.given, orders.text)})
    assert row_of(nonsense.play_round().position().model) == row_of(advised.play_round().position().model)


def test_an_answer_from_now_on_is_an_order(dam):
    game = deal(dam, "up").play_on()
    question = game.position().question
    assert question.kind == "takes"
    later = game.answer(False, question)
    assert later.orders.of("takes", "inspection") == "no"
    later = play(later, lambda asked: asked.text if asked.kind == "proposes" else True)
    assert [one.done for one in later.position().asked if one.kind == "takes"].count(True) == 0


def test_a_text_that_was_turned_down_is_not_put_again_unless_one_asks():
    scenario = loads(DAM.replace("steps:", "proposer: {fixed: down}\nsteps:").replace("tactic: time", "tactic: fixed"))
    game = deal(scenario, "up").order("waives", "inspection_first", "yes").order("takes", "inspection", "yes")

    def asked_to_sign(game: Game) -> int:
        return sum(question.kind == "accepts" for question in questions_of(game))

    assert asked_to_sign(game.ask_again(True)) > asked_to_sign(game) == 1


def questions_of(game: Game) -> list[Question]:
    """Every question of a game in which all are answered with no."""
    found = []
    position = game.position()
    while not position.over:
        if position.question is None:
            game = game.play_on()
        else:
            found.append(position.question)
            game = game.answer(position.question.text if position.question.kind == "proposes" else False)
        position = game.position()
    return found


def test_back_takes_the_last_round_with_its_answers(dam):
    game = play(deal(dam, "up"), lambda question: question.text if question.kind == "proposes" else False)
    while game.rounds:
        before = game.back()
        assert len(before.rounds) == len(game.rounds) - 1
        assert before.position().question is None
        assert before.position().answers_used == len(before.answers)
        game = before
    assert game.answers == ()
    assert deal(dam, "up").leave().back() == deal(dam, "up")


@settings(max_examples=25)
@given(st.data())
def test_whatever_one_decides_the_run_ends_and_can_be_played_again(data):
    scenario = loads(DAM)

    def pick(question: Question) -> bool | dict[str, str]:
        if question.kind == "proposes":
            return {"release": data.draw(st.sampled_from(question.options["release"]))}
        return data.draw(st.booleans())

    game = deal(scenario, data.draw(st.sampled_from(["up", "down"])), 0, data.draw(st.integers(0, 50)))
    for kind, name in (("attends", "talks"), ("waives", "inspection_first"), ("takes", "inspection")):
        game = game.order(kind, name, data.draw(st.sampled_from(["yes", "no", "advisers"])))
    position = play(game, pick).position()
    assert position.over
    assert position.rounds <= scenario.rounds + scenario.follow_up


def test_orders_are_offered_for_what_is_the_chairs_to_decide_and_for_nothing_else():
    scenario = load("flagship")
    position = deal(scenario, "ukraine").position()
    groups = {group["title"]: [one["name"] for one in group["orders"]]
              for group in order_groups(position, Orders(), ())}  # fmt: skip
    assert "nothing_without_ukraine" in groups["Your preconditions"]
    assert "title_by_referendum" not in groups["Your preconditions"], "nobody can waive the law"
    assert "withdrawal_first" not in groups["Your preconditions"], "Moscow's"
    assert "envoy" not in groups["Whom to meet"]
    assert set(groups["Steps that need you"]) == {"ceasefire", "withdrawal", "prisoner_exchange", "referendum"}
    assert "washington_moscow" in groups["When a text can be signed"], "initialled texts come to Kyiv"
    assert allowed(position, Orders(), "waives", "nothing_without_ukraine", "yes")
    assert not allowed(position, Orders(), "waives", "withdrawal_first", "yes")
    assert not allowed(position, Orders(), "attends", "trilateral", "ask")
    assert not allowed(position, Orders(), ["attends"][0] + "s", "trilateral", "yes")


def test_a_question_says_what_it_is_about_and_what_the_model_would_do(dam):
    position = deal(dam, "up").play_on().position()
    title, advice = question_in_words(position, position.question)
    assert title == "Inspection: do you agree?"
    assert advice.startswith("It needs Down too. Your advisers would")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)
                    | st.dictionaries(st.sampled_from(["release", "share", "x"]), inner), max_leaves=8))  # fmt: skip
def test_whatever_comes_from_the_browser_becomes_a_text_that_can_be_tabled(written):
    question = Question("proposes", "talks", True, {"release": "half", "share": 0.5},
                        {"release": ("little", "half"), "share": ()})  # fmt: skip
    text = clean_text(question, written)
    assert text["release"] in ("little", "half")
    assert 0.0 <= text["share"] <= 1.0


def test_there_is_no_chair_for_who_is_not_there(dam):
    with pytest.raises(InputError, match="up, down"):
        deal(dam, "nobody")
