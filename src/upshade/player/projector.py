"""Which of the decoded pictures belongs on the screen at which instant."""

from __future__ import annotations

from collections.abc import Callable

from ..core.frame import Frame
from ..media.reader import Reader
from .clock import MasterClock, Now, Sounding
from .feed import DEPTH, MOST_DEPTH, Feed, Loop
from .pacing import Pacer
from .reel import Item

_DRY = 0.25
"""Seconds that a picture may be late because it is not decoded; then the clock waits for the decoder."""

_HURRY = 0.5
"""Seconds after which a seek that is under way makes room for the last one asked for."""


class Projector:
    """Takes pictures from a feed by the time of a clock. Times are seconds of the file's clock.

    `clock`: used with `lock` held, as is all of the feed. `item`: what is on the screen. `aim`: the time that was
    sought, while that is under way. `playing`, `ended`; `dropped`: pictures that were passed over because they came too
    late or the screen too seldom, `shown`: those that were not; `stalls`: how often the clock waited for the decoder.
    `av_difference`: seconds by which pictures are ahead of the sound (of the clock, where there is none), smoothed.
    """

    def __init__(self, reader: Reader, now: Now, wake: Callable[[], None]) -> None:
        self._now = now
        self.clock = MasterClock(now)
        self.feed = Feed(reader, full=self._pass_over, wake=wake)
        self.lock = self.feed.changed
        self._pacer = Pacer()
        self.item: Item | None = None
        self.aim: float | None = None
        self.playing = self.ended = False
        self.dropped = self.shown = self.stalls = 0
        self.av_difference: float | None = None
        self._was_playing = False  # when it ended
        self._stalled = False
        self._moved = False  # by steps: the clock stands elsewhere
        self._steps = 0
        self._asked_at = 0.0

    @property
    def seeking(self) -> bool:
        """The picture that was asked for last is not on the screen yet."""
        with self.lock:
            return self.feed.asked != self.feed.given or self.feed.fresh or self._steps != 0

    @property
    def reached(self) -> float:
        """When the picture on the screen, or the one that was asked for, gives way to the next."""
        if self.aim is not None:
            return self.aim + 1e-6
        with self.lock:
            following = self.feed.reel.following
            return self._end() if following is None else following.time

    # ── orders

    def play(self) -> None:
        with self.lock:
            if self.playing:
                return
            self.playing = True
            self._steps = 0
            self.feed.stepping = False
            if not self.seeking:
                if self._moved and self.item is not None:
                    self.clock.seek(self.item.time)
                self._go()

    def pause(self) -> None:
        with self.lock:
            self.playing = self._stalled = self._was_playing = False
            self.clock.pause()

    def seek(self, time: float, tick: int) -> None:
        """To the picture that is on the screen at `tick`, the clock to `time`. Goes on playing, also where it played to
        the end."""
        with self.lock:
            if self.ended and self._was_playing:
                self.playing = True
            self.ended = self._was_playing = self._stalled = self._moved = False
            self._steps = 0
            self.feed.stepping = False
            self.aim, self._asked_at = time, self._now()
            self.clock.seek(time)
            if not self.feed.hold(tick):
                self.feed.seek(tick)

    def step(self, n: int) -> None:
        """So many pictures on, or back where negative; pauses. Further steps add up."""
        with self.lock:
            self.pause()
            self.ended = False
            self._steps += n
            self.feed.stepping = n < 0
            self.feed.refill()

    def attach(self, sound: Sounding | None) -> None:
        """Goes on with this sound. Who gave the one before closes it."""
        with self.lock:
            if sound is not self.clock.sound:
                self.clock.sound = sound
                self.clock.turn()

    def set_speed(self, speed: float) -> None:
        with self.lock:
            self.clock.turn(speed)
            self._pacer.forget()

    def set_delay(self, delay: float) -> None:
        """Of the sound, in seconds."""
        with self.lock:
            self.clock.delay = delay
            if self.clock.sound is not None:
                self.clock.turn()

    def loop(self, loop: Loop | None) -> None:
        with self.lock:
            self.feed.loop(loop)

    def _go(self) -> None:
        self._moved = self._stalled = False
        self._pacer.forget()
        self.clock.play()
        self.feed.refill()

    # ── the screen

    def poll(self, at: float) -> Frame | None:
        """The frame that belongs on the screen at `at`; None: what is there stays."""
        with self.lock:
            feed = self.feed
            self._pacer.refresh(at)
            if feed.fresh:
                return self._arrived()
            if feed.asked != feed.given:
                if self._now() - self._asked_at > _HURRY:
                    feed.hurry()
                return None
            self.aim = None
            if self._steps:
                return self._stepped()
            return self._paced(at) if self.playing else None

    def due(self) -> float | None:
        """When `poll` will have the next frame (or the end), as far as that is known."""
        with self.lock:
            feed = self.feed
            if feed.fresh or self._steps:
                return self._now()
            if not self.playing or feed.asked != feed.given:
                return None
            item = feed.reel.peek()
            if item is not None:
                return self.clock.when(_due(item))
            end = None if feed.waiting else self.clock.when(self._end())
            # Behind the last picture there may be sound for long.
            return end if end is not None and end > self._now() else None

    def when(self) -> float | None:
        """When the frame that `poll` gave last belongs on the screen; None while nothing runs."""
        with self.lock:
            return self.clock.when(self.item.time) if self.playing and self.item is not None else None

    def drawn(self, frame: Frame, at: float) -> None:
        """`frame` was seen at `at`."""
        with self.lock:
            running = self.playing and not self._stalled and self.clock.when(0.0) is not None
            now = 0.0 if frame.time is None else self.clock.difference(frame.time, at)
            if running and abs(now) < 0.5:  # more is another round of a loop, or from before a seek
                before = now if self.av_difference is None else self.av_difference
                self.av_difference = before + (now - before) * 0.1

    def _show(self, index: int) -> Frame:
        self.item = self.feed.reel.show(index)
        self.shown += 1
        self.feed.refill()
        return self.item.frame

    def _arrived(self) -> Frame:
        """The first picture after a seek."""
        feed = self.feed
        feed.fresh = False
        frame = self._show(feed.reel.next)
        self.av_difference = None
        if feed.asked == feed.given:
            self.aim = None
            if self.playing:
                self._go()
        return frame

    def _stepped(self) -> Frame | None:
        reel, feed = self.feed.reel, self.feed
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
        master, reel, pacer = self.clock, self.feed.reel, self._pacer
        time = master.time(at)
        if time is None:
            return None
        speed = master.speed
        chosen, passed, late, wait = None, 0, 0.0, None
        while (item := reel.peek()) is not None:
            due = _due(item)
            if time + pacer.early * speed < due:
                wait = (due - time) / speed
                break
            if item.lap is not None:
                back = item.lap.end - item.lap.start
                master.turn(back=back)
                time -= back
            passed += chosen is not None
            chosen, late = reel.next, (time - item.time) / speed
            reel.next += 1
        if self._stalled and (reel.ahead >= DEPTH // 2 or not self.feed.waiting):
            self._stalled = False
            master.play()
        if chosen is not None and not passed:
            pacer.shows(late)
        elif passed:
            pacer.forget()
        if wait is not None:
            pacer.waits(wait)
        elif chosen is None:
            self._dry(time)
        if chosen is None:
            return None
        self.dropped += passed
        if passed and wait is None and self.feed.waiting:
            # The screen asks too seldom for so few.
            self.feed.depth = min(MOST_DEPTH, 2 * self.feed.depth)
        return self._show(chosen)

    def _dry(self, time: float) -> None:
        """There is no next picture (yet)."""
        behind = time - self._end()
        if self.feed.waiting:
            if behind > _DRY * self.clock.speed and not self._stalled:
                self._stalled = True
                self.stalls += 1
                self.clock.pause()
        elif behind > -1e-6 and not self.clock.heard:
            self.ended, self._was_playing, self.playing = True, True, False
            self.clock.pause()

    def _end(self) -> float:
        """When the frame on the screen has been there for its time, in seconds of the file's clock."""
        return 0.0 if self.item is None else self.feed.end_of(self.item.frame)

    def _pass_over(self) -> float | None:
        """Asked by the feed when its queue is full: a picture that nobody came for makes room."""
        feed, reel = self.feed, self.feed.reel
        time = self.clock.peek()
        following = reel.peek(1)
        if not self.playing or self._stalled or feed.fresh or feed.asked != feed.given or time is None:
            return None
        if following is None or following.lap is not None or reel.items[reel.next].lap is not None:
            return None
        wait = (following.time - time) / self.clock.speed
        if wait > 0:
            return max(wait, 0.005)
        reel.pass_over()
        self.dropped += 1
        return 0.0


def _due(item: Item) -> float:
    """When its turn comes, on the clock that runs before it."""
    return item.time if item.lap is None else item.lap.end
