"""Compute passes, storage images and buffers: exactly what numpy makes of them, whole or in bands."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from handmade import bind, copy_step, frame_of, pixels, rgba_plan, single

from upshade.core import hook
from upshade.core.color import Color, Matrix, Range
from upshade.core.frame import PIXEL_FORMATS
from upshade.core.plan import plan
from upshade.core.steps import ChainEntry, Moment, Options, Source, Target, TexRef, TextureSpec
from upshade.errors import CompileError
from upshade.gl import storage
from upshade.gl.compute_source import WRAPPED, can_wrap
from upshade.gl.executor import Executor
from upshade.gl.storage import Storages

CORPUS = Path(__file__).parent.parent / "shaders"
GRAY = Color(Matrix.BT709, Range.FULL)
W, H = 53, 37
OPTIONS = Options(resize="bilinear", shrink="bilinear", precision="full", dither=False)


def entry(name: str) -> ChainEntry:
    return ChainEntry(name, hook.load(CORPUS / f"{name}.glsl"))


def planned(context, chain, form="gray", size=(W, H), target=None):
    fmt = PIXEL_FORMATS[form]
    color = GRAY if form == "gray" else Color(Matrix.RGB, Range.FULL)
    return plan(chain, Source(*size, fmt, color), Target(*(target or size), fmt, color), {}, OPTIONS, context.caps)


def gray(seed=1, size=(W, H)):
    values = np.random.default_rng(seed).integers(0, 256, (size[1], size[0]), np.uint8)
    return replace(frame_of(PIXEL_FORMATS["gray"], *size), planes=(values,), color=GRAY)


def made_by(executor, title):
    """What the hook pass called `title` wrote."""
    step = next(s for s in executor.plan.steps if s.hook is not None and s.title == title)
    return pixels(executor, step.target)


def luma(frame):
    return frame.planes[0].astype(np.float64) / 255


def test_a_thread_a_pixel_and_eight(context, execute):
    frame = gray()
    got = execute(planned(context, [entry("compute")]), (), frame)
    first = 0.25 + 0.5 * luma(frame)
    left = np.pad(first, ((0, 0), (1, 0)), "edge")[:, :-1]
    np.testing.assert_allclose(made_by(got, "eight pixels a thread")[..., 0], (first + left) / 2, atol=1e-5)


def test_shared_memory_and_a_barrier(context, execute):
    frame = gray()
    padded = np.pad(luma(frame), 2, "edge")
    want = np.lib.stride_tricks.sliding_window_view(padded, (5, 5)).mean((2, 3))
    got = execute(planned(context, [entry("compute-shared")]), (), frame)
    np.testing.assert_allclose(made_by(got, "mean of 5x5")[..., 0], want, atol=1e-6)


def test_fragment_and_compute_passes_in_turn(context, execute):
    frame = gray()
    got = execute(planned(context, [entry("compute-fragment")]), (), frame)
    y = luma(frame)
    edge = np.abs(np.pad(y, ((0, 0), (0, 1)), "edge")[:, 1:] - y)
    np.testing.assert_allclose(made_by(got, "lighter")[..., 0], y * (1 - edge) + 0.25 * edge, atol=1e-5)


@pytest.mark.parametrize("name", ["compute", "compute-shared", "compute-fragment", "compute-size"])
def test_bands_and_regions_are_the_whole(context, execute, name):
    form = "gray" if name != "compute-size" else "rgba"
    frame = gray() if form == "gray" else frame_of(PIXEL_FORMATS["rgba"], W, H)
    executor = execute(planned(context, [entry(name)], form), (), frame)
    whole = [pixels(executor, k).copy() for k in range(len(executor.plan.slots))]
    steps = executor.plan.steps
    for i, draw in enumerate(executor._draws):
        slot, step = draw.step.target, draw.step
        needed = {slot, *(b.ref.index for b in step.binds if b.ref.kind == "slot")}
        if needed & {s.target for s in steps[i + 1 :]}:
            continue  # what it reads is there no longer
        if any(b.ref.kind == "slot" and b.ref.index == slot for b in step.binds):
            continue
        executor._context.begin()
        draw.target.fbo.clear(9.0, 9.0, 9.0, 9.0)
        for top in range(0, step.height, 11):
            for left in range(0, step.width, 19):
                draw.run_part(left, top, min(19, step.width - left), min(11, step.height - top), timed=False)
        np.testing.assert_array_equal(pixels(executor, slot), whole[slot])
    executor.start(Moment())
    while not executor.run(1e-6):
        pass
    for k, picture in enumerate(whole):
        np.testing.assert_array_equal(pixels(executor, k), picture)
    executor.start(Moment(), (0.2, 0.3, 0.6, 0.5))
    assert executor.run()
    for k, picture in enumerate(whole):
        np.testing.assert_array_equal(pixels(executor, k), picture)


def test_a_dispatch_waits_for_what_reads_its_target_and_others_for_it(context, execute, monkeypatch):
    """OpenGL orders the stores of a shader by barriers alone, against draws before it as well."""
    done: list[str] = []
    monkeypatch.setattr(context, "mgl", _Listening(context.mgl, done))
    executor = execute(planned(context, [entry("compute-fragment")]))
    draws = executor._draws
    for draw in draws:
        kind, run = type(draw).__name__, draw.render
        draw.render = lambda *words, kind=kind, run=run: done.append(kind) or run(*words)
    executor.upload(gray())
    executor.start(Moment())
    done.clear()
    assert executor.run()
    assert {"Draw", "Dispatch"} < set(done)
    for i, what in enumerate(done):
        assert what != "Dispatch" or done[i - 1] == done[i + 1] == "barrier"


class _Listening:
    """A context that tells its barriers."""

    def __init__(self, mgl, done):
        self._mgl, self._done = mgl, done

    def __getattr__(self, name):
        return getattr(self._mgl, name)

    def memory_barrier(self):
        self._done.append("barrier")
        self._mgl.memory_barrier()


def test_another_size_and_the_number_of_groups(context, execute):
    frame = frame_of(PIXEL_FORMATS["rgba"], W, H)
    got = execute(planned(context, [entry("compute-size")], "rgba", target=(2 * W, 2 * H)), (), frame)
    larger = made_by(got, "larger")
    assert larger.shape == (2 * H, 2 * W, 4) and np.isfinite(larger).all()
    step = next(s for s in got.plan.steps if s.title == "larger")
    assert step.groups == (-(-2 * W // 14), -(-2 * H // 14))


def test_a_storage_image_keeps_its_values(context, pool, programs):
    storages = Storages(context)
    fade = planned(context, [entry("texture-storage")])
    frames = [replace(gray(), pts=k * 40, duration=40) for k in range(8)]
    y = luma(frames[0])

    def share(executor):
        return float(np.median(made_by(executor, "fade in")[..., 0] / np.maximum(y, 1e-9)))

    def draw(executor, frame):
        executor.upload(frame)
        executor.start(Moment())
        assert executor.run()

    first = Executor(context, pool, programs, fade, storage=storages)
    try:
        for k in range(3):
            draw(first, frames[k])
            assert share(first) == pytest.approx(1 - 0.75 ** (k + 1), abs=1e-5)
    finally:
        first.release()
    # Another plan of the same chain goes on where that one was.
    second = Executor(context, pool, programs, planned(context, [entry("texture-storage")]), storage=storages)
    try:
        draw(second, frames[3])
        assert share(second) == pytest.approx(1 - 0.75**4, abs=1e-5)
        draw(second, replace(frames[4], pts=2000))  # pictures may be missing
        draw(second, frames[5])  # a seek back
        assert share(second) == pytest.approx(0.25, abs=1e-5)
        draw(second, replace(frames[6], pts=20000))  # one forward
        assert share(second) == pytest.approx(0.25, abs=1e-5)
    finally:
        second.release()
    shader = entry("texture-storage").shader
    other = ChainEntry("texture-storage", hook.parse(shader.text + "// changed\n", shader.name, shader.path))
    third = Executor(context, pool, programs, planned(context, [other]), storage=storages)
    try:
        draw(third, replace(frames[7], pts=20040))
        assert share(third) == pytest.approx(0.25, abs=1e-5)
        assert storages.live == 1
    finally:
        third.release()
    storages.release()
    assert storages.live == 0


def test_memory_that_is_short_is_the_shaders_own_error(context, execute, monkeypatch):
    def short(block):
        raise MemoryError

    monkeypatch.setattr(storage, "stored", short)
    with pytest.raises(CompileError, match=r"TEXTURE HISTORY: there is not enough memory for it") as caught:
        execute(planned(context, [entry("texture-storage")]))
    assert caught.value.label == "texture-storage"


def test_a_storage_buffer_counts(context, execute):
    frame = gray()
    executor = execute(planned(context, [entry("buffer-storage")]), (), frame)
    executor.start(Moment())
    assert executor.run()
    y = luma(frame)
    # 64 samples between the texels of the middle row, as the linear filter reads them.
    at = np.clip((np.arange(64) + 0.5) / 64 * W - 0.5, 0, W - 1)
    row = np.interp(at, np.arange(W), y[H // 2])
    counts = np.bincount(np.clip(row * 16, 0, 15).astype(int), minlength=16)
    x = np.minimum(((np.arange(W) + 0.5) / W * 16).astype(int), 15)
    got = made_by(executor, "show")[..., 0]
    assert np.abs(got - (y + counts[x] / 64) / 2).max() <= 1 / 64  # one sample may stand on the edge of a bin


def test_storage_images_with_data_and_of_whole_numbers(context, execute):
    frame = frame_of(PIXEL_FORMATS["rgba"], W, H)
    executor = execute(planned(context, [entry("texture-storage-data")], "rgba"), (), frame)
    palette = np.array([[[1, 0, 0], [0, 1, 0]], [[0, 0, 1], [1, 1, 1]]], float)
    y, x = np.mgrid[:H, :W]
    steps = 1 + y % 2 * 2 + x % 2 + (x // 2) % 2 * 4
    want = np.clip(palette[y % 2, x % 2] * steps[..., None] / 16, None, 16)
    got = made_by(executor, "count up")[..., :3]
    # Groups run in any order: the first one adds 8, before or after others have read.
    late = np.clip(palette[y % 2, x % 2] * (steps[..., None] + 8) / 16, None, 16)
    assert ((np.abs(got - want) < 1e-6) | (np.abs(got - late) < 1e-6)).all()
    executor.start(Moment())
    assert executor.run()
    again = made_by(executor, "count up")[..., :3]
    later = np.clip(palette[y % 2, x % 2] * (steps[..., None] + 16) / 16, None, 16)
    assert ((np.abs(again - late) < 1e-6) | (np.abs(again - later) < 1e-6)).all()


def test_a_block_of_constants(context, execute):
    frame = frame_of(PIXEL_FORMATS["rgba"], W, H)
    executor = execute(planned(context, [entry("buffer")], "rgba"), (), frame)
    got = made_by(executor, "settings")
    c = frame.planes[0].astype(np.float64) / 255
    c[..., :3] *= c[..., 3:]
    rgb = c[..., :3] * 0.5 * np.array([1.0, 0.5, 0.25]) + 0.25 + 0.125
    want = np.stack([rgb[..., 0] * 1.0 + rgb[..., 1] * 0.5, rgb[..., 1] * 0.5, rgb[..., 2]], -1)
    np.testing.assert_allclose(got[..., :3], want, atol=2e-6)


def test_steps_that_keep_values_are_drawn_whole(context, execute):
    executor = execute(planned(context, [entry("texture-storage")]), (), gray())
    draw = next(d for d in executor._draws if d.step.storage)
    assert draw.band == 0
    executor.start(Moment(), (0.4, 0.4, 0.5, 0.5))
    assert executor.run()
    y = luma(gray())
    np.testing.assert_allclose(made_by(executor, "fade in")[..., 0], y * (1 - 0.75**2), atol=1e-6)


def test_what_is_kept_is_made_of_whole_pictures(context, execute):
    """A pass before the one that keeps values is drawn whole too, whatever region is looked at."""
    before = "//!HOOK LUMA\n//!BIND HOOKED\n//!DESC before\nvec4 hook() { return 0.5 * HOOKED_texOff(vec2(0)); }\n"
    chain = [ChainEntry("before", hook.parse(before, "before", "before.glsl")), entry("texture-storage")]
    size = (300, 200)
    executor = execute(planned(context, chain, size=size), (), gray(1, size))
    executor.upload(replace(gray(2, size), pts=40))
    executor.start(Moment(), (0.4, 0.4, 0.5, 0.5))
    assert executor.run()
    y = (luma(gray(1, size)) * 0.25 * 0.75 + luma(gray(2, size)) * 0.25) * 0.5
    np.testing.assert_allclose(made_by(executor, "fade in")[..., 0], y, atol=1e-6)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "void hook() {\n    imageStore(out_image, ivec2(0), nothing);\n}\n",
            r"x\.glsl:5: .*nothing.*\(pass 'pass 1'\)",
        ),
        ("// hook\n", r"x\.glsl:1: the pass defines no 'void hook\(\)'"),
    ],
)
def test_errors_have_the_files_own_line(context, execute, body, message):
    text = f"//!HOOK LUMA\n//!BIND HOOKED\n//!COMPUTE 8 8\n{body}"
    chain = [ChainEntry("x", hook.parse(text, "x", "x.glsl"))]
    with pytest.raises(CompileError, match=message) as caught:
        execute(planned(context, chain))
    assert caught.value.label == "x"
    assert context.mgl.error == "GL_NO_ERROR"


BODIES = {
    "colour": "vec4 hook() { return HOOKED_tex(HOOKED_pos).bgra * vec4(0.9, 1.1, 1.0, 1.0); }\n",
    "taps": "vec4 hook() { vec4 s = vec4(0.0); for (int i = -2; i < 3; i++) s += HOOKED_texOff(vec2(i, 0.4 * i)) "
    "* float(3 - abs(i)) / 9.0; return s - 0.3; }\n",
    "place": "vec4 hook() { return vec4(HOOKED_pos, HOOKED_pt) + sin(HOOKED_pos.xyxy * 77.0); }\n",
}


@pytest.mark.parametrize("store", ["f1", "nu2", "f2", "f4"])
@pytest.mark.parametrize("body", BODIES)
def test_a_fragment_hook_dispatched_gives_the_same_bits(body, store, execute):
    size = (75, 41)
    drawn, chain = single(BODIES[body], size, store=store)
    assert can_wrap(drawn.steps[0])
    frame = frame_of(PIXEL_FORMATS["rgba"], *size)
    wrapped = replace(drawn, steps=(replace(drawn.steps[0], compute=WRAPPED),))
    a, b = execute(drawn, chain, frame), execute(wrapped, chain, frame)
    np.testing.assert_array_equal(pixels(a), pixels(b))


@pytest.mark.parametrize(
    "body", ["return vec4(fwidth(HOOKED_pos.x));", "if (HOOKED_pos.x < 0.5) discard; return vec4(0.0);",
             "return vec4(gl_FragCoord.x);", "return vec4(dFdxFine(HOOKED_pos.x));"],
)  # fmt: skip
def test_what_only_fragments_have_is_not_wrapped(body):
    made, _ = single(f"vec4 hook() {{ {body} }}\n")
    assert not can_wrap(made.steps[0])


def test_what_is_built_in_is_not_wrapped():
    made = rgba_plan(
        [copy_step(0, (8, 6), bind("HOOKED", TexRef("plane", 0), (8, 6)))], [TextureSpec(8, 6, 4, "f4")], 0
    )
    assert not can_wrap(made.steps[0])


def test_the_clock_of_frames_without_a_time(context):
    storages = Storages(context)
    still = gray()
    storages.follow(still)
    storages.follow(replace(still, pts=5, time_base=Fraction(1)))
    storages.follow(still)
    storages.release()


def test_a_buffer_without_data_begins_with_zeros(context, execute):
    text = """//!BUFFER STATE
//!VAR uint turns
//!VAR vec4 last
//!STORAGE

//!HOOK LUMA
//!BIND HOOKED
//!BIND STATE
//!COMPUTE 8 8
//!DESC turn
void hook() { imageStore(out_image, ivec2(gl_GlobalInvocationID), vec4(float(turns) + last.w)); }

//!HOOK LUMA
//!BIND HOOKED
//!BIND STATE
//!SAVE NOTHING
//!COMPUTE 8 8
void hook() { last.w = 0.5; }
"""
    chain = [ChainEntry("x", hook.parse(text, "x", "x.glsl"))]
    executor = execute(planned(context, chain, size=(8, 8)), (), gray(size=(8, 8)))
    assert (made_by(executor, "turn") == 0).all()
    executor.start(Moment())
    assert executor.run()
    assert (made_by(executor, "turn") == 0.5).all()
