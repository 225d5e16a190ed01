"""Frames → a video file with the other streams of the source: encoder and assembly as one thing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

from ..core.color import Color
from ..core.frame import Frame, PixelFormat
from ..errors import EncodeError, OutputError, Where
from . import codecs
from .assemble import losses, write_video
from .copy import Span
from .encoder import Closed, Encoder
from .files import Pending, check_output, failure
from .pictures import write_pictures
from .probe import VideoInfo
from .segments import video_spec


class Writer:
    """Takes Frames of one size and format, in order. Leave the `with` block, or `finish`, to get the file; an
    exception, or `abort`, and nothing is left of it. Where the encoder takes no such size, the last column and row
    are repeated as far as it needs (`notices` says so).

    `source` gives time base, average rate, pixel shape and the streams to copy; `start`, `duration` (seconds, as given
    to `Reader.frames`) trim those, and times then count from `start`. `codec`: a name of `codecs.CODECS`, `options`
    go before its own. `recipe`: text that `read_recipe` finds in the file. `segment_frames`: pictures a closed segment,
    None for one segment. `depth`: frames that may wait.

    Raises, on making: BadInput (extension, codec, options, the output is the source), OutputError, EncodeError; later
    from `write` and `finish`: OutputError, EncodeError.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        width: int,
        height: int,
        format: PixelFormat,
        color: Color,
        *,
        source: VideoInfo | None = None,
        copy_streams: bool = True,
        start: float | None = None,
        duration: float | None = None,
        time_base: Fraction | None = None,
        rate: Fraction | None = None,
        sar: Fraction | None = None,
        codec: str = "h264",
        options: Mapping[str, str] | None = None,
        recipe: str | None = None,
        overwrite: bool = False,
        segment_frames: int | None = None,
        depth: int = 4,
    ) -> None:
        muxer = codecs.container(path, codec)
        self.spec, self.notices = video_spec(
            codec, options, width, height, format, color, source, time_base=time_base, rate=rate, sar=sar
        )
        self.frames_written = 0
        self._source = source if copy_streams else None
        self._span = Span.of(source, start, duration)
        self._recipe = recipe
        self._segment_frames = segment_frames
        self._open = False  # a segment is
        self._logs: list[Path] = []
        self._state = "open"
        self._path, self._where, self._overwrite = path, Where(os.fspath(path)), overwrite
        # None: a sequence of pictures, each a file of its own.
        inputs = (source.path,) if source else ()
        if not muxer:
            check_output(path, overwrite=overwrite, inputs=inputs)
        self._file = Pending(path, overwrite=overwrite, inputs=inputs) if muxer else None
        try:
            self.notices += losses(path, self.spec, self._source)
            # Beside the output, where there is room for it.
            self._folder = Path(
                tempfile.mkdtemp(".segments", f".{Path(path).stem[:40]}.", Path(path).absolute().parent)
            )
        except OSError as error:
            self._discard()
            raise failure(error, self._where, "") from None
        except BaseException:
            self._discard()
            raise
        self._encoder = Encoder(self.spec, self._closed, shift=self._span.shift, depth=depth)

    @property
    def bytes_written(self) -> int:
        """So far, of video."""
        return self._encoder.bytes_written

    def write(self, frame: Frame) -> None:
        """Hands a frame over; waits while `depth` are under way. Its planes must stay as they are from now on."""
        if self._state != "open":
            raise EncodeError("the file is closed already", self._where)
        try:
            if self._open and self._segment_frames and self.frames_written % self._segment_frames == 0:
                self._encoder.end()
                self._open = False
            if not self._open:
                self._open = True
                self._encoder.begin(self._folder / f"{self.frames_written:09d}")
            self._encoder.write(frame)
        except BaseException as error:
            self.abort()
            raise self._told(error) from None
        self.frames_written += 1

    def finish(self) -> None:
        """Encodes what is left, completes the file and gives it its name."""
        if self._state != "open":
            return
        try:
            if not self._open:
                raise EncodeError("no frame came, so there is no video to write", self._where)
            self._encoder.end()
            self._encoder.finish()
            self._assemble()
        except BaseException as error:
            self.abort()
            raise self._told(error) from None
        self._state = "finished"
        self._remove_segments()
        if self._file is not None:
            self._file.commit()

    def _assemble(self) -> None:
        source, recipe = self._source, self._recipe
        if self._file is not None:
            self.notices += write_video(self._file, self.spec, self._logs, self._span, source=source, recipe=recipe)
        else:
            name = source.path if source else None
            self.notices += write_pictures(
                self._path, self._logs, source=name, recipe=recipe, overwrite=self._overwrite
            )

    def abort(self) -> None:
        """Stops at once; nothing is left of the file."""
        if self._state != "open":
            return
        self._state = "aborted"
        self._encoder.abort()
        self._remove_segments()
        self._discard()

    def _discard(self) -> None:
        if self._file is not None:
            self._file.discard()

    def _closed(self, segment: Closed) -> None:
        self._logs.append(segment.path)

    def _remove_segments(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def _told(self, error: BaseException) -> BaseException:
        """The user knows the file, not its segments."""
        if not isinstance(error, OutputError | EncodeError) or error.where is None:
            return error
        return type(error)(error.message, self._where) if Path(error.where.path).parent == self._folder else error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()
        else:
            self.abort()
