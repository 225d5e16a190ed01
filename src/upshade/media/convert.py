"""FFmpeg's pictures to `Frame`s and back, without a copy wherever the samples already lie right."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from ..core.color import Color, Matrix, Range, Tags, resolve
from ..core.frame import PIXEL_FORMATS, Frame, Model, PixelFormat
from ..core.hdr import Hdr

# Exact integer paths of libswscale; without these flags it rounds to the nearest of a coarse table.
_EXACT = (
    Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP
)

_SAME_MEMORY = {"yuvj420p": "yuv420p", "yuvj422p": "yuv422p", "yuvj444p": "yuv444p", "gray8": "gray"}
"""Other names for formats that differ in meaning only; yuvj means full range."""

_SPACE = {Matrix.BT601: Colorspace.ITU601, Matrix.BT709: Colorspace.ITU709, Matrix.BT2020: Colorspace.BT2020}


def nearest_format(name: str, *, still: bool = False) -> PixelFormat:
    """The format of PIXEL_FORMATS that keeps most of FFmpeg's format `name`: the bits (rounded up where there
    are none so deep), the chroma subsampling (rounded to the finer), and alpha, which only RGB formats hold. Where
    there is no such format, a still keeps its alpha, a moving picture its gray or Y'CbCr samples."""
    name = _SAME_MEMORY.get(name, name)
    if name in PIXEL_FORMATS:
        return PIXEL_FORMATS[name]
    fmt = VideoFormat(name, 16, 16)
    bits = max(part.bits for part in fmt.components)
    alpha = has_alpha(name) and (still or _model(fmt) is Model.RGB)
    model, sub = Model.RGB if alpha else _model(fmt), (1, 1)
    if model is Model.YUV:
        sub = (min(16 // fmt.chroma_width(16), 2), min(16 // fmt.chroma_height(16), 2))
        if sub == (1, 2):
            sub = (1, 1)
    rows = [
        row
        for row in PIXEL_FORMATS.values()
        if row.model is model and row.sub == sub and row.has_alpha == alpha and row.shift == 0
        if len(row.planes) == (3 if model is Model.YUV else 1)
    ]
    deep = [row for row in rows if row.bits >= bits]
    return min(deep, key=lambda row: row.bits) if deep else max(rows, key=lambda row: row.bits)


def has_alpha(name: str) -> bool:
    """FFmpeg's format `name` can say that a pixel is transparent."""
    fmt = VideoFormat(name, 16, 16)
    return fmt.has_palette or any(part.is_alpha for part in fmt.components)


def _model(fmt: VideoFormat) -> Model:
    if fmt.is_rgb or fmt.has_palette or fmt.is_bayer or fmt.name.startswith("xyz"):
        return Model.RGB
    # PyAV's is_chroma is False for 4:4:4, so the components are counted.
    return Model.GRAY if sum(not part.is_alpha for part in fmt.components) == 1 else Model.YUV


def loses(name: str, fmt: PixelFormat) -> bool:
    """Reading FFmpeg's format `name` as `fmt` computes new samples; otherwise it only puts them in another order."""
    source = VideoFormat(_SAME_MEMORY.get(name, name), 16, 16)
    if source.name in PIXEL_FORMATS:
        return False
    bits = max(part.bits for part in source.components)
    model = _model(source)
    sub = (16 // source.chroma_width(16), 16 // source.chroma_height(16)) if model is Model.YUV else (1, 1)
    rescaled = bits > 8 and bits != fmt.bits
    real = re.search(r"f(16|32)(le|be)$", source.name) is not None
    same = model is fmt.model or (model is Model.GRAY and fmt.has_alpha)
    return rescaled or real or source.is_bayer or source.name.startswith("xyz") or not same or sub != fmt.sub


def plane_view(video: VideoFrame, index: int, fmt: PixelFormat, *, writable: bool = False) -> NDArray[Any]:
    """Plane `index` as an array of `fmt.plane_shape`, in the picture's own memory; rows may be padded."""
    plane = video.planes[index]
    shape = fmt.plane_shape(index, video.width, video.height)
    item = fmt.dtype.itemsize
    line = plane.line_size
    strides = (line, item) if len(shape) == 2 else (line, item * shape[2], item)
    # Bottom-up pictures have a negative line size; PyAV's buffer then starts at the last row.
    offset = -line * (shape[0] - 1) if line < 0 else 0
    view: NDArray[Any] = np.ndarray(shape, fmt.dtype, plane, offset, strides)  # type: ignore[arg-type]
    view.flags.writeable = writable
    return view


def empty_frame(fmt: PixelFormat, width: int, height: int, color: Color, **time: Any) -> Frame:
    """A Frame whose planes lie in a picture of FFmpeg's: fill them once, and the writer encodes it without a
    copy. Rows are padded to 16 bytes. `time`: pts, time_base, duration, sar."""
    video = VideoFrame(width, height, fmt.name)
    planes = tuple(plane_view(video, i, fmt, writable=True) for i in range(len(fmt.planes)))
    return Frame(planes, width, height, fmt, color, owner=video, **time)


class Converter:
    """Decoded pictures → Frames, each of its own size, in the nearest format, with its own colours.

    `tags`: the stream's, for what a picture leaves unsaid. `still`: alpha is kept, see `nearest_format`; `opaque`: it
    says nothing. `image`: the container is one of pictures, whose gray is full range.
    """

    def __init__(self, tags: Tags, sar: Fraction, *, image: bool = False, still: bool = False, opaque: bool = False):
        self.sar = sar
        self.hdr: Hdr | None = None
        """What frames carry of it."""
        self._tags, self._image, self._still, self._opaque = tags, image, still, opaque
        self._reformatter = VideoReformatter()
        self._known: tuple[object, ...] = ()
        self._meaning: tuple[PixelFormat, Color, Color] | None = None

    def meaning(self, video: VideoFrame) -> tuple[PixelFormat, Color]:
        """The format and colours of the Frame that `frame` makes of this picture."""
        fmt, color, _ = self._mean(video)
        return fmt, color

    def _mean(self, video: VideoFrame) -> tuple[PixelFormat, Color, Color]:
        own = (video.color_range, video.colorspace, video.color_primaries, video.color_trc)
        key = (video.format.name, video.height, own)
        if self._meaning is None or self._known != key:
            self._known, self._meaning = key, self._resolve(video.format.name, video.height, Tags(*own))
        return self._meaning

    def _resolve(self, name: str, height: int, own: Tags) -> tuple[PixelFormat, Color, Color]:
        """The Frame's format and colours, and what the samples mean before a conversion to RGB."""
        fmt = nearest_format(name, still=self._still)
        if self._opaque and fmt.has_alpha:
            fmt = PIXEL_FORMATS["rgb24" if fmt.bits == 8 else "rgb48le"]
        stream = self._tags
        tags = Tags(
            own.range or stream.range,
            own.space if own.space != 2 else stream.space,
            own.primaries if own.primaries != 2 else stream.primaries,
            own.transfer if own.transfer != 2 else stream.transfer,
        )
        full = name.startswith("yuvj") or (self._image and fmt.model is Model.GRAY)
        color = resolve(tags, height, rgb=fmt.model is Model.RGB, jpeg=full)
        return fmt, color, resolve(tags, height, jpeg=full)

    def frame(self, video: VideoFrame, pts: int | None, time_base: Fraction, duration: int = 0) -> Frame:
        """A Frame on the picture's own planes; of a copy where the format is none of PIXEL_FORMATS."""
        fmt, color, samples = self._mean(video)
        if _SAME_MEMORY.get(video.format.name, video.format.name) != fmt.name:
            video = reformat(self._reformatter, video, fmt.name, samples, samples)
        planes = tuple(plane_view(video, i, fmt) for i in range(len(fmt.planes)))
        width, height = video.width, video.height
        return Frame(planes, width, height, fmt, color, pts, time_base, duration, self.sar, video, self.hdr)


def reformat(
    tool: VideoReformatter, video: VideoFrame, name: str, source: Color, target: Color, width: int = 0, height: int = 0
) -> VideoFrame:
    """`video` as FFmpeg's format `name`. `source` and `target` say what YUV samples mean on either side."""
    return tool.reformat(
        video,
        width or video.width,
        height or video.height,
        name,
        src_colorspace=_SPACE.get(source.matrix),
        dst_colorspace=_SPACE.get(target.matrix),
        src_color_range=ColorRange.JPEG if source.range is Range.FULL else ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG if target.range is Range.FULL else ColorRange.MPEG,
        interpolation=_EXACT,
        threads=1,
    )


def to_video(frame: Frame, fresh: bool = False) -> VideoFrame:
    """The Frame as a picture of FFmpeg's: its own memory if that is where its planes lie, else a copy."""
    owner = frame.owner
    if (
        isinstance(owner, VideoFrame)
        and not fresh
        and _SAME_MEMORY.get(owner.format.name, owner.format.name) == owner.format.name == frame.format.name
        and (owner.width, owner.height) == (frame.width, frame.height)
    ):
        return owner
    video = VideoFrame(frame.width, frame.height, frame.format.name)
    for index, plane in enumerate(frame.planes):
        np.copyto(plane_view(video, index, frame.format, writable=True), plane)
    return video


def padded(frame: Frame, width: int, height: int) -> VideoFrame:
    """The Frame in the upper left of a larger picture, its last column and row repeated over the rest: what costs an
    encoder least, and does not show where a player scales."""
    video = VideoFrame(width, height, frame.format.name)
    for index, plane in enumerate(frame.planes):
        view = plane_view(video, index, frame.format, writable=True)
        more = [(0, a - b) for a, b in zip(view.shape, plane.shape, strict=True)]
        np.copyto(view, np.pad(plane, more, mode="edge"))
    return video
