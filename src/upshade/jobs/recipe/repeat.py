"""A recipe → a job that does the same to another source."""

from __future__ import annotations

import re
from dataclasses import replace

from ... import __version__
from ...core.preset import DEFAULT
from ...errors import BadInput, one_line
from ...media import codecs
from ...media.patterns import is_pattern
from ..job import Job
from .making import codec_of
from .model import Recipe

_HARMLESS = frozenset({"tune", "profile", "level", "g", "bf", "refs", "aq-mode", "aq-strength", "rc-lookahead"})
"""Options that a Python program may have given and that only ever shape the picture. There are others by which an
encoder writes files (x264's `stats`); a recipe comes from anyone, so what is not known to be harmless stays out."""
_WORD = re.compile(r"[A-Za-z0-9_.+-]{1,64}", re.ASCII)


def job_of(recipe: Recipe, job: Job) -> tuple[Job, list[str]]:
    """`job` with all that its recipe says, without `recipe`, and a line for each thing that could not be taken over.

    The recipe gives the chain and its values, the output's size (a scale stays a scale), its kernels and precision,
    `pre`, the number of the track that is burnt in, `rate` for pictures, the codec with its options, the pixel format,
    and `keep_going`; what upshade chose by the old source (`Recipe.chosen`) it chooses anew. The range stays with the
    old source. To another kind of file (a picture, where the recipe made a video) only the picture's part applies.

    What `job` says besides goes before: `shaders` come behind the chain and `sets` are applied to it; `size` or
    `scale`, `options`, `pix_fmt`, `pre`, `burn_in`, and options for the encoder each replace their own. Another
    `codec` has its own options and pixel format.

    BadInput: a `preset` besides (a recipe is one), or subtitles from a file that only the recipe's maker has.
    """
    if job.preset not in (None, DEFAULT):
        raise BadInput("a recipe brings its own chain; leave out the preset")
    if recipe.subtitles is not None and job.burn_in is None:
        raise BadInput(f"the recipe burns in '{recipe.subtitles.name}', a file beside its source; give --burn-in FILE")
    notices: list[str] = []
    if recipe.upshade != __version__:
        made_by = one_line(recipe.upshade[:40])
        notices.append(f"the recipe was written by upshade {made_by}; this is {__version__}, and may draw otherwise")
    codec, encoder, pix_fmt = job.codec, dict(job.encoder), job.pix_fmt
    pictures = f".{recipe.codec}" in codecs.STILLS
    if job.codec in (None, recipe.codec) and pictures == (f".{codec_of(job)}" in codecs.STILLS):
        if not pictures:
            codec, encoder = recipe.codec, _options(recipe, notices) | encoder
        if pix_fmt is None and "pixel_format" not in recipe.chosen:
            pix_fmt = recipe.pixel_format
    made = replace(
        job,
        preset=recipe.loaded(),
        codec=codec,
        encoder=encoder,
        pix_fmt=pix_fmt,
        keep_going=job.keep_going or recipe.keep_going,
        pre=job.pre if job.pre != "none" else "auto" if "pre" in recipe.chosen else recipe.pre,
        rate=job.rate or (recipe.rate if is_pattern(job.source) else None),
        burn_in=job.burn_in or recipe.burn_in,
        recipe=None,
    )
    return made, notices


def _options(recipe: Recipe, notices: list[str]) -> dict[str, str]:
    """Those that are known to be harmless. Of the others, one that every file of this codec has is nothing to tell."""
    row = codecs.codec(recipe.codec)
    known = {*row.options, *row.bounds, *_HARMLESS}
    taken = {}
    for name, value in recipe.encoder_options.items():
        if name in known and _WORD.fullmatch(value):
            taken[name] = value
        elif row.options.get(name) != value:
            notices.append(
                one_line(f"the recipe's {name[:40]}={value[:40]} is not among the options that are taken over")
            )
    return taken
