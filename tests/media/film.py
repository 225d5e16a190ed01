"""A film with all that a Matroska file can hold beside its picture, made at test time, the same bytes every time.

HEVC Main10 of uneven times that do not begin at zero, in BT.2020 and PQ with mastering data; two sound tracks of
different codecs, lengths and languages; ASS, SubRip and PGS subtitles; chapters, fonts, a cover, tags, dispositions.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, cycle, takewhile
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.packet import Packet
from av.stream import Disposition
from PIL import Image

from .subs import Shown, make_pgs

START = 1500
"""When the first picture is shown, in milliseconds."""

STEPS = (42, 41, 42, 42, 41, 83, 17, 16, 17, 125)
"""How long each picture is shown, in milliseconds, again and again: film, a held picture, video, a longer hold."""

SAR = Fraction(40, 33)
RATE = 48000

# SMPTE ST 2086 in x265's words: green, blue, red and white in 1/50000, luminance in 1/10000 cd/m²; then CTA-861.3.
HDR = ("master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50):max-cll=1000,400"
       ":hdr10=1")  # fmt: skip

_ASS = """[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Gothic,20,&H00FFFFFF,&H000000FF,&H00000000,&H64000000,0,0,0,0,100,100,0,0,1,2,1,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def make_film(
    path: Path, *, duration: float = 2.0, size: tuple[int, int] = (96, 54), steps: Sequence[int] = STEPS
) -> Path:
    """`duration` in seconds; `steps`: how long each picture is shown, in milliseconds. 10 minutes take 40 s to make."""
    end = START + round(1000 * duration)
    texts = _subtitles(path, end)
    try:
        sources = [av.open(str(text)) for text in texts]
        with av.open(str(path), "w", container_options={"fflags": "+bitexact", "avoid_negative_ts": "disabled"}) as out:
            _fill(out, sources, size, steps, end)
        for source in sources:
            source.close()
    finally:
        for text in texts:
            text.unlink(missing_ok=True)
    return path


def _fill(out: Any, sources: list[Any], size: tuple[int, int], steps: Sequence[int], end: int) -> None:
    out.metadata.update(
        {"title": "A film: 映画 & more", "comment": "two\nlines", "DIRECTOR": "Nobody", "DATE_RELEASED": "1999-12-31"}
    )
    picture = out.add_stream("libx265", rate=24, options={
        "preset": "ultrafast",
        "x265-params": f"log-level=error:pools=2:frame-threads=1:keyint=48:bframes=2:b-adapt=0:open-gop=1:crf=30:{HDR}",
    })  # fmt: skip
    context = picture.codec_context
    context.width, context.height, context.pix_fmt = *size, "yuv420p10le"
    context.time_base = picture.time_base = Fraction(1, 1000)
    context.sample_aspect_ratio = SAR
    context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 9, 9, 16
    _name(picture, Disposition.default, title="The picture", language="und")
    japanese = _sound(out, "aac", "stereo", aac_coder="fast")
    _name(japanese, Disposition.default | Disposition.original, title="Stereo", language="jpn", SOURCE="disc 1")
    english = _sound(out, "libopus", "5.1", compression_level="0")
    _name(english, Disposition.comment, title="Commentary", language="eng")
    ass, srt, pgs = (out.add_stream_from_template(source.streams.subtitles[0]) for source in sources)
    _name(ass, Disposition.default, title="Full", language="eng")
    _name(srt, Disposition.forced | Disposition.hearing_impaired, title="Signs", language="ger")
    _name(pgs, Disposition(0), title="Disc", language="fre")
    noise = random.Random(1)
    out.add_attachment("Gothic.ttf", "font/ttf", noise.randbytes(4001))
    out.add_attachment("明朝.otf", "application/vnd.ms-opentype", noise.randbytes(2000))
    out.add_attachment("cover.png", "image/png", _cover())
    names = ("Opening", "第一話", "Ending; credits")
    out.set_chapters([
        {"id": n + 1, "start": START + (end - START) * n // 3, "end": START + (end - START) * (n + 1) // 3,
         "time_base": Fraction(1, 1000), "metadata": {"title": name}}
        for n, name in enumerate(names)
    ])  # fmt: skip
    out.start_encoding()
    packets = [*_pictures(picture, size, steps, end), *_sounds(japanese, START, end)]
    packets += _sounds(english, START + 250, end - 250)
    for source, stream in zip(sources, (ass, srt, pgs), strict=True):
        for packet in source.demux():
            if packet.size:
                packet.stream = stream
                packets.append(packet)
    for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
        out.mux(packet)


def _name(stream: Any, disposition: Disposition, **tags: str) -> None:
    stream.metadata.update(tags)
    stream.disposition = disposition


def _sound(out: Any, codec: str, layout: str, **options: str) -> Any:
    stream = out.add_stream(codec, rate=RATE, options=options)
    stream.codec_context.layout = layout
    stream.codec_context.bit_rate = 64000
    return stream


def _pictures(stream: Any, size: tuple[int, int], steps: Sequence[int], end: int) -> Iterator[Packet[Any]]:
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    turn = [(64 + (3 * x + 5 * y + 40 * n) % 876).astype(np.uint16) for n in range(48)]
    grey = np.full((-(-height // 2), -(-width // 2)), 512, np.uint16)
    times = takewhile(lambda t: t < end, accumulate(cycle(steps), initial=START))
    for time, luma in zip(times, cycle(turn)):
        frame = av.VideoFrame(width, height, "yuv420p10le")
        for plane, samples in zip(frame.planes, (luma, grey, grey), strict=True):
            np.ndarray((plane.height, plane.line_size // 2), np.uint16, plane)[:, : samples.shape[1]] = samples
        frame.pts, frame.time_base = time, Fraction(1, 1000)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _sounds(stream: Any, start: int, end: int) -> Iterator[Packet[Any]]:
    """A tone that changes every second, in pieces of a second."""
    layout = stream.codec_context.layout
    channels = layout.nb_channels
    for second, at in enumerate(range(start, end, 1000)):
        count = min(1000, end - at) * RATE // 1000
        wave = 0.2 * np.sin(2 * np.pi * (220 + 20 * (second % 12)) / RATE * np.arange(count))
        data = np.stack([wave * (c + 1) / channels for c in range(channels)]).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(data, format="fltp", layout=layout.name)  # encode converts it
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), at * RATE // 1000
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _subtitles(path: Path, end: int) -> list[Path]:
    """An ASS, an SRT and a PGS file: a line every four seconds, each a second and a half."""
    lines = [(at, min(at + 1500, end)) for at in range(START + 100, end - 300, 4000)]
    ass, srt, pgs = (path.with_name(f"{path.stem}-lines{suffix}") for suffix in (".ass", ".srt", ".sup"))
    style = "{\\pos(192,250)\\c&H00FF00&}"
    ass.write_text(
        _ASS
        + "".join(
            f"Dialogue: {n % 2},{_clock(a, 10)},{_clock(b, 10)},Default,,0,0,0,,{style}Line {n}, 日本語\n"
            for n, (a, b) in enumerate(lines)
        ),
        "utf-8",
    )
    srt.write_text(
        "".join(f"{n}\n{_clock(a, 1)} --> {_clock(b, 1)}\n<i>Sign</i> {n}\n\n" for n, (a, b) in enumerate(lines, 1)),
        "utf-8",
    )
    bar = np.ones((4, 40), np.uint8)
    shown = [Shown(a, b, 100 + 8 * (n % 50), 400, bar) for n, (a, b) in enumerate(lines)]
    pgs.write_bytes(make_pgs(shown, {1: (235, 128, 128, 255)}, (720, 480)))
    return [ass, srt, pgs]


def _clock(milliseconds: int, unit: int) -> str:
    """H:MM:SS.cc as ASS writes it for a `unit` of 10, HH:MM:SS,mmm as SubRip does for 1."""
    seconds, rest = divmod(milliseconds, 1000)
    hours, minutes = divmod(seconds // 60, 60)
    if unit == 10:
        return f"{hours}:{minutes:02}:{seconds % 60:02}.{rest // 10:02}"
    return f"{hours:02}:{minutes:02}:{seconds % 60:02},{rest:03}"


def _cover() -> bytes:
    image = Image.new("RGB", (32, 48), (200, 40, 40))
    data = io.BytesIO()
    image.save(data, "png")
    return data.getvalue()
