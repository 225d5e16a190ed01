"""A shader file's own textures and a plan's tables, sampled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from handmade import bind, frame_of, pixels, single

from upshade.core.frame import PIXEL_FORMATS
from upshade.core.shader import TextureBlock
from upshade.core.steps import TexRef
from upshade.core.texformat import FORMATS
from upshade.errors import CompileError
from upshade.gl.pool import Pool

FRAME = frame_of(PIXEL_FORMATS["rgba"], 8, 6)
OFFERED = [name for name, form in FORMATS.items() if form.store and not form.prefix]
WHOLE = [name for name, form in FORMATS.items() if form.prefix]
BANK = bind("bank", TexRef("file", 0, "own"), (3, 2), bare=True)


@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers_come_whole(name, execute):
    form = FORMATS[name]
    ends = np.iinfo(form.dtype)
    raw = np.random.default_rng(3).integers(ends.min, ends.max, (2, 3, form.components), form.dtype, endpoint=True)
    block = TextureBlock("bank", (3, 2), name, raw.tobytes(), linear=False)
    # A float holds 24 bits: the lower 16 on the left, the upper on the right.
    body = f"""vec4 hook() {{
        ivec2 at = ivec2(gl_FragCoord.xy);
        {form.prefix}vec4 v = texelFetch(bank, ivec2(at.x & 3, at.y), 0);
        return at.x < 4 ? vec4(v & 65535{form.prefix.strip("i")}) : vec4(v >> 16);
    }}
