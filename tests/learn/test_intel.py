"""Filter folders of Intel's library: what their shaders draw is what float64 says, and what is no such folder."""

from __future__ import annotations

import json
import os
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from learn import intel_reference as reference
from learn.banks import BT709, high, low
from oracle.ours import PLAIN
from upshade import Pipeline, cli
from upshade.core import hook
from upshade.core.frame import PIXEL_FORMATS, Frame
from upshade.learn.raisr import intel, intel_glsl
from upshade.learn.shaderfile import Style

STYLE = Style("test", "Test", "made up", "MIT")


def codes(name: str, bits: int) -> reference.Float:
    """A small picture with an odd side, in code values."""
    picture = np.rint(low(high(name)[:, ::-1], 2)[:-1] * 255)
    return picture if bits == 8 else picture * 4 + np.indices(picture.shape).sum(0) % 4


def draw(context, path: Path, picture, size, bits: int, sets=()) -> reference.Float:
    """Luma in code values, with fractions."""
    h, w = picture.shape
    grey = np.full((h, w), 1 << (bits - 1), "u1" if bits == 8 else "<u2")
    pixels = PIXEL_FORMATS["yuv444p" if bits == 8 else "yuv444p10le"]
    frame = Frame((picture.astype(grey.dtype), grey, grey), w, h, pixels, BT709, pts=0)
    with Pipeline(
        None, shaders=(path,), sets=sets, size=size, options=PLAIN, output="yuv444p16le", context=context
    ) as pipeline:
        out = pipeline.process(frame)
        assert not pipeline.failures, pipeline.failures
        return np.asarray(out.planes[0], np.float64) / 2 ** (16 - bits)


def as_drawn(filters: intel.Filters) -> intel.Filters:
    """With weights that are half floats."""
    stages = []
    for stage in filters.stages:
        half = intel_glsl.packed(stage).astype(np.float16).astype(np.float64)
        stages.append(replace(stage, weights=intel_glsl.unpacked(half, stage.types)))
        assert np.abs(stages[-1].weights - stage.weights).max() < 2e-3
    return replace(filters, stages=tuple(stages))


@pytest.mark.parametrize(("types", "bits", "passes", "mode", "blend", "levels"), [
    (4, 8, 1, None, "count", "video"),
    (4, 8, 1, None, "randomness", "full"),
    (1, 8, 1, None, "count", "video"),
    (4, 8, 2, 1, "count", "video"),
    (4, 8, 2, 2, "count", "full"),
    (1, 8, 2, 2, "randomness", "video"),
    (4, 10, 1, None, "count", "video"),
    (4, 10, 1, None, "off", "full"),
])  # fmt: skip
def test_buckets_and_picture(context, tmp_path, types, bits, passes, mode, blend, levels):
    """Each pass of the library beside its model, given what the one before it drew here."""
    folder = reference.folder(tmp_path / "filters", types, bits, passes, angles=24)
    filters = as_drawn(intel.read(folder, bits, passes, mode))
    first = picture = codes("lineart", bits)
    path = tmp_path / "intel.glsl"
    for i, stage in enumerate(filters.stages):
        seen = reference.run(picture, filters, stage, blend, levels == "video")
        size = seen.low.shape[::-1]
        path.write_text(intel_glsl.buckets(filters, STYLE, i, blend, levels))
        drawn = draw(context, path, first, size, bits) / (2**bits - 1)
        different = np.where(drawn > 0.9, -1, np.rint(drawn * intel_glsl.ROWS)) != seen.buckets
        assert different.mean() <= 0.002
        assert len(np.unique(seen.buckets)) > 100  # or nothing was asked

        part = replace(filters, stages=filters.stages[: i + 1])
        path.write_text(intel_glsl.shader(part, STYLE, blend, levels))
        drawn = draw(context, path, first, size, bits)
        # The blend looks at neighbours.
        near = sliding_window_view(np.pad(different, 1), (3, 3)).any(axis=(-1, -2))
        error = np.abs(drawn - seen.out)
        assert error[~(near | seen.ties)].max() <= 1.1  # of 2^bits − 1: one, and what a half float adds
        assert (error > 0.6).mean() <= 0.002
        assert np.abs(seen.high - seen.low).max() > 20
        picture = np.rint(drawn)


