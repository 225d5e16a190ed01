"""A Frame → a still picture: PNG, JPEG, WebP, TIFF."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import av.error
from av.video.codeccontext import VideoCodecContext
from av.video.reformatter import VideoReformatter

from ..core.color import Color, Matrix, Range, Siting
from ..core.frame import Frame
from ..errors import EncodeError
from . import codecs, picturetext
from .convert import reformat, to_video
from .files import Pending
from .probe import reason

_JFIF = Color(Matrix.BT601, Range.FULL, Siting.CENTER)
"""What a JPEG file means by Y'CbCr: ITU-T T.871 §7."""


def write_still(
    path: str | os.PathLike[str], frame: Frame, *, overwrite: bool = False, inputs: tuple[str, ...] = (),
    recipe: str | None = None, sar: Fraction = Fraction(1),
) -> None:  # fmt: skip
    """The format is the extension's (`codecs.STILLS`): PNG and TIFF keep 16 bits and alpha, WebP is lossless with
    8 bits, JPEG is 4:4:4 at the highest quality and drops alpha. YUV frames become RGB. `recipe`: text that
    `read_recipe` finds in it. `sar`: width of a pixel over its height, which all but WebP say.

    Raises BadInput (unknown extension, `path` is one of `inputs`), OutputError, EncodeError.
    """
    chosen = codecs.choose_still(path, frame.format)
    row = codecs.STILLS[Path(path).suffix.lower()]
    file = Pending(path, overwrite=overwrite, inputs=inputs)
    try:
        data = _encode(frame, row, row.formats[chosen.name], sar)
        file.part.write_bytes(data if recipe is None else picturetext.put(data, recipe))
    except OSError as error:
        file.discard()
        if isinstance(error, av.error.FFmpegError):
            raise EncodeError(f"{row.encoder} refuses: {reason(error)}", file.where) from None
        raise file.failed(error) from None
    except av.error.FFmpegError as error:
        file.discard()
        raise EncodeError(f"{row.encoder} refuses: {reason(error)}", file.where) from None
    except BaseException:
        file.discard()
        raise
    file.commit()


def _encode(frame: Frame, row: codecs.Still, wire: str, sar: Fraction) -> bytes:
    video = to_video(frame)
    if video.format.name != wire:
        tool = VideoReformatter()
        rgb = frame.color.matrix is Matrix.RGB
        if wire.startswith("yuv"):
            source = _JFIF if rgb or frame.format.has_alpha else frame.color
            video = reformat(tool, video, wire, source, _JFIF)
        else:
            video = reformat(tool, video, wire, _JFIF if rgb else frame.color, _JFIF)
    context = VideoCodecContext.create(row.encoder, "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = frame.width, frame.height, wire
    context.time_base = Fraction(1, 25)
    context.options = dict(row.options)
    if sar != 1:
        # As FFmpeg, and all that reads with it, has the pair: in PNG and JPEG the other way round than their standards.
        context.sample_aspect_ratio = sar
    if row.quality is not None:
        context.qscale = True
        context.global_quality = row.quality
        context.color_range = 2
    video.pts, video.time_base, video.pict_type = 0, Fraction(1, 25), 0
    packets = [*context.encode(video), *context.encode(None)]
    return b"".join(bytes(packet) for packet in packets)
