"""How tests/bi judges answers that came while builds were published."""

from threading import Semaphore

import pytest
from constant_questions import Answer, Answers, Question, asked_constantly

BUILDS = ["b-1", "b-2", "b-3"]
KILLED = {"b-1": {"May": 5, "June": 7}, "b-2": {"May": 9, "June": 7}, "b-3": {"May": 9, "June": 8}}
QUESTION = Question("killed", dict, KILLED.__getitem__)
EACH = [Answer(QUESTION, build, build, KILLED[build]) for build in BUILDS]


def test_answers_of_each_build_in_its_time_are_right() -> None:
    assert Answers(EACH).faults(BUILDS) == []


@pytest.mark.parametrize("answered_from", ["b-1", "b-2"])
def test_an_answer_across_a_publication_may_be_of_either_build(answered_from: str) -> None:
    across = Answer(QUESTION, "b-1", "b-2", KILLED[answered_from])
    assert Answers([*EACH, across]).faults(BUILDS) == []


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        ("b-1", "b-2", {"May": 9, "June": 8}),  # of a build that came later
        ("b-2", "b-3", {"May": 5, "June": 7}),  # of one that was gone
        ("b-1", "b-3", {"May": 5, "June": 8}),  # half of one, half of another
    ],
)
def test_any_other_answer_is_a_fault(before: str, after: str, value: dict[str, int]) -> None:
    [fault] = Answers([*EACH, Answer(QUESTION, before, after, value)]).faults(BUILDS)
    assert str(value) in fault


def test_a_build_that_never_answered_is_a_fault() -> None:
    assert Answers(EACH[:2]).faults(BUILDS) == ["killed: never answered from b-3"]


def test_the_last_build_is_asked_for_after_the_block() -> None:
    builds, asked = ["b-1"], Semaphore(0)

    def ask() -> dict[str, int]:
        answer = KILLED[builds[-1]]
        asked.release()
        return answer

    question = Question("killed", ask, KILLED.__getitem__)
    with asked_constantly([question], lambda: builds[-1]) as answers:
        assert asked.acquire(timeout=60)
        builds.append("b-2")
    assert answers.faults(builds) == []


def test_an_error_is_a_fault_and_ends_its_asker_alone() -> None:
    def refuse() -> object:
        raise RuntimeError("Could not set lock on file")

    asked = Semaphore(0)
    refused = Question("refused", refuse, KILLED.__getitem__)

    def answer() -> object:
        asked.release()
        return KILLED["b-1"]

    answered = Question("killed", answer, KILLED.__getitem__)
    with asked_constantly([refused, answered], lambda: "b-1") as answers:
        assert asked.acquire(timeout=60)
    assert answers.faults(["b-1"]) == ["refused: Could not set lock on file"]
