"""What an executor draws, and what it leaves behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from handmade import bind, frame_of, hook_step, live_objects, pixels, rgba_plan, shader_of, single

from upshade.core.frame import PIXEL_FORMATS
from upshade.core.param import Kind, Param
from upshade.core.steps import ChainEntry, Moment, Step, TexRef, TextureSpec
from upshade.errors import CompileError, GraphicsError
from upshade.gl.executor import Executor
from upshade.gl.timer import Timer

RGBA = PIXEL_FORMATS["rgba"]
GAIN = Param("gain", Kind.FLOAT, 0.25)


def picture(frame):
    return frame.planes[0].astype(np.float64) / 255


def test_values_of_everything_a_hook_may_use(execute):
    body = """
vec4 hook()
{
    if (int(gl_FragCoord.y) == 0) return vec4(HOOKED_size, 1.0 / HOOKED_pt);
    if (int(gl_FragCoord.y) == 1) return vec4(HOOKED_pos * HOOKED_size, HOOKED_off);
    if (int(gl_FragCoord.y) == 2) return vec4(input_size, target_size);
    if (int(gl_FragCoord.y) == 3) return vec4(float(frame), random, tex_offset);
    if (int(gl_FragCoord.y) == 4) return MAIN_texOff(vec2(1, 0));
    return vec4(HOOKED_rot * vec2(1.0, 2.0), HOOKED_mul, 1.0);
}
"""
    plan, chain = single(body)
    hooked = replace(plan.steps[0].binds[0], offset=(0.5, -0.25), mul=2.0)
    plan = replace(plan, steps=(replace(plan.steps[0], binds=(hooked,), tex_offset=(0.125, 0.5)),))
    frame = frame_of(RGBA, 8, 6)
    got = pixels(execute(plan, chain, frame, Moment(41, 0.375)))
    np.testing.assert_array_equal(got[0, 3], (8, 6, 8, 6))
    np.testing.assert_allclose(got[1, 3], (3.5, 1.5, 0.5, -0.25), atol=1e-6)
    np.testing.assert_array_equal(got[2, 3], (8, 6, 8, 6))
    np.testing.assert_array_equal(got[3, 3], (41, 0.375, 0.125, 0.5))
    np.testing.assert_allclose(got[4, 3], 2 * picture(frame)[4, 4], atol=1e-6)
    np.testing.assert_array_equal(got[5, 3], (1, 2, 2, 1))


def test_a_parameter_that_is_a_uniform_compiles_nothing(execute, programs):
    plan, chain = single("vec4 hook() { return vec4(gain); }\n", params=[GAIN], uniforms=("gain",))
    frame = frame_of(RGBA, 8, 6)
    executor = execute(plan, chain, frame)
    assert pixels(executor)[0, 0, 0] == 0.25
    compiled = programs.compiled
    assert executor.set_values("own", {"gain": 0.75, "unknown": 1.0})
    executor.start(Moment())
    executor.run()
    assert pixels(executor)[0, 0, 0] == 0.75
    assert programs.compiled == compiled == 1


def test_the_plans_values_are_in_force_from_the_start(execute):
    plan, chain = single(
        "vec4 hook() { return vec4(gain); }\n", params=[GAIN], uniforms=("gain",), values={"gain": 0.5}
    )
    assert pixels(execute(plan, chain, frame_of(RGBA, 8, 6)))[0, 0, 0] == 0.5


def test_a_structural_parameter_is_reported(execute):
    mode = Param("mode", Kind.INT, 0, compiled=True)
    plan, chain = single(
        "vec4 hook() { return vec4(mode); }\n", params=[mode], defines=(("mode", "0"),), values={"mode": 0}
    )
    executor = execute(replace(plan, structural=frozenset({("own", "mode")})), chain)
    assert executor.set_values("own", {"mode": 0})
    assert not executor.set_values("own", {"mode": 1})


def test_two_steps_of_one_source_share_a_program_but_not_their_values(execute, programs):
    shader = shader_of("vec4 hook() { return HOOKED_tex(HOOKED_pos) * gain; }\n", [GAIN])
    steps, slots = [], [TextureSpec(8, 6, 4, "f4")] * 2
    for k, source in enumerate((TexRef("plane", 0), TexRef("slot", 0))):
        step = hook_step(shader, k, (8, 6), [bind("HOOKED", source, (8, 6))], uniforms=("gain",))
        steps.append(replace(step, label=f"own#{k}"))
    plan = rgba_plan(steps, slots, 1, values={"own#0": {"gain": 0.5}, "own#1": {"gain": 3.0}})
    frame = frame_of(RGBA, 8, 6)
    executor = execute(plan, [], frame)
    np.testing.assert_allclose(pixels(executor, 1), picture(frame) * 1.5, atol=1e-6)
    executor.set_values("own#1", {"gain": 1.0})
    executor.start(Moment())
    executor.run()
    np.testing.assert_allclose(pixels(executor, 0), picture(frame) * 0.5, atol=1e-6)
    np.testing.assert_allclose(pixels(executor, 1), picture(frame) * 0.5, atol=1e-6)
    assert programs.compiled == 1


def chain_of_steps(count, size=(40, 30)):
    """A picture smeared step by step between two slots, so that the order and completeness of steps shows."""
    steps = []
    for k in range(count):
        source = TexRef("plane", 0) if k == 0 else TexRef("slot", (k + 1) % 2)
        steps.append(
            Step(f"step {k}", "MAIN", k % 2, *size, (bind("A", source, size),),
                 f"color = 0.5 * A_texOff(vec2(1, 0)) + 0.5 * A_tex(A_pos) + vec4({k}.0 / 255.0);", f"A@{k}")
        )  # fmt: skip
    return rgba_plan(steps, [TextureSpec(*size, 4, "f4")] * 2, (count - 1) % 2, size)


@pytest.mark.parametrize("software", [True, False])
@pytest.mark.parametrize("timed", [True, False])
def test_slices_give_the_same_picture(software, timed, context, pool, programs, monkeypatch):
    monkeypatch.setattr(context, "software", software)
    plan = chain_of_steps(7)
    frame = frame_of(RGBA, 40, 30)
    executor = Executor(context, pool, programs, plan, timed=timed)
    executor.upload(frame)
    executor.start(Moment())
    executor.run()
    whole = pixels(executor, 0)
    for _ in range(6):
        executor.start(Moment())
        slices = 1
        while not executor.run(1e-9):
            slices += 1
            context.mgl.enable(context.mgl.BLEND)  # what a window's own drawing may leave behind
        assert slices >= 7
        np.testing.assert_array_equal(pixels(executor, 0), whole)
    executor.start(Moment())
    assert executor.run(10.0)
    np.testing.assert_array_equal(pixels(executor, 0), whole)
    executor.release()


@pytest.mark.parametrize("software", [True, False])
def test_a_step_longer_than_the_budget_is_drawn_in_bands(software, context, execute, monkeypatch):
    monkeypatch.setattr(context, "software", software)
    size = (40, 300)
    plan = chain_of_steps(3, size)
    executor = execute(plan, frame=frame_of(RGBA, *size))
    whole = pixels(executor, 0)
    monkeypatch.setattr(Timer, "ms", 1e9)  # a time that no budget allows
    spots = []
    executor.start(Moment())
    while not executor.run(0.01):
        spots.append((executor._next, executor._row))
    assert len(spots) == 3 * 75 - 1  # 300 rows are 75 of the smallest bands
    np.testing.assert_array_equal(pixels(executor, 0), whole)
    executor.start(Moment())
    executor.run(0.01)
    assert executor._row == 4
    assert executor.run()  # the rest at once
    np.testing.assert_array_equal(pixels(executor, 0), whole)
    assert executor._slots[0].fbo.scissor == (0, 0, *size)


def test_timings_name_every_step(execute, context):
    executor = execute(chain_of_steps(3), frame=frame_of(RGBA, 40, 30))
    assert executor.timings() == [(f"step {k}", None) for k in range(3)]
    for _ in range(6):
        executor.start(Moment())
        executor.run()
    assert [title for title, _ in executor.timings()] == ["step 0", "step 1", "step 2"]
    assert all(ms is not None and ms > 0 for _, ms in executor.timings())


def test_no_query_is_made_twice(execute, context):
    """moderngl never deletes a query: planning again and again must lend the same ones."""
    plan = chain_of_steps(3)
    execute(plan).release()
    kept = len(context._queries)
    for _ in range(3):
        execute(plan).release()
    assert len(context._queries) == kept


def test_sixteen_textures_in_one_pass(execute):
    names = [f"T{k}" for k in range(16)]
    body = "vec4 hook() { return " + " + ".join(f"{n}_tex({n}_pos) * {k + 1}.0" for k, n in enumerate(names)) + "; }\n"
    size = (4, 4)
    steps = [Step(f"fill {k}", "MAIN", k, *size, (), f"color = vec4({k}.0);", f"T{k}") for k in range(16)]
    binds = [bind(n, TexRef("slot", k), size) for k, n in enumerate(names)]
    steps.append(hook_step(shader_of(body), 16, size, binds))
    plan = rgba_plan(steps, [TextureSpec(*size, 4, "f4")] * 17, 16, size)
    got = pixels(execute(plan, frame=frame_of(RGBA, *size)), 16)
    np.testing.assert_array_equal(got, np.full((4, 4, 4), sum(k * (k + 1) for k in range(16)), np.float32))


def test_more_textures_than_the_driver_has_are_refused(context, execute):
    size = (4, 4)
    binds = tuple(bind(f"T{k}", TexRef("plane", 0), size) for k in range(context.caps.texture_units + 1))
    plan = rgba_plan([Step("many", "MAIN", 0, *size, binds, "color = T0_tex(T0_pos);", "A")],
                     [TextureSpec(*size, 4, "f4")], 0, size)  # fmt: skip
    with pytest.raises(GraphicsError, match=f"this driver has {context.caps.texture_units} units"):
        execute(plan)


def test_no_sampler_stays_bound(execute, context):
    """A nearest sampler left on unit 0 would make a window's next picture blocky."""
    import ctypes

    execute(chain_of_steps(2), frame=frame_of(RGBA, 40, 30))
    get = context.function("glGetIntegerv", ctypes.c_uint, ctypes.POINTER(ctypes.c_int))
    active = context.function("glActiveTexture", ctypes.c_uint)
    for unit in range(4):
        active(0x84C0 + unit)
        bound = ctypes.c_int(-1)
        get(0x8919, ctypes.byref(bound))
        assert bound.value == 0


