"""Textures that exist for a part of each frame: the same picture, in less memory."""

from __future__ import annotations

import numpy as np
import pytest
from handmade import frame_of

from upshade.core import hook, sharing
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Moment, Options, Source, Target
from upshade.gl.executor import Executor

RGBA = PIXEL_FORMATS["rgba"]
# Eight small pictures, one that is made of them, three large ones that are made of that, then one of these.
SMALL = "".join(f"""//!HOOK MAIN
//!BIND HOOKED
//!SAVE small{i}
vec4 hook() {{ return HOOKED_texOff(vec2({i}, {-i})) * 0.{i + 1}; }}

""" for i in range(8))  # fmt: skip
MIDDLE = f"""//!HOOK MAIN
{"".join(f"//!BIND small{i}{chr(10)}" for i in range(8))}//!SAVE middle
vec4 hook() {{ return {" + ".join(f"small{i}_tex(small{i}_pos)" for i in range(8))}; }}

"""
LARGE = "".join(f"""//!HOOK MAIN
//!BIND middle
//!SAVE large{n}
//!WIDTH middle.w 2 *
//!HEIGHT middle.h 2 *
vec4 hook() {{ return vec4(middle_tex(middle_pos).{"xyz"[n]}); }}

""" for n in range(3))  # fmt: skip
END = """//!HOOK MAIN
//!BIND HOOKED
//!BIND large0
//!BIND large1
//!BIND large2
vec4 hook() { return 0.2 * vec4(large0_texOff(1).x, large1_texOff(-1).x, large2_texOff(2).x, 5.0); }
"""


def planned(monkeypatch: pytest.MonkeyPatch, much: int):
    monkeypatch.setattr(sharing, "MUCH", much)
    chain = [ChainEntry("own", hook.parse(SMALL + MIDDLE + LARGE + END, "own", "own.glsl"))]
    source = frame_of(RGBA, 96, 64)
    return plan(chain, Source(96, 64, RGBA, source.color), Target(96, 64), options=Options(precision="full")), source


def drawn(executor, frame):
    executor.upload(frame)
    executor.start(Moment())
    executor.run()
    return executor.read()[0].copy()


def test_the_plan_counts_the_most_that_exists_at_a_time(monkeypatch) -> None:
    always, _ = planned(monkeypatch, 1 << 30)
    apart, _ = planned(monkeypatch, 0)
    assert always.spans == () and always.steps == apart.steps
    small = 96 * 64 * 16
    assert always.memory == sum(slot.nbytes for slot in always.slots)
    # The picture, three large ones of four times its size, what is made of them, and what comes out.
    assert 14 * small <= apart.memory <= 15 * small < 22 * small <= always.memory
    assert [span for span in apart.spans if span is None] == [None]  # what comes out


def test_the_same_pixels_whole_in_slices_and_begun_anew(monkeypatch, context, pool, programs) -> None:
    always, frame = planned(monkeypatch, 1 << 30)
    apart, _ = planned(monkeypatch, 0)
    before = Executor(context, pool, programs, always)
    wanted = drawn(before, frame)
    before.release()
    pool.trim()
    lent = pool.lent
    executor = Executor(context, pool, programs, apart)
    at_rest = pool.lent
    assert np.array_equal(drawn(executor, frame), wanted)
    assert pool.lent == at_rest  # nothing but what outlives a frame
    # In slices; half of one frame is given up.
    executor.start(Moment())
    assert not executor.run(1e-9)
    executor.start(Moment())
    assert pool.lent == at_rest
    seen, most = [], 0
    executor.tap({2: lambda target: seen.append(target.texture.read())})
    while not executor.run(1e-9):
        most = max(most, pool.nbytes)
    assert np.array_equal(executor.read()[0], wanted) and len(seen) == 1
    assert most <= apart.memory + 96 * 64 * 4 * 3
    executor.release()
    assert pool.lent == lent


def test_a_frame_that_is_given_up_leaves_nothing_behind(monkeypatch, context, pool, programs) -> None:
    apart, frame = planned(monkeypatch, 0)
    executor = Executor(context, pool, programs, apart)
    executor.upload(frame)
    executor.start(Moment())
    assert not executor.run(1e-9)
    executor.release()
    executor.release()
    assert pool.lent == 0
