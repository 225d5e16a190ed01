"""Pictures begun ahead, on a screen whose swaps wait for its refresh, or do not, and a GPU that takes its time: none is
left out that could have been drawn."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from player.screen import Time, settle
from upshade.player.pacing import instant, lead
from upshade.player.playback import Playback

PANELS, HOST, HZ = 0.003, 0.0015, 60


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """By their rate, ten seconds each."""
    made = {}
    for rate in (24, 60):
        path = made[rate] = tmp_path_factory.mktemp("ahead") / f"{rate}.mkv"
        with av.open(str(path), "w") as out:
            video = out.add_stream("ffv1", rate=rate)
            video.width, video.height, video.pix_fmt = 16, 16, "yuv420p"
            for n in range(10 * rate):
                frame = av.VideoFrame.from_ndarray(np.full((24, 16), n % 200 + 20, np.uint8), "yuv420p")
                frame.pts, frame.time_base = n, Fraction(1, rate)
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
    return made


def played(path: Path, gpu: float, waits: bool, phase: float) -> list[tuple[int, float]]:
    """Five seconds of a window's loop, `gpu` seconds a picture: number of each picture that was shown, and by how much
    it was late. `phase`: of the refreshes, in refreshes."""
    noise, time, refresh = random.Random(1), Time(), 1 / HZ
    playback = Playback(path, now=time, audio=0)
    rate = float(playback.info.rate)
    settle(playback._feed)
    playback.poll(time.now)
    settle(playback._feed)
    first = time.now + phase * refresh
    playback.play()
    latency, wait, present, ready = 0.03, 0.0, 0.0, 0.0
    shown = []
    end = time.now + 5

    def swap() -> float:
        return 0.5 * refresh if waits else present

    while time.now < end:
        settle(playback._feed)
        work = latency + PANELS + wait
        now, due = time.now, playback.due()
        frame = playback.poll(instant(now, due, lead(work, swap()), work, 1 / rate))
        when = playback.when()
        time.now += PANELS + noise.random() * 0.0005 + (HOST if frame is not None else 0.0003)
        waited = 0.0
        if frame is not None:
            latency += 0.2 * (HOST - latency)
            ready = max(ready, now + HOST) + gpu
            waited = max(0.0, ready - time.now)
            time.now += waited
            if when is not None and 0 < (rest := when - swap() - time.now) < 0.25:
                time.now += rest + noise.random() * 0.0005
        wait += 0.1 * (waited - wait)
        before = time.now
        seen = first + math.ceil((time.now - first) / refresh) * refresh
        time.now = seen if waits else time.now + 0.001
        present += 0.1 * (time.now - before - present)
        if frame is not None and when is not None and frame.pts is not None:
            shown.append((round(frame.pts * frame.time_base * round(rate)), (seen if waits else time.now) - when))
        due = playback.due()
        rest = 0.05 if due is None else min(0.05, max(0.0, due - lead(latency + PANELS + wait, swap()) - time.now))
        time.now += rest if rest > 0.001 else 0.0
    playback.close()
    return shown[len(shown) // 3 :]


@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("phase", [0.1, 0.35, 0.6, 0.85])
@pytest.mark.parametrize(("rate", "gpu"), [(24, 0.005), (24, 0.020), (24, 0.030), (60, 0.004), (60, 0.008)])
def test_no_picture_is_left_out_that_could_be_drawn(clips, rate: int, gpu: float, waits: bool, phase: float) -> None:
    shown = played(clips[rate], gpu, waits, phase)
    numbers = [number for number, _ in shown]
    missing = numbers[-1] - numbers[0] + 1 - len(numbers)
    assert missing <= 1, f"{missing} of {len(numbers)}"
    assert np.percentile(np.abs([late for _, late in shown]), 95) < (1 / HZ if waits else 0.003)


def test_what_takes_too_long_is_skipped_evenly_and_not_late(clips) -> None:
    """25 ms a picture, 60 pictures a second."""
    shown = played(clips[60], 0.025, True, 0.3)
    steps = np.diff([number for number, _ in shown])
    assert steps.max() <= 4 and 1.5 < steps.mean() < 3.5
    assert np.median([late for _, late in shown]) < 2 / HZ
