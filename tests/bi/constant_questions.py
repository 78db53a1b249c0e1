"""Questions that are asked without a pause while builds are published, and their judgement."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """What is asked over and over by one asker; ``right`` is its answer from a given build."""

    name: str
    ask: Callable[[], object]
    right: Callable[[str], object]


@dataclass(frozen=True)
class Answer:
    """What one question got."""

    question: Question
    before: str
    """The build that was current when the question was sent."""
    after: str
    """The build that was current when the answer had come."""
    value: object


@dataclass
class Answers:
    """What came back. Filled by several threads; read when they have ended."""

    given: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def faults(self, builds: Sequence[str]) -> list[str]:
        """What is wrong, given all builds that were current, in their order.

        An answer is right if it is wholly that of one build, and of one that was current between
        question and answer. Errors are faults, and so is a question that was never answered
        from one of the builds.
        """
        faults = list(self.errors)
        right = {
            (question, build): question.right(build)
            for question in {answer.question for answer in self.given}
            for build in builds
        }
        for (question, build), value in right.items():
            if not any(given.question is question and given.value == value for given in self.given):
                faults.append(f"{question.name}: never answered from {build}")
        for answer in self.given:
            between = builds[builds.index(answer.before) : builds.index(answer.after) + 1]
            if not any(answer.value == right[answer.question, build] for build in between):
                faults.append(f"{answer.question.name}: {answer.value} is not of {between}")
        return faults

    def counts(self) -> dict[str, int]:
        """How often each question was answered, by its name."""
        return dict(Counter(answer.question.name for answer in self.given))


@contextmanager
def asked_constantly(
    questions: Sequence[Question], current: Callable[[], str]
) -> Iterator[Answers]:
    """Ask each question in a thread of its own, again and again until the block ends.

    Each is asked at least once more after the block has ended, so that the last build is asked for.
    """
    answers = Answers()
    is_over = threading.Event()

    def ask(question: Question) -> None:
        is_last = False
        while not is_last:
            is_last = is_over.is_set()
            try:
                before = current()
                value = question.ask()
                after = current()
            except Exception as error:  # whatever it is, it is what a user would have met
                answers.errors.append(f"{question.name}: {error}")
                return
            answers.given.append(Answer(question, before, after, value))

    with ThreadPoolExecutor(len(questions)) as askers:
        try:
            for question in questions:
                askers.submit(ask, question)
            yield answers
        finally:
            is_over.set()