def test_what_is_not_legal_falls_back(context, tmp_path):
    filters = as_drawn(intel.read(reference.folder(tmp_path / "filters")))
    stage = filters.stages[0]
    filters = replace(filters, stages=(replace(stage, weights=stage.weights * 1.15),))
    picture = codes("lineart", 8)
    video, full = (reference.run(picture, filters, filters.stages[0], "off", v) for v in (True, False))
    fallen = (video.high == video.low) & (full.high != full.low)
    assert fallen.sum() > 100
    path = tmp_path / "intel.glsl"
    path.write_text(intel_glsl.shader(filters, STYLE, "off"))
    for word, seen in (("VIDEO", video), ("FULL", full)):
        drawn = draw(context, path, picture, seen.low.shape[::-1], 8, (f"intel.sample_range=TEST_{word}",))
        assert np.median(np.abs(drawn - seen.out)[fallen]) == 0
        assert (np.abs(drawn - seen.out) > 1.1).mean() <= 0.002


def test_strength(context, tmp_path):
    filters = as_drawn(intel.read(reference.folder(tmp_path / "filters")))
    picture = codes("photo", 8)
    seen = reference.run(picture, filters, filters.stages[0], video=False)
    path = tmp_path / "intel.glsl"
    path.write_text(intel_glsl.shader(filters, STYLE, levels="full"))
    for strength in (0, 0.5):
        drawn = draw(context, path, picture, seen.low.shape[::-1], 8, (f"intel.strength={strength}",))
        want = seen.low + strength * (reference.draw(picture, filters, video=False) - seen.low)
        assert (np.abs(drawn - want) > 1.1).mean() <= 0.002


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = cli.run([str(w) for w in words])
    text = capsys.readouterr()
    return code, text.out, text.err


def test_import(capsys, tmp_path):
    folder = reference.folder(tmp_path / "my filters", passes=2)
    path = tmp_path / "2x of mine.glsl"
    code, said, err = run(capsys, "learn", "import-intel", folder, "-o", path)
    assert code == 0 and "2x, 8 bits, one pass" in said and "--passes 2" in err
    shader = hook.load(path, "mine")
    assert len(shader.passes) == 4 and shader.params[0].name == "strength"
    text = path.read_text()
    code, _, err = run(capsys, "learn", "import-intel", folder, "-o", path)
    assert code == 1 and "--overwrite" in err and path.read_text() == text
    # What the folder's notes ask for is done.
    (folder / "filternotes.txt").write_text("4. Needs passes=2 and mode = 2 to be run with.\n")
    code, said, err = run(capsys, "learn", "import-intel", folder, "-o", path, "--overwrite", "--json")
    told = json.loads(said)
    assert (told["passes"], told["mode"], told["bytes"]) == (2, 2, path.stat().st_size)
    code, said, _ = run(capsys, "learn", "import-intel", folder, "-o", path, "--overwrite", "--passes", 1)
    assert code == 0 and path.read_text() == text


def test_halves_are_read(tmp_path):
    single, half = (
        intel.read(reference.folder(tmp_path / kind, kind=kind)).stages[0].weights for kind in ("fp32", "fp16")
    )
    assert 0 < np.abs(single - half).max() < 2e-3


def filterbin(folder: Path, data: bytes) -> None:
    (folder / "filterbin_2_8").write_bytes(data)


def head(buckets=216, types=4, rows=121, kind=b"fp32") -> bytes:
    return kind + struct.pack("<3I", buckets, types, rows)


