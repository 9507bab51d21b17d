import pytest

from sim.diary import trace
from sim.model import NegotiationModel
from sim.page.course import play_course, text_in_words
from sim.scenario import load

RUN = 7


@pytest.fixture(scope="module")
def course():
    return play_course(load("flagship"), 0, RUN)


@pytest.fixture(scope="module")
def model():
    return NegotiationModel(load("flagship"), seed=0, run=RUN).run_model()


def test_a_course_is_the_run_that_the_ensemble_counts(course, model):
    told = trace(load("flagship"), 0, RUN)
    assert len(course.frames) == model.round
    assert course.ending == told.ending
    for frame, row in zip(course.frames, told.rounds, strict=True):
        assert frame.front == row["front"]
        assert frame.fighting == row["fighting"]
        assert [one.text for one in frame.actors] == [row["actors"][name]["standing_value"] for name in row["actors"]]


def test_every_round_that_has_an_entry_in_the_diary_has_its_sentences(course):
    for entry in trace(load("flagship"), 0, RUN).entries:
        if entry.round == entry.last:
            assert course.frames[entry.round - 1].told == entry.sentences


def test_tracks_met_or_were_refused_as_the_events_have_it(course, model):
    names = model.compiled.names
    happened = {(e.round, names.tracks[e.subject]): e.what for e in model.events if e.what in ("met", "track_blocked")}
    states = {"met": "met", "track_blocked": "refused"}
    for frame in course.frames:
        for meeting in frame.meetings:
            event = happened.get((frame.round, meeting.track))
            assert meeting.state == (states[event] if event else meeting.state)
            assert event is not None or meeting.state in ("idle", "paused", "gone")


def test_a_refusal_says_who_refused_and_why(course):
    refused = [one for frame in course.frames for one in frame.meetings if one.state == "refused"]
    assert any("Moscow (talks with Washington only)" in one.why for one in refused)


def test_a_precondition_that_fell_is_known_from_that_round_on(course, model):
    names = model.compiled.names
    waived = {names.preconditions[e.subject]: e.round for e in model.events if e.what == "waived"}
    assert waived, "this run has a waiver, or it shows nothing"
    for key, when in waived.items():
        for frame in course.frames:
            demand = next(one for one in frame.demands if one.key == key)
            assert (demand.round == when) == (frame.round >= when)


def test_a_text_is_told_issue_by_issue_and_departures_stand_out(course):
    scenario = load("flagship")
    told = text_in_words(scenario, course.frames[0].text)
    assert told[0][0] == scenario.issues["territory"].label
    assert all(moved == (course.frames[0].text[name] != issue.status_quo)
               for (_, _, moved), (name, issue) in zip(told, scenario.issues.items(), strict=True))  # fmt: skip


def test_a_share_is_told_as_a_number():
    course = play_course(load("gamblers_ruin"), 0, 0)
    told = text_in_words(load("gamblers_ruin"), course.frames[0].text)
    assert [option for _, option, _ in told] == [f"{course.frames[0].text['land']:.2f}"]
