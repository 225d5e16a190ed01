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
from ..media.reader import open_video
from ..media.subtitles import Subtitles
from . import tracks
from .clock import MasterClock, Now, Sounding
from .feed import DEPTH, MOST_DEPTH, Feed, Loop
from .pacing import Pacer
from .reel import Item
from .tracks import SubtitleChoice, Track

T = TypeVar("T")

SLOWEST, FASTEST = 0.25, 4.0

_NEAR = Fraction(1, 1000)
"""Seconds. A time that is rounded to milliseconds still names its picture."""

_DRY = 0.25
"""Seconds that a picture may be late because it is not decoded; then the clock waits for the decoder."""

_HURRY = 0.5
"""Seconds after which a seek that is under way makes room for the last one asked for."""

_BACKTO_CHAPTER = 5.0  # seconds into a chapter; from there, going back goes to its start


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
        self._now, self._device, self._wake = now, sound_device, wake
        self._start = float(info.start_pts * info.time_base)
        self._own_notices: list[str] = []
        self._master = MasterClock(now)
        self._pacer = Pacer()
        self._feed = Feed(self._reader, full=self._pass_over, wake=self._awake)
        self._lock = self._feed.changed
        self._playing = self._stalled = self._moved = self._closed = False
        self._ended = self._was_playing = False
        self._item: Item | None = None
        self._aim: float | None = None
        self._asked_at = 0.0
        self._steps = 0
        self._volume, self._muted = 1.0, False
        self._loop: tuple[float, float | None] | None = None
        self._loop_file = False
        self._difference: float | None = None
        self.dropped = self.shown = self.stalls = 0
        self.audio_track = 0
        self.subtitle_track = 0
        self._subtitles = SubtitleChoice(info, self._awake)
        try:
            self.chapters: tuple[Chapter, ...] = self._read(lambda: list_chapters(info), ())
            self.audio_tracks = self._read(lambda: tracks.audio_tracks(info), ())
            self.subtitle_tracks = self._read(lambda: tracks.subtitle_tracks(info), ())
            self.choose_audio(audio)
            if subtitles is not None:
                self.choose_subtitles(subtitles)
            with self._lock:
                self._master.seek(self._start)
                self._feed.seek(info.start_pts)
            self._feed.start()
        except BaseException:
            self.close()
            raise

    def _read(self, look: Callable[[], tuple[T, ...]], none: tuple[T, ...]) -> tuple[T, ...]:
        try:
            return look()
        except (UpshadeError, OSError) as error:
            self._own_notices.append(str(error))
            return none

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
        return 0.0 if self._item is None else max(0.0, self._item.time - self._start)

    @property
    def target(self) -> float:
        """What was sought last, while that is under way; else `position`."""
        return self.position if self._aim is None else self._aim

    @property
    def seeking(self) -> bool:
        """The picture that was asked for last is not on the screen yet."""
        with self._lock:
            return self._feed.asked != self._feed.given or self._feed.fresh

    @property
    def ended(self) -> bool:
        """The last picture was shown for its time, the sound was heard to its end, and there is no loop."""
        return self._ended

    # ── playing

    @property
    def playing(self) -> bool:
        return self._playing

    def play(self) -> None:
        """From the beginning where it has ended."""
        if self.still:
            return
        with self._lock:
            if self._ended:
                self.seek(0.0 if self._loop is None else self._loop[0])
            if self._playing:
                return
            self._playing = True
            self._steps = 0
            self._feed.stepping = False
            if not self.seeking:
                if self._moved and self._item is not None:
                    self._master.seek(self._item.time)
                self._go()

    def pause(self) -> None:
        with self._lock:
            self._playing = self._stalled = self._was_playing = False
            self._master.pause()

    def toggle(self) -> None:
        if self._playing:
            self.pause()
        else:
            self.play()

    def _go(self) -> None:
        self._moved = self._stalled = False
        self._pacer.forget()
        self._master.play()

    def seek(self, time: float, *, relative: bool = False) -> None:
        """To the picture that is on the screen at `time`; from where it is, or goes, if `relative`. Clamped to what
        there is."""
        if self.still or not math.isfinite(time):
            return
        with self._lock:
            time = max(0.0, time + self.target if relative else time)
            if self.duration is not None:
                time = min(time, self.duration)
            if self._ended and self._was_playing:
                self._playing = True
            self._ended = self._was_playing = self._stalled = self._moved = False
            self._steps = 0
            self._feed.stepping = False
            self._aim, self._asked_at = time, self._now()
            self._master.seek(self._start + time)
            tick = self._tick(time)
            if not self._feed.hold(tick):
                self._feed.seek(tick)
        self._awake()

    def _tick(self, time: float) -> int:
        return self.info.start_pts + int((Fraction(time) + _NEAR) // self.info.time_base)

    def step(self, n: int) -> None:
        """So many pictures on, or back where negative; pauses. Further steps add up."""
        if self.still:
            return
        with self._lock:
            self.pause()
            self._ended = False
            self._steps += n
            self._feed.stepping = n < 0
            self._feed.refill()
        self._awake()

    # ── speed, sound, tracks

    @property
    def speed(self) -> float:
        """0.25…4 times as fast; set values are clamped."""
        return self._master.speed

    @speed.setter
    def speed(self, value: float) -> None:
        with self._lock:
            self._master.turn(min(FASTEST, max(SLOWEST, value)))
            self._pacer.forget()

    @property
    def volume(self) -> float:
        """0…1.3, 1 as it is in the file; set values are clamped."""
        return self._volume

    @volume.setter
    def volume(self, value: float) -> None:
        self._volume = min(1.3, max(0.0, value))
        if self._master.sound is not None:
            self._master.sound.volume = self._volume

    @property
    def muted(self) -> bool:
        return self._muted

    @muted.setter
    def muted(self, value: bool) -> None:
        self._muted = value
        if self._master.sound is not None:
            self._master.sound.muted = value

    @property
    def audio_delay(self) -> float:
        """Seconds by which sound comes later than in the file; negative: earlier."""
        return self._master.delay

    @audio_delay.setter
    def audio_delay(self, value: float) -> None:
        with self._lock:
            self._master.delay = value
            if self._master.sound is not None:
                self._master.turn()

    @property
    def sound_device(self) -> str:
        """Its name, "" while there is none."""
        return "" if self._master.sound is None else self._master.sound.device

    def choose_audio(self, number: int | None) -> None:
        """The track of that number, None for the default one, 0 for none. ParameterError if there is no such."""
        if number is None:
            wanted = next((t for t in self.audio_tracks if t.default), next(iter(self.audio_tracks), None))
        else:
            wanted = _of_number(self.audio_tracks, number, "audio")
        old, new = self._master.sound, None
        if wanted is not None and wanted.stream is not None:
            try:
                new = tracks.open_sound(self.info.path, wanted.stream, self._device)
            except (UpshadeError, ImportError) as error:
                self._own_notices.append(f"no sound: {error}")
        if new is not None:
            new.volume, new.muted = self._volume, self._muted
        with self._lock:
            self.audio_track = 0 if new is None or wanted is None else wanted.number
            self._master.sound = new
            if old is not None or new is not None:
                self._master.turn()
        if old is not None:
            self._own_notices += [line for line in _told(old) if line not in self._own_notices]
            old.close()

    @property
    def subtitles(self) -> Subtitles | None:
        """What is drawn over the pictures, at `frame.pts * frame.time_base`; None while there is nothing."""
        self._subtitles.poll()
        return self._subtitles.current

    @property
    def subtitles_loading(self) -> bool:
        self._subtitles.poll()
        return self._subtitles.loading

    def choose_subtitles(self, track: int | str | None) -> None:
        """A number of `subtitle_tracks` (or its text), a file, which joins them, or None for none. They are there after
        a while; what fails then is a notice. ParameterError for a number that is not there."""
        if track is None or track == 0:
            self.subtitle_track = 0
            self._subtitles.choose(None)
            return
        if isinstance(track, str) and track.isascii() and track.isdigit():
            track = int(track)
        if isinstance(track, int):
            found = _of_number(self.subtitle_tracks, track, "subtitle")
            assert found is not None
        else:
            path = os.fspath(track)
            known = next((t for t in self.subtitle_tracks if t.path == path), None)
            found = known or Track(len(self.subtitle_tracks) + 1, os.path.basename(path), None, path)
            if known is None:
                self.subtitle_tracks = (*self.subtitle_tracks, found)
        self.subtitle_track = found.number
        self._subtitles.choose(str(found.number) if found.path is None else found.path)

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
        with self._lock:
            self._feed.loop(loop)

    @property
    def chapter(self) -> int | None:
        """Index of the chapter on the screen, None before the first."""
        begun = [i for i, c in enumerate(self.chapters) if c.start <= self.target + float(_NEAR)]
        return begun[-1] if begun else None

    def next_chapter(self, n: int = 1) -> bool:
        """To the start of a chapter `n` further on, or back: from the middle of one, -1 is its own start. False where
        there is none."""
        if not self.chapters or not n:
            return False
        at = self.chapter
        index = -1 if at is None else at
        if n < 0 and at is not None and self.target - self.chapters[at].start > _BACKTO_CHAPTER:
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
        with self._lock:
            feed = self._feed
            self._pacer.refresh(at)
            if feed.fresh:
                return self._arrived()
            if feed.asked != feed.given:
                if self._now() - self._asked_at > _HURRY:
                    feed.hurry()
                return None
            self._aim = None
            if self._steps:
                return self._stepped()
            return self._paced(at) if self._playing and not self.still else None

    def due(self) -> float | None:
        """When `poll` will have the next frame (or the end), as far as that is known: a time of `perf_counter`."""
        with self._lock:
            feed, master = self._feed, self._master
            if feed.fresh or self._steps:
                return self._now()
            item = feed.reel.peek()
            if not self._playing or feed.asked != feed.given:
                return None
            if item is not None:
                return master.when(item.time if item.lap is None else item.lap.end)
            return None if feed.waiting or self._item is None else master.when(self._end())

    def drawn(self, frame: Frame, at: float) -> None:
        """`frame` was seen at `at`."""
        with self._lock:
            if not self._playing or self._item is None or frame is not self._item.frame or self._stalled:
                return
            if self._master.when(0.0) is None:
                return
            now = self._master.difference(self._item.time, at)
            self._difference = now if self._difference is None else self._difference + (now - self._difference) * 0.1

    @property
    def av_difference(self) -> float | None:
        """Seconds by which pictures are ahead of the sound (of the clock, where there is none), smoothed."""
        return self._difference

    @property
    def decode_ms(self) -> float | None:
        """Milliseconds that a picture takes to decode, the median of the last ones."""
        spent = list(self._reader.spent)
        return 1000 * median(spent) if spent else None

    @property
    def queued(self) -> int:
        """Pictures that are decoded and wait."""
        with self._lock:
            return self._feed.reel.ahead

    @property
    def notices(self) -> list[str]:
        """Lines for people; more may come."""
        sound = self._master.sound
        lines = [*self._reader.notices, *self._own_notices, *([] if sound is None else _told(sound))]
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

    def _show(self, index: int) -> Frame:
        self._item = self._feed.reel.show(index)
        self.shown += 1
        self._feed.refill()
        return self._item.frame

    def _arrived(self) -> Frame:
        """The first picture after a seek."""
        feed = self._feed
        feed.fresh = False
        frame = self._show(feed.reel.next)
        self._difference = None
        if feed.asked == feed.given:
            self._aim = None
            if self._playing:
                self._go()
        return frame

    def _stepped(self) -> Frame | None:
        reel, feed = self._feed.reel, self._feed
        shown = reel.shown if reel.shown >= 0 else reel.next - 1
        index = min(len(reel.items) - 1, max(0, shown + self._steps))
        self._steps -= index - shown
        if (self._steps < 0 and reel.first) or (self._steps > 0 and not feed.waiting) or feed.error is not None:
            self._steps = 0
        if self._steps < 0:
            feed.back()
        if index == reel.shown:
            return None
        self._moved = True
        return self._show(index)

    def _paced(self, at: float) -> Frame | None:
        master, reel, pacer = self._master, self._feed.reel, self._pacer
        time = master.time(at)
        if time is None:
            return None
        speed = master.speed
        chosen, passed, late = None, 0, 0.0
        while (item := reel.peek()) is not None:
            due = item.time if item.lap is None else item.lap.end
            if time + pacer.early * speed < due:
                if chosen is None:
                    pacer.waits((due - time) / speed)
                break
            if item.lap is not None:
                back = item.lap.end - item.lap.start
                master.turn(back=back)
                time -= back
            passed += chosen is not None
            chosen, late = reel.next, (time - item.time) / speed
            reel.next += 1
        if self._stalled and (reel.ahead >= DEPTH // 2 or not self._feed.waiting):
            self._stalled = False
            master.play()
        if chosen is None:
            if reel.peek() is None:
                self._dry(time, at)
            return None
        self.dropped += passed
        if passed and reel.peek() is None and self._feed.waiting:
            # The screen asks too seldom for so few.
            self._feed.depth = min(MOST_DEPTH, 2 * self._feed.depth)
        if passed:
            pacer.forget()
        else:
            pacer.shows(late)
        return self._show(chosen)

    def _dry(self, time: float, at: float) -> None:
        """There is no next picture (yet)."""
        behind = time - self._end()
        if self._feed.waiting:
            if behind > _DRY * self._master.speed and not self._stalled:
                self._stalled = True
                self.stalls += 1
                self._master.pause()
        elif behind > -1e-6 and not self._master.heard:
            self._ended, self._was_playing, self._playing = True, True, False
            self._master.pause()

    def _end(self) -> float:
        """When the frame on the screen has been there for its time, in seconds of the file's clock."""
        return 0.0 if self._item is None else self._feed.end_of(self._item.frame)

    def _pass_over(self) -> float | None:
        """Asked by the feed when its queue is full: a picture that nobody came for makes room."""
        feed, reel = self._feed, self._feed.reel
        time = self._master.peek()
        following = reel.peek(1)
        if not self._playing or self._stalled or feed.fresh or feed.asked != feed.given or time is None:
            return None
        if following is None or following.lap is not None or reel.items[reel.next].lap is not None:
            return None
        wait = (following.time - time) / self._master.speed
        if wait > 0:
            return max(wait, 0.005)
        reel.pass_over()
        self.dropped += 1
        return 0.0

    def close(self) -> None:
        """Ends all threads but one that reads subtitles, which ends by itself. May be called again."""
        if self._closed:
            return
        self._closed = True
        self._feed.close()
        self._reader.close()
        if self._master.sound is not None:
            self._master.sound.close()
            self._master.sound = None
        self._subtitles.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _of_number(known: tuple[Track, ...], number: int, kind: str) -> Track | None:
    if number == 0:
        return None
    if not 1 <= number <= len(known):
        has = f"; it has {len(known)}" if known else "; it has none"
        raise ParameterError(f"there is no {kind} track {number}{has}")
    return known[number - 1]


def _told(sound: Sounding) -> list[str]:
    return [*sound.notices, *([f"no sound: {sound.error}"] if sound.error else [])]