def test_an_error_names_file_line_and_entry_and_leaves_nothing(context, pool, programs):
    plan, _ = single("vec4 hook()\n{\n    return nonsense;\n}\n")
    with pytest.raises(CompileError) as caught:
        Executor(context, pool, programs, plan)
    assert str(caught.value).startswith("own.glsl:12: ")
    assert "nonsense" in caught.value.message
    assert caught.value.label == "own"
    assert (pool.lent, programs.lent) == (0, 0)


def test_what_surrounds_a_hook_cannot_be_changed_by_its_macros(execute):
    body = "#define color vec4(0.0).x\n#define upshade_out nonsense\nvec4 hook() { return vec4(0.5); }\n"
    plan, chain = single(body)
    assert pixels(execute(plan, chain, frame_of(RGBA, 8, 6)))[0, 0, 0] == 0.5


def test_gather(execute, context):
    if not context.caps.gather:
        raise AssertionError("the test driver is expected to have textureGather")
    body = "vec4 hook() { return HOOKED_gather(HOOKED_pos + 0.5 * HOOKED_pt, 1); }\n"
    plan, chain = single(body)
    frame = frame_of(RGBA, 8, 6)
    green = picture(frame)[..., 1]
    got = pixels(execute(plan, chain, frame))[2, 3]
    np.testing.assert_allclose(got, (green[3, 3], green[3, 4], green[2, 4], green[2, 3]), atol=1e-6)


