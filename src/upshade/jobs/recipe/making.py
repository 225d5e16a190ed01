"""A job → its recipe."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

from ...core import chain as chains
from ...core import library
from ...core.chain import Loaded
from ...core.preset import MAX_SIZE, Output
from ...errors import BadInput, one_line
from ...media import codecs
from ...media.machine import versions
from ...media.subtitles import files_of
from .. import settings
from ..job import Job
from .fields import MAX_BYTES
from .model import LONGEST_TIME, MAX_ENTRIES, Entry, File, Recipe


def of_job(job: Job) -> Recipe:
    """The recipe of a job, its preset and shaders read. Open are `driver`, `encoder`, the encoder's own options, the
    source's hash, and what is to be chosen (`pixel_format` None, `pre` "auto"): they are filled in as they become
    known.

    Raises what `chain.load` raises; BadInput for a size, a scale, a rate or a range that means nothing.
    """
    assert job.recipe is None, "job_of first says what the recipe of another file means here"
    loaded = chains.load(job.preset, job.shaders, job.sets)
    track = job.burn_in is None or (job.burn_in.isascii() and job.burn_in.isdigit())
    chosen = {"pixel_format"} if job.pix_fmt is None else set()
    if job.pre == "auto":
        chosen.add("pre")
    return Recipe(
        source=File.of(job.source),
        chain=_entries(loaded),
        output=_output(job, loaded.output),
        start=_seconds("start", job.start),
        duration=_seconds("duration", job.duration),
        pre=job.pre,
        rate=_rate(job.rate),
        keep_going=job.keep_going,
        burn_in=job.burn_in,
        subtitles=None if track else File.of(*files_of(job.burn_in or ""), hashed=True),
        codec=codec_of(job),
        encoder_options={key: str(value) for key, value in job.encoder.items()},
        pixel_format=job.pix_fmt,
        chosen=frozenset(chosen),
        libavcodec=versions()["libavcodec"],
    )


def codec_of(job: Job) -> str:
    """What the file is encoded as: a name of `codecs.CODECS`; of a single picture, its extension ("png")."""
    if codecs.is_still(job.output):
        return Path(job.output).suffix.lower()[1:]
    return job.codec or codecs.default_codec(job.output)


def _entries(loaded: Loaded) -> tuple[Entry, ...]:
    """Two files of one name and another text get names of their own."""
    if len(loaded.entries) > MAX_ENTRIES:
        raise BadInput(f"a chain of {len(loaded.entries)} shaders is longer than {MAX_ENTRIES}")
    texts: dict[str, str] = {}
    made = []
    for entry in loaded.entries:
        shader = entry.shader
        name = base = one_line(Path(shader.name).name if library.looks_like_path(shader.name) else shader.name)
        number = 1
        while texts.setdefault(name, shader.text) != shader.text:
            number += 1
            name = f"{base}#{number}"
        values = dict(loaded.values[entry.label])
        made.append(Entry(one_line(entry.label), name, shader.text, entry.enabled, values, shader.path))
    if sum(len(text) for text in texts.values()) > MAX_BYTES * 3 // 4:
        raise BadInput(f"the shaders of the chain have more than {MAX_BYTES * 3 // 4 >> 20} MB of text together")
    return tuple(made)


def _output(job: Job, output: Output) -> Output:
    """The preset's, with the job's size, scale and options in it."""
    if job.scale is not None:
        output = replace(output, scale=settings.scale("--scale", job.scale), width=None, height=None)
    if job.size is not None:
        width, height = job.size
        if not (1 <= width <= MAX_SIZE and 1 <= height <= MAX_SIZE):
            raise BadInput(f"--size wants a width and a height from 1 to {MAX_SIZE}, not {width}x{height}")
        output = replace(output, scale=None, width=int(width), height=int(height))
    if job.options is not None:
        output = replace(output, **{f.name: getattr(job.options, f.name) for f in fields(job.options)})
    return output


def _seconds(option: str, value: float | None) -> float | None:
    if value is None:
        return None
    if not 0 <= value <= LONGEST_TIME:
        raise BadInput(f"--{option} wants seconds from 0, not {value:g}")
    return float(value)


def _rate(rate: Fraction | None) -> Fraction | None:
    if rate is not None and not (rate > 0 and max(rate.numerator, rate.denominator) < 10**18):
        raise BadInput(f"--rate wants pictures a second, not {rate}")
    return rate
