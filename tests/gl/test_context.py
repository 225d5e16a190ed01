"""The context, the pool and the programs: what they promise apart from any plan."""

from __future__ import annotations

import os
import threading
from types import SimpleNamespace

import moderngl
import pytest
from handmade import bind, copy_step

from upshade.core.steps import TexRef, TextureSpec
from upshade.errors import GraphicsError
from upshade.gl.context import Context
from upshade.gl.pool import Pool
from upshade.gl.program import Programs


def test_exact_filtering_is_asked_for_beside_what_the_user_set(monkeypatch):
    monkeypatch.setenv("GALLIVM_PERF", "nopt,no_quad_lod")
    Context.prepare()
    Context.prepare()
    assert os.environ["GALLIVM_PERF"] == "nopt,no_quad_lod,no_aos_sampling"


def test_caps_are_the_drivers(context):
    caps = context.caps
    assert caps.glsl >= 330
    assert caps.texture_units >= 16
    assert caps.texture_size >= 1024
    assert caps.gather == (context.mgl.version_code >= 400 or "GL_ARB_gpu_shader5" in context.mgl.extensions)
    assert context.info["renderer"]


def test_moderngl_keeps_its_hands_off_the_units_of_passes(context):
    assert context.mgl.default_texture_unit >= context.caps.texture_units


def test_no_opengl_is_one_line_that_helps(monkeypatch):
    def refuse(**settings):
        raise Exception("(detect) glXGetCurrentContext:\ncannot detect OpenGL context")

    monkeypatch.setattr(moderngl, "create_context", refuse)
    for make in (Context.headless, Context.attach):
        with pytest.raises(GraphicsError, match="cannot detect OpenGL context") as caught:
            make()
        assert "\n" not in str(caught.value)
        assert "install" in str(caught.value)


def test_an_old_driver_is_refused_and_let_go(monkeypatch):
    released = []
    info = {"GL_RENDERER": "Old GPU", "GL_VERSION": "3.1", "GL_VENDOR": "Old"}
    old = SimpleNamespace(info=info, version_code=310, release=lambda: released.append(True))
    monkeypatch.setattr(moderngl, "create_context", lambda **settings: old)
    with pytest.raises(GraphicsError, match=r"OpenGL 3\.1 of Old GPU is too old, 3\.3 is needed"):
        Context.headless()
    assert released == [True]


def test_other_threads_run_while_we_wait(context):
    """`finish` must not hold the interpreter: sound would stop. The draw below cannot end before a thread has run
    only if waiting blocks that thread."""
    assert context._finish is not None
    seen = []
    gate = threading.Event()
    done = threading.Event()

    def count():
        gate.set()
        while not done.is_set():
            seen.append(1)

    thread = threading.Thread(target=count)
    thread.start()
    gate.wait()
    texture = context.mgl.texture((512, 512), 4, dtype="f4")
    fbo = context.mgl.framebuffer([texture])
    source = """#version 330
out vec4 o; uniform float n;
void main() { float s = 0.0; for (int i = 0; i < int(n); i++) s += sin(s + gl_FragCoord.x); o = vec4(s); }"""
    vertex = """#version 330
void main() { gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 0.0, 1.0); }"""
    program = context.mgl.program(vertex_shader=vertex, fragment_shader=source)
    program["n"].value = 400.0
    array = context.mgl.vertex_array(program, [])
    context.begin()
    fbo.use()
    array.render(moderngl.TRIANGLES, 3)
    before = len(seen)
    context.finish()
    after = len(seen)
    done.set()
    thread.join()
    context.park()
    for held in (array, program, fbo, texture):
        held.release()
    assert after > before


def test_state_left_by_others_does_not_reach_our_draws(context):
    import ctypes

    mgl = context.mgl
    texture = mgl.texture((4, 4), 4, dtype="f1")
    fbo = mgl.framebuffer([texture])
    fbo.use()
    mgl.enable(moderngl.BLEND | moderngl.CULL_FACE)
    enable = context.function("glEnable", ctypes.c_uint)
    enabled = context.function("glIsEnabled", ctypes.c_uint, result=ctypes.c_ubyte)
    enable(0x0C11)  # GL_SCISSOR_TEST, which moderngl does not see
    context.begin()
    fbo.use()
    assert not any(enabled(what) for what in (0x0BE2, 0x0B44, 0x0C11, 0x0B71))
    context.park()
    fbo.release()
    texture.release()


def test_the_pool_lends_the_same_again(context):
    pool = Pool(context)
    spec = TextureSpec(20, 10, 4, "f2")
    first = pool.acquire(spec)
    second = pool.acquire(spec)
    assert first is not second
    assert pool.nbytes == 2 * spec.nbytes == 2 * 20 * 10 * 8
    pool.give_back(first)
    assert pool.acquire(spec) is first
    assert (pool.lent, pool.live) == (2, 2)
    with pytest.raises(RuntimeError, match="2 textures or buffers"):
        pool.release()
    pool.give_back(first)
    pool.give_back(second)
    buffer = pool.acquire_buffer(100)
    pool.give_back_buffer(buffer)
    assert pool.acquire_buffer(100) is buffer
    pool.give_back_buffer(buffer)
    pool.trim()
    assert (pool.live, pool.nbytes) == (0, 0)
    pool.release()


def test_a_target_beyond_the_driver(context):
    limit = context.caps.texture_size
    with pytest.raises(GraphicsError, match=f"{limit + 1}x4 is asked for; this driver's limit is {limit}"):
        Pool(context).acquire(TextureSpec(limit + 1, 4, 1, "f1"))


def test_programs_are_kept_until_there_are_too_many(context):
    programs = Programs(context, limit=2)
    steps = [copy_step(0, (4, 4), bind(name, TexRef("plane", 0), (4, 4))) for name in "ABC"]
    first = programs.acquire(steps[0])
    programs.give_back(first)
    assert programs.acquire(steps[0]) is first  # held from here on
    for step in (*steps[1:], *steps[1:]):
        programs.give_back(programs.acquire(step))
    assert programs.live == 2
    assert programs.acquire(steps[0]) is first
    assert programs.compiled == 5
    with pytest.raises(RuntimeError, match="still in use"):
        programs.release()
    programs.give_back(first)
    programs.give_back(first)
    programs.release()
    assert programs.live == 0