EXACT = "vec4 hook() { return 0.5 * HOOKED_texOff(vec2(1, 0)) + 0.5 * HOOKED_tex(HOOKED_pos); }\n"
BETWEEN = "vec4 hook() { return HOOKED_tex(HOOKED_pos + 0.5 * HOOKED_pt); }\n"


@pytest.mark.parametrize("store", ["f1", "nu2", "f2", "f4"])
def test_nearest_sampling_is_used_where_drawing_confirms_it(store, execute, programs):
    plan, chain = single(EXACT, exact=True, store=store)
    frame = frame_of(RGBA, 8, 6)
    executor = execute(plan, chain, frame)
    assert executor.nearest == ["the pass"]
    p = picture(frame)
    want = 0.5 * p + 0.5 * np.concatenate([p[:, 1:], p[:, -1:]], axis=1)
    np.testing.assert_allclose(pixels(executor), want, atol={"f1": 0.51 / 255, "f2": 5e-4}.get(store, 2e-5))


def test_nearest_sampling_is_not_believed_where_it_differs(execute):
    """`exact` is a proof from the text; if it were wrong, the picture must still be right."""
    plan, chain = single(BETWEEN, exact=True)
    frame = frame_of(RGBA, 8, 6)
    executor = execute(plan, chain, frame)
    assert executor.nearest == []
    p = picture(frame)
    np.testing.assert_allclose(pixels(executor)[2, 2], p[2:4, 2:4].mean(axis=(0, 1)), atol=1e-5)


