"""Planes up and down, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from handmade import bind, color_of, copy_step, frame_of

from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.core.steps import Moment, Options, Plan, Source, Target, TexRef, TextureSpec
from upshade.errors import BadInput
from upshade.gl.readback import RING
from upshade.gl.upload import plane_spec

SIZE = (37, 23)


def copy_plan(form):
    """Every plane drawn once into a texture of its own format."""
    source = Source(*SIZE, form, color_of(form))
    steps, slots = [], []
    for k in range(len(form.planes)):
        spec = plane_spec(source, k)
        steps.append(copy_step(k, (spec.width, spec.height), bind("P", TexRef("plane", k), (spec.width, spec.height))))
        slots.append(TextureSpec(spec.width, spec.height, spec.components, spec.store))
    outputs = tuple(TexRef("slot", k) for k in range(len(slots)))
    return Plan(source, Target(*SIZE, form, source.color), Options(), tuple(steps), tuple(slots), outputs)


def padded(frame, pixels=11):
    """The same planes as decoders give them: rows longer than the picture."""
    planes = []
    for plane in frame.planes:
        wide = np.full((plane.shape[0], plane.shape[1] + pixels, *plane.shape[2:]), 170, plane.dtype)
        wide[:, : plane.shape[1]] = plane
        planes.append(wide[:, : plane.shape[1]])
    return frame.with_planes(tuple(planes))


def cut_from_the_end(frame):
    """Padded, and behind the last pixel of the last row the memory ends."""
    planes = []
    for plane in frame.planes:
        stride = plane.strides[0] + 4 * plane.strides[1]
        memory = np.zeros((plane.shape[0] - 1) * stride + plane.strides[0], np.uint8)
        view = np.ndarray(plane.shape, plane.dtype, memory, 0, (stride, *plane.strides[1:]))
        view[...] = plane
        planes.append(view)
    return frame.with_planes(tuple(planes))


def upside_down(frame):
    return frame.with_planes(tuple(np.ascontiguousarray(p[::-1])[::-1] for p in frame.planes))


@pytest.mark.parametrize("software", [True, False], ids=["from memory", "through buffers"])
@pytest.mark.parametrize("name", PIXEL_FORMATS)
def test_round_trip_is_exact(name, software, context, execute, monkeypatch):
    monkeypatch.setattr(context, "software", software)
    form = PIXEL_FORMATS[name]
    executor = execute(copy_plan(form))
    for seed, variant in enumerate((lambda f: f, padded, cut_from_the_end, upside_down, lambda f: f)):
        frame = frame_of(form, *SIZE, seed)
        executor.upload(variant(frame))
        executor.start(Moment())
        executor.run()
        for k, plane in enumerate(executor.read()):
            np.testing.assert_array_equal(plane, frame.planes[k], err_msg=f"plane {k}, variant {seed}")


@pytest.mark.parametrize("name", ["yuv420p", "yuv444p10le", "nv12", "rgb24", "rgba64le"])
def test_frames_in_flight_arrive_in_order(name, execute):
    form = PIXEL_FORMATS[name]
    executor = execute(copy_plan(form))
    frames = [frame_of(form, *SIZE, seed) for seed in range(5)]
    taken = []
    for frame in frames:
        executor.upload(frame)
        executor.start(Moment())
        executor.run()
        executor.start_read()
        if executor.pending_reads == RING:
            taken.append(executor.take())
    with pytest.raises(RuntimeError, match="take one first"):
        executor.start_read()
        executor.start_read()
    while executor.pending_reads:
        taken.append(executor.take())
    for planes, frame in zip(taken, frames, strict=False):
        for plane, sent in zip(planes, frame.planes, strict=True):
            np.testing.assert_array_equal(plane, sent)
    with pytest.raises(IndexError):
        executor.take()


def test_reading_into_given_arrays(execute):
    form = PIXEL_FORMATS["yuv420p"]
    executor = execute(copy_plan(form), frame=(frame := frame_of(form, *SIZE)))
    out = [np.zeros(p.shape, p.dtype) for p in frame.planes]
    planes = executor.read(out)
    for plane, place, sent in zip(planes, out, frame.planes, strict=True):
        assert plane is place
        np.testing.assert_array_equal(place, sent)
    with pytest.raises(ValueError, match="contiguous"):
        executor.read([np.zeros((1, 1), np.uint8), None, None])


def test_a_plane_that_passes_is_the_frames_own(execute, programs):
    form = PIXEL_FORMATS["yuv420p"]
    source = Source(*SIZE, form, color_of(form))
    plan = Plan(
        source, Target(*SIZE, form, source.color), Options(), (), (), tuple(TexRef("plane", k) for k in range(3))
    )
    frames = [frame_of(form, *SIZE, seed) for seed in range(2)]
    executor = execute(plan, frame=frames[0])
    assert executor.read()[1] is frames[0].planes[1]
    executor.start_read()
    executor.upload(frames[1])
    executor.start(Moment())
    assert executor.take()[1] is frames[0].planes[1]
    out = [np.empty_like(p) for p in frames[1].planes]
    executor.read(out)
    np.testing.assert_array_equal(out[2], frames[1].planes[2])
    assert programs.compiled == 0


def test_a_frame_of_another_kind_is_refused(execute):
    form = PIXEL_FORMATS["yuv420p"]
    executor = execute(copy_plan(form))
    with pytest.raises(BadInput, match="36x23 yuv420p came where 37x23 yuv420p is planned"):
        executor.upload(frame_of(form, 36, 23))
    frame = frame_of(form, *SIZE)
    short = Frame((frame.planes[0][:-1], *frame.planes[1:]), *SIZE, form, frame.color)
    with pytest.raises(BadInput, match=r"plane 0 is \(22, 37\) uint8, \(23, 37\)"):
        executor.upload(short)


@pytest.mark.parametrize("lacking", [(3, "f1"), (3, "nu2"), (1, "nu2")])
def test_a_format_that_cannot_be_drawn_is_replaced(lacking, context, pool, execute, monkeypatch):
    """Some drivers draw neither into three components nor into 16-bit unorm: the samples must survive."""
    from upshade.errors import GraphicsError

    real = pool._create

    def create(spec, components, store):
        if (components, store) == lacking:
            raise GraphicsError("no")
        return real(spec, components, store)

    monkeypatch.setattr(pool, "_create", create)
    name = {(3, "f1"): "rgb24", (3, "nu2"): "rgb48le", (1, "nu2"): "gray16le"}[lacking]
    form = PIXEL_FORMATS[name]
    for variant in (lambda f: f, padded):
        frame = frame_of(form, *SIZE)
        executor = execute(copy_plan(form), frame=variant(frame))
        assert executor._slots[0].components, executor._slots[0].store != lacking
        np.testing.assert_array_equal(executor.read()[0], frame.planes[0])
        executor.start_read()
        np.testing.assert_array_equal(executor.take()[0], frame.planes[0])