"""
    plan, chain = single(body, textures=[block], binds=[replace(BANK, linear=False)])
    got = pixels(execute(plan, chain, FRAME))[:2, :, : form.components].astype(np.int64)
    np.testing.assert_array_equal(got[:, 4:7] * 65536 + got[:, :3], raw)


@pytest.mark.parametrize("name", OFFERED)
def test_every_format_holds_what_the_file_says(name, execute):
    form = FORMATS[name]
    rng = np.random.default_rng(3)
    shape = (2, 3, form.components)
    if form.dtype.kind == "u":
        top = np.iinfo(form.dtype).max
        raw = rng.integers(0, top, shape, form.dtype, endpoint=True)
        want = raw / top
    else:
        raw = (rng.standard_normal(shape) * 100).astype(form.dtype)
        want = raw.astype(np.float16 if form.store == "f2" else np.float32).astype(np.float64)
    block = TextureBlock("bank", (3, 2), name, raw.tobytes(), linear=False)
    body = "vec4 hook() { return bank_tex((floor(gl_FragCoord.xy) + 0.5) * bank_pt); }\n"
    plan, chain = single(body, textures=[block], binds=[replace(BANK, linear=False)])
    got = pixels(execute(plan, chain, FRAME))[:2, :3, : form.components]
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-7)


def test_a_format_that_is_not_offered(execute):
    block = TextureBlock("bank", (3, 2), "rgba64ui", bytes(192))
    plan, chain = single("vec4 hook() { return bank_tex(vec2(0.5)); }\n", textures=[block], binds=[BANK])
    with pytest.raises(CompileError, match="TEXTURE bank: format rgba64ui holds 64-bit numbers") as caught:
        execute(plan, chain)
    assert caught.value.label == "own"


@pytest.mark.parametrize(
    ("border", "index"),
    [("CLAMP", [0, 0, 0, 1, 2, 2, 2]), ("REPEAT", [1, 2, 0, 1, 2, 0, 1]), ("MIRROR", [1, 0, 0, 1, 2, 2, 1])],
)
@pytest.mark.parametrize("linear", [True, False])
def test_borders(border, index, linear, execute):
    row = np.array([10, 70, 200], np.uint8)
    block = TextureBlock("bank", (3, 1), "r8", row.tobytes(), linear=linear, border=border)
    body = "vec4 hook() { return bank_tex(vec2((gl_FragCoord.x - 2.0) / 3.0, 0.5)); }\n"
    plan, chain = single(body, textures=[block], binds=[replace(BANK, size=(3, 1, 1), linear=linear)])
    got = pixels(execute(plan, chain, FRAME))[0, :7, 0] * 255
    np.testing.assert_allclose(got, row[index], atol=1e-3)


def test_filter(execute):
    block = TextureBlock("bank", (2, 1), "r8", bytes([0, 100]))
    body = "vec4 hook() { return bank_tex(vec2(0.4375, 0.5)); }\n"
    for linear, want in ((True, 37.5), (False, 0.0)):
        plan, chain = single(body, textures=[block], binds=[replace(BANK, size=(2, 1, 1), linear=linear)])
        assert pixels(execute(plan, chain, FRAME))[0, 0, 0] * 255 == pytest.approx(want, abs=0.01)


def test_a_solid_table_of_colours(execute):
    """Trilinear, against numpy; size and its inverse too."""
    n = 5
    rng = np.random.default_rng(1)
    cube = rng.random((n, n, n, 4)).astype(np.float32)
    block = TextureBlock("lut", (n, n, n), "rgba32f", cube.tobytes())
    body = """vec4 hook()
{
    vec3 c = HOOKED_tex(HOOKED_pos).rgb;
    return lut_tex(c * (lut_size - 1.0) * lut_pt + 0.5 * lut_pt);
}
"""
    plan, chain = single(body, textures=[block], binds=[bind("lut", TexRef("file", 0, "own"), (n, n, n), bare=True)])
    got = pixels(execute(plan, chain, FRAME))
    at = FRAME.planes[0][..., :3].astype(np.float64) / 255 * (n - 1)
    low = np.minimum(at.astype(int), n - 2)
    part = at - low
    want = np.zeros_like(got, dtype=np.float64)
    for corner in np.ndindex(2, 2, 2):
        x, y, z = (low[..., i] + corner[i] for i in range(3))
        weight = np.prod([part[..., i] if corner[i] else 1 - part[..., i] for i in range(3)], axis=0)
        want += weight[..., None] * cube[z, y, x]
    np.testing.assert_allclose(got, want, atol=1e-5)


def test_tables_are_float_and_not_filtered(execute):
    table = np.arange(24, dtype=np.float32).reshape(2, 3, 4) * 1000 + 0.125
    flat = np.arange(6, dtype=np.float32).reshape(2, 3)
    body = """vec4 hook()
{
    vec2 p = gl_FragCoord.xy / vec2(3.0, 2.0);
    return gl_FragCoord.x < 3.0 ? texture(wide, p) : texture(thin, p - vec2(1.0, 0.0));
}
"""
    binds = [bind("wide", TexRef("table", 0), (3, 2), bare=True, linear=False),
             bind("thin", TexRef("table", 1), (3, 2), bare=True, linear=False)]  # fmt: skip
    plan, chain = single(body, binds=binds)
    got = pixels(execute(replace(plan, tables=(table, flat)), chain, FRAME))
    np.testing.assert_array_equal(got[:2, :3], table)
    np.testing.assert_array_equal(got[:2, 3:6, 0], flat)


def test_equal_data_is_one_texture_and_stays_for_the_next_plan(context):
    pool = Pool(context)
    block = TextureBlock("bank", (3, 2), "r8", bytes(range(6)))
    first, second = pool.data.acquire_block(block), pool.data.acquire_block(replace(block, name="other"))
    other_shape = pool.data.acquire_block(replace(block, size=(2, 3)))
    assert first is second
    assert first is not other_shape
    assert pool.data.live == 2
    for texture in (first, second, other_shape):
        pool.data.give_back(texture)
    assert pool.data.acquire_block(block) is first
    pool.trim()
    assert pool.data.live == 1
    pool.data.give_back(first)
    pool.release()
    assert pool.live == 0


def test_values_beyond_half_floats_become_infinite(execute):
    block = TextureBlock("bank", (1, 1), "r16f", np.array([1e6], "<f4").tobytes())
    plan, chain = single("vec4 hook() { return bank_tex(vec2(0.5)); }\n", textures=[block],
                         binds=[replace(BANK, size=(1, 1, 1), linear=False)])  # fmt: skip
    assert np.isinf(pixels(execute(plan, chain, FRAME))[0, 0, 0])
