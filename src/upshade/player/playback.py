"""One file being watched: which picture belongs on the screen when."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from time import perf_counter
from types import TracebackType
from typing import Self, TypeVar

from ..core.frame import Frame
from ..errors import ParameterError, UpshadeError
from ..media.chapters import Chapter, list_chapters
from ..media.probe import VideoInfo
from ..media.reader import open_video
from ..media.subtitles import Subtitles
from .clock import Now
from .feed import Loop
from .projector import Projector
from .tracks import SoundChoice, SubtitleChoice, Track, audio_tracks, subtitle_tracks

T = TypeVar("T")

SLOWEST, FASTEST = 0.25, 4.0

_NEAR = Fraction(1, 2000)
"""Seconds. A time that was rounded to milliseconds still names its picture."""

_BACK_TO_CHAPTER = 5.0  # seconds into a chapter; from there, going back goes to its start


class Playback:
    """A video, numbered pictures by a pattern, or a still (one picture without a clock), paused at the beginning.

    All times are seconds from the first picture, as those of `render --start`, unless it is said otherwise. All is for
    one thread, which is never made to wait, but by `close`; the decoder, the sound and the reading of subtitles have
    threads of their own. Raises what `open_video` raises, and ParameterError for an audio track that is not there.

    `pre`, `rate`: as in `open_video`. `audio`: the track's number, None for the default one, 0 for none. `subtitles`:
    as `choose_subtitles` takes it. `now`: the clock, `perf_counter` or what takes its place in tests. `wake`: called
    on other threads when there is something for `poll`.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        pre: str = "none",
        rate: float | Fraction | None = None,
        audio: int | None = None,
        sound_device: str = "auto",
        subtitles: int | str | None = None,
        now: Now = perf_counter,
        wake: Callable[[], None] | None = None,
    ) -> None:
        self._reader = open_video(path, depth=2, pre=pre, rate=rate)
        self.info = info = self._reader.info
        self.path = self._reader.path
        self.still = info.still
        self._wake = wake
        self._start = float(info.start_pts * info.time_base)
        self._own_notices: list[str] = []
        self._projector = Projector(self._reader, now, self._awake)
        self._feed = self._projector.feed
        self._closed = False
        self._loop: tuple[float, float | None] | None = None
        self._loop_file = False
        self._sound = SoundChoice(info.path, self._projector, sound_device)
        self._subtitle_delay = Fraction(0)
        self._subtitles = SubtitleChoice(info, self._awake)
        try:
            self.chapters: tuple[Chapter, ...] = self._read(list_chapters)
            self._sound.tracks = self._read(audio_tracks)
            self._subtitles.tracks = self._read(subtitle_tracks)
            self.choose_audio(audio)
            if subtitles is not None:
                self.choose_subtitles(subtitles)
            self._projector.seek(self._start, info.start_pts)
            self._feed.start()
        except BaseException:
            self.close()
            raise

    def _read(self, look: Callable[[VideoInfo], tuple[T, ...]]) -> tuple[T, ...]:
        try:
            return look(self.info)
        except UpshadeError as error:
            self._own_notices.append(str(error))
            return ()

    def _awake(self) -> None:
        if self._wake is not None:
            self._wake()

    # ── where it is

    @property
    def duration(self) -> float | None:
        """Seconds; None where the file does not say and the end was not seen yet, and for a still."""
        end = self._feed.end
        return self.info.duration if end is None else end - self._start

    @property
    def position(self) -> float:
        """Of the frame on the screen."""
        item = self._projector.item
        return 0.0 if item is None else max(0.0, item.time - self._start)

    @property
    def target(self) -> float:
        """What was sought last, while that is under way; else `position`."""
        aim = self._projector.aim
        return self.position if aim is None else aim - self._start

    @property
    def seeking(self) -> bool:
        """The picture that was asked for last is not on the screen yet."""
        return self._projector.seeking

    @property
    def ended(self) -> bool:
        """The last picture was shown for its time, the sound was heard to its end, and there is no loop."""
        return self._projector.ended

    # ── playing

    @property
    def playing(self) -> bool:
        return self._projector.playing

    def play(self) -> None:
        """From the beginning where it has ended."""
        if self.ended:
            self.seek(0.0 if self._loop is None else self._loop[0])
        if not self.still:
            self._projector.play()

    def pause(self) -> None:
        self._projector.pause()

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, time: float, *, relative: bool = False) -> None:
        """To the picture that is on the screen at `time`; from where it is, or goes, if `relative`. Clamped to what
        there is."""
        if self.still or not math.isfinite(time):
            return
        time = max(0.0, time + self.target if relative else time)
        if self.duration is not None:
            time = min(time, self.duration)
        self._projector.seek(self._start + time, self._tick(time))
        self._awake()

    def _tick(self, time: float) -> int:
        return self.info.start_pts + int((Fraction(time) + _NEAR) // self.info.time_base)

    def step(self, n: int) -> None:
        """So many pictures on, or back where negative; pauses. Further steps add up."""
        if not self.still:
            self._projector.step(n)
            self._awake()

    # ── speed, sound, tracks

    @property
    def speed(self) -> float:
        """0.25…4 times as fast; set values are clamped."""
        return self._projector.clock.speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._projector.set_speed(min(FASTEST, max(SLOWEST, value)))

    @property
    def volume(self) -> float:
        """0…1.3, 1 as it is in the file; set values are clamped."""
        return self._sound.volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._sound.volume = min(1.3, max(0.0, value))
        self._sound.adjust(self._sound.sound)

    @property
    def muted(self) -> bool:
        return self._sound.muted

    @muted.setter
    def muted(self, value: bool) -> None:
        self._sound.muted = value
        self._sound.adjust(self._sound.sound)

    @property
    def audio_delay(self) -> float:
        """Seconds by which sound comes later than in the file; negative: earlier."""
        return self._projector.clock.delay

    @audio_delay.setter
    def audio_delay(self, value: float) -> None:
        self._projector.set_delay(value)

    @property
    def sound_device(self) -> str:
        """Its name, "" while there is none."""
        sound = self._sound.sound
        return "" if sound is None else sound.device

    @property
    def audio_tracks(self) -> tuple[Track, ...]:
        return self._sound.tracks

    @property
    def audio_track(self) -> int:
        """The number of the one that is played, 0 for none."""
        return self._sound.number

    def choose_audio(self, number: int | None) -> None:
        """The track of that number, None for the default one, 0 for none. ParameterError if there is no such."""
        self._sound.choose(number)

    @property
    def subtitle_tracks(self) -> tuple[Track, ...]:
        """Those of the video's file, those beside it that are called like it, and what was chosen."""
        return self._subtitles.tracks

    @property
    def subtitle_track(self) -> int:
        """The number of the one that was chosen, 0 for none."""
        return self._subtitles.number

    @property
    def subtitles(self) -> Subtitles | None:
        """What is drawn over the pictures, at `frame.pts * frame.time_base`; None while there is nothing. For one
        thread; another choice closes it."""
        self._subtitles.poll()
        current = self._subtitles.current
        if current is not None:
            current.delay = self._subtitle_delay
        return current

    @property
    def subtitle_delay(self) -> float:
        """Seconds by which subtitles come later than in their file; negative: earlier."""
        return float(self._subtitle_delay)

    @subtitle_delay.setter
    def subtitle_delay(self, value: float) -> None:
        self._subtitle_delay = Fraction(value).limit_denominator(1000)

    @property
    def subtitles_loading(self) -> bool:
        self._subtitles.poll()
        return self._subtitles.loading

    def choose_subtitles(self, track: int | str | None) -> None:
        """A number of `subtitle_tracks` (or its text), a file, which joins them, or None for none. They are there after
        a while; what fails then is a notice. ParameterError for a number that is not there."""
        self._subtitles.choose(track)

    # ── loops and chapters

    @property
    def loop_file(self) -> bool:
        """From the last picture on to the first, without a gap. A `loop` comes first."""
        return self._loop_file

    @loop_file.setter
    def loop_file(self, value: bool) -> None:
        self._loop_file = value
        self._set_loop()

    @property
    def loop(self) -> tuple[float, float | None] | None:
        """(A, B): the pictures of [A, B) again and again, None for the end. Who seeks behind B leaves it. Set values
        are clamped; ParameterError where B is not behind A."""
        return self._loop

    @loop.setter
    def loop(self, value: tuple[float, float | None] | None) -> None:
        if value is not None:
            a, b = max(0.0, value[0]), value[1]
            if b is not None and not b > a:
                raise ParameterError(f"the loop ends at {b:g} s, must end after its start at {a:g} s")
            value = (a, b)
        self._loop = value
        self._set_loop()
        if value is not None and value[1] is not None and not self.still and self.target >= value[1]:
            self.seek(value[0])

    def _set_loop(self) -> None:
        if self.still:
            return
        loop: Loop | None = None
        if self._loop is not None:
            a, b = self._loop
            last = None if b is None else max(self.info.tick(b), self._tick(a) + 1)
            loop = Loop(self._tick(a), last, self._start + a, None if b is None else self._start + b)
        elif self._loop_file:
            loop = Loop(self.info.start_pts, None, self._start, None)
        self._projector.loop(loop)

    @property
    def chapter(self) -> int | None:
        """Index of the chapter on the screen (it may begin while its first picture is there), None before the first."""
        reached = self._projector.reached - self._start
        begun = [i for i, c in enumerate(self.chapters) if c.start < reached]
        return begun[-1] if begun else None

    def next_chapter(self, n: int = 1) -> bool:
        """To the start of a chapter `n` further on, or back: from the middle of one, -1 is its own start. False where
        there is none."""
        if not self.chapters or not n:
            return False
        at = self.chapter
        index = -1 if at is None else at
        if n < 0 and at is not None and self.target - self.chapters[at].start > _BACK_TO_CHAPTER:
            n += 1
        index = max(0, index + n) if n < 0 else index + n
        if index >= len(self.chapters):
            return False
        self.seek(self.chapters[index].start)
        return True

    # ── the screen

    def poll(self, at: float) -> Frame | None:
        """The frame that belongs on the screen at `at` (`perf_counter`, when the next swap will be seen); None: what is
        there stays. Call it for each swap."""
        return self._projector.poll(at)

    def due(self) -> float | None:
        """When `poll` will have the next frame (or the end), as far as that is known: a time of `perf_counter`."""
        return self._projector.due()

    def when(self) -> float | None:
        """When the frame that `poll` gave last belongs on the screen: a time of `perf_counter`; None while paused."""
        return self._projector.when()

    def drawn(self, frame: Frame, at: float) -> None:
        """`frame` was seen at `at`."""
        self._projector.drawn(frame, at)

    @property
    def dropped(self) -> int:
        """Pictures that were passed over: they came too late, or the screen asks too seldom for all."""
        return self._projector.dropped

    @property
    def shown(self) -> int:
        """Pictures that `poll` gave."""
        return self._projector.shown

    @property
    def stalls(self) -> int:
        """How often the clock had to wait for the decoder."""
        return self._projector.stalls

    @property
    def av_difference(self) -> float | None:
        """Seconds by which pictures are ahead of the sound (of the clock, where there is none), smoothed."""
        return self._projector.av_difference

    @property
    def decode_ms(self) -> float | None:
        """Milliseconds that a picture takes to decode, the median of the last ones."""
        spent = list(self._reader.spent)
        return 1000 * median(spent) if spent else None

    @property
    def queued(self) -> int:
        """Pictures that are decoded and wait."""
        with self._projector.lock:
            return self._feed.reel.ahead

    @property
    def notices(self) -> list[str]:
        """Lines for people; more may come."""
        lines = [*self._reader.notices, *self._own_notices, *self._sound.notices]
        self._subtitles.poll()
        if self._subtitles.error is not None:
            lines.append(self._subtitles.error)
        if self._subtitles.current is not None:
            lines += self._subtitles.current.notices
        return lines

    @property
    def error(self) -> str | None:
        """Why decoding stopped, in one line; a seek tries again."""
        return self._feed.error

    def close(self) -> None:
        """Ends all threads but one that reads subtitles, which ends by itself. May be called again."""
        if self._closed:
            return
        self._closed = True
        self._feed.close()
        self._reader.close()
        self._sound.close()
        self._subtitles.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