def test_a_position_that_serves_for_something_else_too(execute):
    """Its samples are at centres all the same."""
    plan, chain = single("vec4 hook() { return HOOKED_tex(HOOKED_pos) + vec4(HOOKED_pos.x); }\n", exact=True)
    frame = frame_of(RGBA, 8, 6)
    executor = execute(plan, chain, frame)
    assert executor.nearest == ["the pass"]
    want = picture(frame) + ((np.arange(8) + 0.5) / 8)[:, None]
    np.testing.assert_allclose(pixels(executor), want, atol=1e-6)


@pytest.mark.parametrize("texels", [0.02, -0.02, 0.25])
def test_samples_slightly_beside_the_centre_are_found(texels, execute):
    body = f"vec4 hook() {{ return HOOKED_tex(HOOKED_pos + HOOKED_pt * vec2(0.0, {texels})); }}\n"
    plan, chain = single(body, (40, 30), exact=True)
    assert execute(plan, chain).nearest == []


def test_the_confirmation_is_drawn_once_for_each_program(execute, monkeypatch):
    import upshade.gl.wiring as module

    calls = []
    real = module.agrees
    monkeypatch.setattr(module, "agrees", lambda *a: calls.append(1) or real(*a))
    for size in ((8, 6), (16, 12)):
        plan, chain = single(EXACT, size, exact=True)
        execute(plan, chain)
    assert len(calls) == 1


def test_a_released_executor_leaves_nothing(context, pool, programs):
    """Counted by OpenGL itself."""
    plan, _ = single(EXACT, exact=True, store="f1")
    plan = replace(plan, tables=(np.ones((2, 2), np.float32),))

    def work():
        executor = Executor(context, pool, programs, plan)
        for seed in range(3):
            executor.upload(frame_of(RGBA, 8, 6, seed))
            executor.start(Moment())
            executor.run()
            executor.start_read()
            executor.take()
            executor.read()
        executor.release()
        executor.release()

    work()  # shared samplers are made with the first use
    programs.release()
    pool.release()
    before = live_objects(context)
    work()
    assert (pool.lent, programs.lent) == (0, 0)
    kept = pool.live
    for _ in range(5):
        work()
    assert pool.live == kept
    programs.release()
    pool.release()
    assert live_objects(context) == before


def test_planning_again_allocates_nothing(context, pool, programs):
    plan, _ = single(EXACT, exact=True)
    Executor(context, pool, programs, plan).release()
    before, compiled = live_objects(context), programs.compiled
    executor = Executor(context, pool, programs, plan)
    assert live_objects(context) == before
    assert programs.compiled == compiled
    executor.release()


def test_chain_label_of_a_texture_that_cannot_be_had(execute):
    from upshade.core.shader import TextureBlock

    block = TextureBlock("wide", (2_000_000, 1), "r8", bytes(2_000_000))
    plan, chain = single("vec4 hook() { return texture(wide, vec2(0.5)); }\n", textures=[block],
                         binds=[bind("wide", TexRef("file", 0, "own"), (2_000_000, 1), bare=True)])  # fmt: skip
    with pytest.raises(CompileError, match="wide is 2000000x1; this driver's limit is") as caught:
        execute(plan, chain)
    assert caught.value.label == "own"


def test_entries_of_the_chain_are_not_needed_to_run(execute):
    plan, chain = single("vec4 hook() { return vec4(1.0); }\n")
    assert isinstance(chain[0], ChainEntry)
    assert pixels(execute(plan, [], frame_of(RGBA, 8, 6))).min() == 1.0
