"""How far a run is, and what is said of it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from upshade.cli.learning import shown
from upshade.learn.progress import Course, Pace, Step
from upshade.learn.raisr import train
from upshade.learn.raisr.recipe import Recipe

COURSE = Course([("looking", 10, 1.0, "pictures"), ("learning", 20, 4.0, "pictures"), ("judging", 5, 2.0, "pictures")])


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_parts_follow_the_work():
    assert [COURSE.at(*at).part for at in (("looking", 0), ("looking", 10), ("learning", 0))] == [0, 0.1, 0.1]
    assert COURSE.at("learning", 10) == Step("learning", 10, 20, 0.5, "pictures")
    assert COURSE.at("judging", 5).part == 1
    whole = train.course(Recipe(), 200, 30, 2, 120.0)
    phases = ("choosing frames", "looking", "learning", "solving", "judging")
    parts = [whole.at(phase, 1e9).part for phase in phases]
    assert parts == sorted(set(parts)) and parts[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("speed", "going"), [({"looking": 1.0, "learning": 1.0}, 0), ({"looking": 1, "learning": 3}, 7)]
)
def test_the_time_to_go_is_what_it_then_takes(speed, going):
    """`speed`: seconds that a unit of work takes. A run that goes on did `going` pictures before."""
    clock = Clock()
    clock.now = 100.0
    pace = Pace(clock)
    clock.now = 103.0  # processes begin
    said = []
    for phase, count, each in (("looking", 10, 1.0), ("learning", 20, 4.0)):
        for done in range(going if phase == "learning" else 0, count + 1):
            said.append((clock.now, pace.left(COURSE.at(phase, done))))
            if done < count:
                clock.now += each * speed[phase]
    end = clock.now + 10 * speed["looking"]
    assert said[0][1] is None and said[0][0] == 103
    late = [(end - at, left) for at, left in said if at > clock.now - 20 * speed["learning"]]
    # The judging is as slow as the whole was: known only about.
    assert all(left == pytest.approx(true, abs=0.25 * true + 20) for true, left in late)


def test_waiting_for_a_picture_does_not_lengthen_the_rest():
    clock = Clock()
    pace = Pace(clock)
    pace.left(COURSE.at("learning", 0))
    clock.now = 10
    assert pace.left(COURSE.at("learning", 5)) == pytest.approx(35)
    first = pace.left(COURSE.at("learning", 5))
    clock.now = 14
    assert pace.left(COURSE.at("learning", 5)) == pytest.approx(first - 4)
    clock.now = 1000
    assert pace.left(COURSE.at("learning", 5)) == first / 2


def printed(quiet: bool) -> str:
    clock, out = Clock(), io.StringIO()
    with shown(Console(file=out, width=200), quiet=quiet, pace=Pace(clock)) as step:
        for done in range(21):
            step(COURSE.at("learning", done))
            clock.now += 4.0
    return out.getvalue()


def test_without_a_terminal_a_line_now_and_then():
    lines = printed(quiet=False).splitlines()
    assert lines[0] == "learning: 3 of 20 pictures, 22% of the whole, 0:00:12 so far, 0:01:18 to go"
    assert len(lines) == 3
    assert printed(quiet=True) == ""