def weights(value: float) -> bytes:
    made = np.zeros(216 * 4 * 121, "<f4")
    made[7] = value
    return head() + made.tobytes()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(("change", "said"), [
    (lambda f: (f / "config").unlink(), "config: is missing"),
    (lambda f: (f / "config").write_text("24 3 3"), "four whole numbers"),
    (lambda f: (f / "config").write_text("-24 3 3 11"), "four whole numbers"),
    (lambda f: (f / "config").write_text("24 3 3 9"), "9×9 taps"),
    (lambda f: (f / "config").write_text("0 3 3 11"), "each is 1 to 64"),
    (lambda f: (f / "config").write_text("64 64 64 11"), "262144 buckets; a shader holds 2048"),
    (lambda f: (f / "config").write_text("12 3 3 11"), "216 buckets, where 'config' says 108"),
    (lambda f: (f / "config").write_bytes(b"\xff" * 9), "is no plain text"),
    (lambda f: (f / "config").write_bytes(b"1" * 99999), "is longer than 4096 bytes"),
    (lambda f: pipe(f / "config"), "is no file"),
    (lambda f: (f / "filterbin_2_8").unlink(), "holds no filters"),
    (lambda f: filterbin(f, b""), "is no filterbin"),
    (lambda f: filterbin(f, b"RIFF" * 99), "is no filterbin"),
    (lambda f: filterbin(f, head(types=9)), "9 pixel types"),
    (lambda f: filterbin(f, head(rows=2**32 - 1)), "of 4294967295 taps"),
    (lambda f: filterbin(f, head(buckets=2**32 - 1)), "4294967295 buckets"),
    (lambda f: filterbin(f, head() + bytes(100)), "has 116 bytes; 216 buckets of 4 filters are 418192"),
    (lambda f: filterbin(f, weights(0) + b"\0"), "has 418193 bytes"),
    (lambda f: filterbin(f, weights(float("nan"))), "no numbers"),
    (lambda f: filterbin(f, weights(float("-inf"))), "no numbers"),
    (lambda f: filterbin(f, weights(1e30)), "a weight of 1e+30"),
    (lambda f: pipe(f / "filterbin_2_8"), "is no file"),
    (lambda f: (f / "Qfactor_strbin_2_8").unlink(), "Qfactor_strbin_2_8: is missing"),
    (lambda f: (f / "Qfactor_strbin_2_8").write_text("0.1\n"), "has 1 thresholds, where 'config' asks for 2"),
    (lambda f: (f / "Qfactor_strbin_2_8").write_text("0.2 0.1\n"), "do not rise"),
    (lambda f: (f / "Qfactor_strbin_2_8").write_text("0.1 nan\n"), "'nan' is no number"),
    (lambda f: (f / "Qfactor_strbin_2_8").write_text("0.1 1e999\n"), "outside 0 up"),
    (lambda f: (f / "Qfactor_cohbin_2_8").write_text("0.1 1.5\n"), "outside 0 to 1"),
])  # fmt: skip
def test_what_is_no_filter_folder(capsys, tmp_path, change, said):
    folder = reference.folder(tmp_path / "filters")
    change(folder)
    path = tmp_path / "x.glsl"
    code, _, err = run(capsys, "learn", "import-intel", folder, "-o", path)
    assert code == 2 and said in err and err.count("\n") == 1, err
    assert not path.exists()


def test_what_is_asked_for_and_not_there(capsys, tmp_path):
    folder = reference.folder(tmp_path / "filters")
    for words, said in (
        ([tmp_path / "none"], "there is no such folder"),
        ([folder / "config"], "is no folder"),
        ([tmp_path / ("n" * 300)], "cannot be read: File name too long"),
        ([folder, "--bits", 10], "holds no filters for 10 bits, but for 8"),
        ([folder, "--bits", 12], "the library knows 8, 10, 16"),
        ([folder, "--passes", 2], "filterbin_2_8_2: is missing"),
        ([folder, "--mode", 2], "for one pass"),
        ([folder, "--blend", "cuont"], "did you mean 'count'"),
        ([folder, "--range", "limited"], "--range wants video or full"),
    ):
        code, _, err = run(capsys, "learn", "import-intel", *words, "-o", tmp_path / "x.glsl")
        assert code == 2 and said in err and err.count("\n") == 1, err
