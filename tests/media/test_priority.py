"""Encoders leave the machine to others."""

from __future__ import annotations

import os

import pytest

from upshade.core.color import Tags, resolve
from upshade.core.frame import PIXEL_FORMATS
from upshade.media.codecs import CODECS
from upshade.media.segments import video_spec
from upshade.media.soundout import Device


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="is told by Linux alone")
@pytest.mark.parametrize("codec", [name for name, row in CODECS.items() if not row.software])
def test_no_encoder_makes_a_process_of_root_a_real_time_one(codec: str) -> None:
    fmt = PIXEL_FORMATS[CODECS[codec].formats[0]]
    context = video_spec(codec, {}, 128, 128, fmt, resolve(Tags(), 128))[0].open()
    assert context.is_open
    assert os.SCHED_FIFO not in {os.sched_getscheduler(int(thread)) for thread in os.listdir("/proc/self/task")}


def test_sound_can_be_played_after_an_encoder_ran() -> None:
    """miniaudio begins its thread with a priority of its own, which the C library refuses where it believes that this
    thread is a real-time one."""
    fmt = PIXEL_FORMATS[CODECS["av1"].formats[0]]
    assert video_spec("av1", {}, 128, 128, fmt, resolve(Tags(), 128))[0].open().is_open
    Device("null").close()
