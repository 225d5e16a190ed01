"""`compare` as a user types it, its figures against FFmpeg's own filters."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pytest

from media.clips import make_clip
from upshade import cli
from upshade.core.frame import PIXEL_FORMATS
from upshade.engine import frame_of
from upshade.media.processor import with_processor
from upshade.media.stills import write_still

SIZE = (208, 192)


def make(path: Path, times=range(6), *, fmt="yuv420p", base=Fraction(1, 24), size=SIZE, change=0, tags=None, skip=(),
         seed=5) -> Path:  # fmt: skip
    """A lossless clip of noise over slow waves: picture i is the same in every file of one size and format. `change`: a
    number that is added to luma of picture 2. `tags`: range, space, transfer."""
    width, height = size
    layout = PIXEL_FORMATS[fmt]
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=24)
        stream.width, stream.height, stream.pix_fmt = width, height, fmt
        context = stream.codec_context
        context.time_base = base
        if tags:
            context.color_range, context.colorspace, context.color_trc = tags
        for i, t in enumerate(times):
            random = np.random.default_rng(seed + i)
            video = av.VideoFrame(width, height, fmt)
            for k, plane in enumerate(video.planes):
                shape = layout.plane_shape(k, width, height)
                y, x = np.mgrid[: shape[0], : shape[1]]
                eight = 128 + 70 * np.sin((x + 5 * i) / (9 + k)) * np.cos(y / 11) + random.normal(0, 4, shape)
                eight = np.round(eight + (change if k == 0 and i == 2 else 0)).astype(np.uint16)
                view = np.ndarray(shape, layout.dtype, plane, 0, (plane.line_size, layout.dtype.itemsize))
                view[...] = eight << (layout.bits - 8)
            if i in skip:
                continue
            video.pts, video.time_base = t, base
            out.mux(stream.encode(video))
        out.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="module")
def clean(folder: Path) -> Path:
    return make(folder / "clean.mkv")


@pytest.fixture(scope="module")
def lossy(folder: Path, clean: Path) -> Path:
    """`clean` coded hard by x264."""
    path = folder / "lossy.mkv"
    with av.open(str(clean)) as source, av.open(str(path), "w") as out:
        stream = out.add_stream(
            "libx264", rate=24, options=with_processor("libx264", {"crf": "34", "preset": "ultrafast"})
        )
        stream.width, stream.height, stream.pix_fmt = (*SIZE, "yuv420p")
        for frame in source.decode(video=0):
            frame.pict_type = 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Do a comparison; (exit code, stdout, stderr)."""
    monkeypatch.setenv("COLUMNS", "80")

    def do(*words: object) -> tuple[int, str, str]:
        code = cli.run(["compare", *(str(w) for w in words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return do


@pytest.fixture
def figures(run):
    def do(*words: object) -> dict:
        code, text, err = run(*words, "--json")
        assert (code, err) == (0, ""), err
        return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))

    return do


def ffmpeg(test: Path, reference: Path, graph: str, tmp_path: Path) -> str:
    program = imageio_ffmpeg.get_ffmpeg_exe()
    words = [program, "-nostdin", "-hide_banner", "-i", test, "-i", reference, "-lavfi", graph, "-f", "null", "-"]
    return subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60).stderr


# ── figures


@pytest.mark.parametrize("fmt", ["yuv420p", "yuv422p10le"])
def test_psnr_is_ffmpegs(figures, folder: Path, tmp_path: Path, fmt: str) -> None:
    a, b = (make(folder / f"{fmt}-{seed}.mkv", fmt=fmt, seed=seed) for seed in (5, 50))
    found = figures(a, b, "--metrics", "psnr", "--per-frame")
    ffmpeg(b, a, "[0:v][1:v]psnr=stats_file=stats.txt", tmp_path)
    lines = (tmp_path / "stats.txt").read_text().splitlines()
    assert len(lines) == len(found["per_frame"]) == 6
    for line, ours in zip(lines, found["per_frame"], strict=True):
        theirs = dict(re.findall(r"psnr_([yuv]):([0-9.]+)", line))
        for key, name in (("psnr_luma", "y"), ("psnr_cb", "u"), ("psnr_cr", "v")):
            assert ours[key] == pytest.approx(float(theirs[name]), abs=0.0051)
    assert "psnr_rgb" not in found, "both planes of chroma are coded alike, and tell all"


def test_vmaf_is_libvmafs_and_ms_ssim_is_near_its_own(figures, clean, lossy, tmp_path: Path) -> None:
    """libvmaf's MS-SSIM halves pictures by another filter, so the last digits differ."""
    found = figures(clean, lossy, "--metrics", "ms-ssim,vmaf", "--per-frame")
    ffmpeg(lossy, clean, "[0:v][1:v]libvmaf=log_fmt=json:log_path=log.json:feature=name=float_ms_ssim", tmp_path)
    theirs = [frame["metrics"] for frame in json.loads((tmp_path / "log.json").read_text())["frames"]]
    assert [p["vmaf"] for p in found["per_frame"]] == pytest.approx([f["vmaf"] for f in theirs], abs=1e-4)
    ours = [p["ms_ssim_luma"] for p in found["per_frame"]]
    assert ours == pytest.approx([f["float_ms_ssim"] for f in theirs], abs=3e-3) and max(ours) < 0.995
    assert "VMAF is of luma, model vmaf_v0.6.1" in found["notes"]


def test_every_measures_some_and_vmaf_still_sees_all_motion(figures, clean, lossy) -> None:
    whole = figures(clean, lossy, "--metrics", "psnr,vmaf", "--per-frame")
    some = figures(clean, lossy, "--metrics", "psnr,vmaf", "--per-frame", "--every", "2")
    assert (some["frames"], some["pairs"]) == (3, 6)
    assert some["per_frame"] == [p for p in whole["per_frame"] if p["frame"] % 2 == 0]


def test_mean_of_psnr_is_of_the_errors_and_the_worst_is_named(figures, run, folder: Path, clean: Path) -> None:
    """One of six pictures differs, by 8 everywhere."""
    other = make(folder / "one.mkv", change=8)
    found = figures(clean, other)
    luma = found["psnr_luma"]
    assert luma["min"] == pytest.approx(20 * np.log10(255 / 8))
    assert luma["mean"] == pytest.approx(20 * np.log10(255 / 8) + 10 * np.log10(6))
    assert luma["worst_frame"] == 2 and luma["worst_time"] == pytest.approx(2 / 24, abs=1e-3)
    assert found["psnr_cb"]["mean"] is None and not found["identical"], "infinite has no word in JSON"
    code, text, _ = run(clean, other)
    assert code == 0 and max(map(len, text.splitlines())) <= 80
    assert re.search(r"PSNR luma, dB +37\.85 +30\.07 +0\.083 s", text) and re.search(r"PSNR Cb, dB +∞ +∞\n", text)


def test_the_same_file_twice(run, figures, clean: Path) -> None:
    code, text, _ = run(clean, clean)
    assert code == 0 and "6 frames, equal in every pixel" in text
    data = figures(clean, clean, "--metrics", "psnr,ssim,ssimulacra2")
    assert data["identical"] and data["psnr_luma"]["mean"] is None
    assert data["ssim_luma"]["mean"] == 1.0 and data["ssimulacra2"]["mean"] == 100.0


def test_pictures_in_rgb(figures, tmp_path: Path) -> None:
    """PSNR of a constant difference of 5 is 20·log10(255/5)."""
    base = np.random.default_rng(1).integers(10, 240, (24, 40, 3), dtype=np.uint8)
    for name, picture in (("a.png", base), ("b.png", base + 5)):
        write_still(tmp_path / name, frame_of(picture))
    data = figures(tmp_path / "a.png", tmp_path / "b.png")
    assert data["frames"] == 1 and not data["identical"]
    assert data["psnr_rgb"]["mean"] == pytest.approx(34.1514, abs=1e-3)
    assert data["psnr_luma"]["mean"] == pytest.approx(34.1514, abs=1e-3)
    assert 0.9 < data["ssim_luma"]["mean"] < 1
    assert data["notes"] == ["MS-SSIM needs at least 176x176 pixels and is left out"]


def test_only_alpha_differs(figures, tmp_path: Path) -> None:
    base = np.full((12, 12, 4), 90, np.uint8)
    write_still(tmp_path / "a.png", frame_of(base))
    base[3, 3, 3] = 91
    write_still(tmp_path / "b.png", frame_of(base))
    data = figures(tmp_path / "a.png", tmp_path / "b.png", "--metrics", "psnr")
    assert not data["identical"] and data["psnr_rgb"]["mean"] is None and "alpha is not in the figures" in data["notes"]


# ── which picture with which


def test_dropped_pictures_are_named_and_cost_nothing_else(run, figures, folder: Path, clean: Path) -> None:
    dropped = make(folder / "dropped.mkv", skip=(1, 3, 4))
    data = figures(clean, dropped, "--metrics", "psnr")
    assert data["identical"] and data["pairs"] == 3 and data["without_partner"]["test"] == []
    lost = data["without_partner"]["reference"]
    assert [p["frame"] for p in lost] == [1, 3, 4]
    assert [p["time"] for p in lost] == pytest.approx([1 / 24, 3 / 24, 4 / 24], abs=1e-3)
    text = run(clean, dropped, "--metrics", "psnr")[1]
    assert "3 frames of REFERENCE without a partner in TEST: at 0.042, 0.125–0.167 s" in text
    assert "3 frames of TEST without a partner in REFERENCE" in run(dropped, clean, "--metrics", "psnr")[1]


def test_a_shorter_video_is_compared_as_far_as_it_goes(run, folder: Path, clean: Path) -> None:
    short = make(folder / "short.mkv", range(4))
    code, text, err = run(clean, short)
    assert (code, err) == (0, "") and "4 frames, equal in every pixel" in text and "at 0.167–0.208 s" in text


def test_offset_and_span(run, figures, folder: Path, clean: Path) -> None:
    """A cut that begins with the third picture, whose own clock begins anew."""
    cut = make(folder / "cut.mkv", [7, 8, 9, 10, 11, 12], skip=(0, 1))
    by = Fraction(2, 24)
    assert not figures(clean, cut, "--metrics", "psnr")["identical"]
    data = figures(clean, cut, "--metrics", "psnr", "--offset", float(by))
    assert (
        data["identical"]
        and data["pairs"] == 4
        and [p["frame"] for p in data["without_partner"]["reference"]] == [0, 1]
    )
    data = figures(clean, cut, "--metrics", "psnr", "--offset", float(by), "--start", "0.125", "--duration", "0.0834")
    assert data["identical"] and data["pairs"] == 2 and data["without_partner"] == {"reference": [], "test": []}
    data = figures(cut, clean, "--metrics", "psnr", "--offset", -float(by))
    assert data["identical"] and data["pairs"] == 4 and data["without_partner"]["test"] == []
    code, _, err = run(clean, cut, "--offset", "100")
    assert code == 2 and "has no picture at the time of one of" in err and err.count("\n") == 1


def test_a_still_goes_with_one_picture(figures, folder: Path, clean: Path, tmp_path: Path) -> None:
    from upshade.media.reader import open_video

    gray = tmp_path / "third.png"
    with open_video(make(folder / "gray.mkv", fmt="gray", tags=(2, 2, 2))) as reader:
        frames = list(reader)
        write_still(gray, frames[2])
        for words in ((gray, reader.path), (reader.path, gray)):
            data = figures(*words, "--start", "0.083", "--metrics", "psnr")
            assert data["pairs"] == 1 and "is a still: compared with one picture" in " ".join(data["notes"])
            assert data["identical"] and data["psnr_luma"]["mean"] is None, "it is the third"


# ── what the samples mean


def test_depths_are_compared_on_one_scale(figures, folder: Path, clean: Path) -> None:
    """The same picture in 8 and 10 bits is the same: 235 is white as 940 is."""
    deep = make(folder / "deep.mkv", fmt="yuv420p10le")
    data = figures(clean, deep, "--metrics", "psnr,ssim")
    assert data["identical"] and data["ssim_luma"]["mean"] == pytest.approx(1)
    changed = make(folder / "changed.mkv", fmt="yuv420p10le", change=8)
    assert figures(clean, changed, "--metrics", "psnr")["psnr_luma"]["min"] == pytest.approx(20 * np.log10(1023 / 32))


def test_ranges_and_matrices_are_brought_together(figures, tmp_path: Path) -> None:
    """A gray picture says black and white by its range; coloured ones of two matrices are told apart as RGB."""
    limited, full = tmp_path / "limited.mkv", tmp_path / "full.mkv"
    for path, rng, low, high in ((limited, 1, 16, 235), (full, 2, 0, 255)):
        with av.open(str(path), "w") as out:
            stream = out.add_stream("ffv1", rate=24)
            stream.width, stream.height, stream.pix_fmt = 32, 16, "yuv444p"
            stream.codec_context.color_range = rng
            video = av.VideoFrame(32, 16, "yuv444p")
            for plane, value in zip(video.planes, (low, 128, 128), strict=True):
                view = np.ndarray((16, 32), np.uint8, plane, 0, (plane.line_size, 1))
                view[...] = value
            np.ndarray((16, 16), np.uint8, video.planes[0], 0, (video.planes[0].line_size, 1))[...] = high
            out.mux(stream.encode(video))
            out.mux(stream.encode(None))
    data = figures(limited, full, "--metrics", "psnr,psnr-rgb")
    assert data["psnr_luma"]["mean"] is None or data["psnr_luma"]["mean"] > 200
    assert data["psnr_rgb"]["mean"] is None or data["psnr_rgb"]["mean"] > 200
    assert any("TEST alone has full range" in note for note in data["notes"])


def test_hdr_is_said(figures, folder: Path) -> None:
    pq = make(folder / "pq.mkv", range(2), fmt="yuv420p10le", tags=(1, 9, 16))
    assert "PQ: figures are of the coded samples, not of light" in " ".join(
        figures(pq, pq, "--metrics", "psnr")["notes"]
    )


def test_another_size_is_refused_or_resized(run, figures, folder: Path, clean: Path) -> None:
    small = make(folder / "small.mkv", size=(104, 96))
    code, out, err = run(clean, small)
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert "is 104x96" in err and "is 208x192; --resize lanczos3 brings it to that size" in err
    data = figures(clean, small, "--resize", "spline36", "--metrics", "psnr,vmaf")
    assert data["notes"][0] == "TEST, 104x96, is resized to 208x192 by spline36"
    assert set(data) >= {"psnr_luma", "psnr_rgb", "vmaf"} and "psnr_cb" not in data
    assert figures(clean, clean, "--resize", "lanczos3")["identical"], "nothing to do"


def test_a_resize_puts_pixels_where_they_belong(figures, tmp_path: Path) -> None:
    """Pixels doubled and halved again by the nearest are themselves."""
    base = np.random.default_rng(2).integers(0, 256, (24, 40, 3), dtype=np.uint8)
    write_still(tmp_path / "a.png", frame_of(base))
    write_still(tmp_path / "b.png", frame_of(base.repeat(2, 0).repeat(2, 1)))
    for pair in (("a.png", "b.png"), ("b.png", "a.png")):
        data = figures(*(tmp_path / name for name in pair), "--resize", "nearest", "--metrics", "psnr")
        assert data["psnr_rgb"]["mean"] is None and not data["identical"], "what was resized is not the same picture"
    data = figures(tmp_path / "a.png", tmp_path / "b.png", "--resize", "lanczos3", "--metrics", "psnr")
    assert data["psnr_rgb"]["mean"] < 40, "and by another kernel they are not"


# ── what cannot be


def test_a_damaged_file_is_compared_and_said(run, folder: Path, clean: Path) -> None:
    broken = folder / "broken.mkv"
    whole = clean.read_bytes()
    broken.write_bytes(whole[: len(whole) * 6 // 10])
    code, text, err = run(clean, broken, "--metrics", "psnr")
    assert (code, err) == (0, "") and "is damaged" in text and "what decodes is compared" in text
    assert "of REFERENCE without a partner in TEST" in text


def test_one_pixel(run, figures, tmp_path: Path) -> None:
    one = tmp_path / "one.png"
    write_still(one, frame_of(np.full((1, 1, 3), 7, np.uint8)))
    data = figures(one, one, "--metrics", "all", "--difference", tmp_path / "d.png", "--plot", tmp_path / "p.png")
    assert data["identical"] and set(data) >= {"psnr_luma", "psnr_rgb"} and "vmaf" not in data
    assert len(data["notes"]) == 4, "four that need more pixels"
    code, _, err = run(one, one, "--metrics", "ssim")
    assert code == 2 and "nothing can be measured: SSIM needs at least 11x11 pixels" in err


@pytest.mark.parametrize(("words", "told"), [
    (["{a}", "{t}/none.mkv"], "none.mkv: no such file"),
    (["{t}", "{a}"], "is a folder"),
    (["{a}", "{a}", "--metrics", "psnr,sim"], "has no 'sim'"),
    (["{a}", "{a}", "--metrics", ""], "has no ''"),
    (["{a}", "{a}", "--resize", "lancos3"], "did you mean 'lanczos3'?"),
    (["{a}", "{a}", "--start", "99"], "no picture at or after 99 s"),
    (["{a}", "{a}", "--every", "0"], "--every"),
    (["{a}", "{a}", "--offset", "nan"], "--offset is nan"),
    (["{a}", "{a}", "--at", "1"], "--difference"),
    (["{a}", "{a}", "--per-frame"], "--json"),
    (["{a}", "{a}", "--plot", "{t}/p.jpg"], "ends in .png"),
    (["{a}", "{a}", "--plot", "{t}/p.png", "--difference", "{t}/p.png"], "same file"),
])  # fmt: skip
def test_bad_usage_is_one_line(run, clean: Path, tmp_path: Path, words: list[str], told: str) -> None:
    code, out, err = run(*(w.replace("{a}", str(clean)).replace("{t}", str(tmp_path)) for w in words))
    assert (code, out) == (2, "") and told in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_outputs_are_looked_at_before_the_work(run, clean: Path, tmp_path: Path) -> None:
    (tmp_path / "there.png").write_text("mine")
    for option in ("--plot", "--difference"):
        code, out, err = run(clean, clean, option, tmp_path / "there.png")
        assert (code, out) == (1, "") and "exists already; --overwrite replaces it" in err
        code, _, err = run(clean, clean, option, tmp_path / "none" / "x.png")
        assert code == 1 and "there is no folder" in err
    assert (tmp_path / "there.png").read_text() == "mine"
    picture = tmp_path / "in.png"
    write_still(picture, frame_of(np.zeros((20, 20, 3), np.uint8)))
    code, _, err = run(picture, picture, "--plot", picture, "--overwrite")
    assert code == 2 and "is the input itself" in err


@pytest.mark.parametrize(("package", "words"), [
    ("imageio_ffmpeg", ["--metrics", "vmaf"]), ("matplotlib.figure", ["--plot", "{t}/p.png"]),
])  # fmt: skip
def test_a_missing_package_names_the_extra(run, clean, tmp_path, monkeypatch, package: str, words: list[str]) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    code, out, err = run(clean, clean, *(w.replace("{t}", str(tmp_path)) for w in words))
    assert (code, out) == (2, "") and "pip install 'upshade[metrics]'" in err and err.count("\n") == 1
    monkeypatch.setitem(sys.modules, package, None)
    assert run(clean, clean)[0] == 0, "the rest does without"


def test_an_ffmpeg_that_fails_is_told(run, clean, tmp_path: Path, monkeypatch) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho \"No such filter: 'libvmaf'\" >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", lambda: str(program))
    code, out, err = run(clean, clean, "--metrics", "vmaf")
    assert (code, out) == (1, "") and "this FFmpeg is built without libvmaf" in err and err.count("\n") == 1


def test_lossy_times_of_two_containers_agree(figures, tmp_path: Path) -> None:
    """24000/1001 pictures a second, in Matroska's milliseconds and in MP4's ticks."""
    base = Fraction(1001, 24000)
    mkv, mp4 = (
        make_clip(tmp_path / name, frames=40, size=(64, 36), time_base=base, sound=None) for name in ("a.mkv", "b.mp4")
    )
    data = figures(mkv, mp4, "--metrics", "psnr")
    assert data["identical"] and data["pairs"] == 40 and data["without_partner"] == {"reference": [], "test": []}


def test_the_difference_at_a_time_is_of_a_pair(run, tmp_path: Path) -> None:
    """Wherever the time falls among the ticks of either file: equal pictures are gray."""
    from PIL import Image

    base = Fraction(1001, 24000)
    mkv, mp4 = (
        make_clip(tmp_path / name, frames=12, size=(64, 36), time_base=base, sound=None) for name in ("a.mkv", "b.mp4")
    )
    page = tmp_path / "d.png"
    for files in ((mkv, mp4), (mp4, mkv)):
        for at in ("0.0418", "0.042", "0.0423", "0.0835", "0.25", "0.458", "0.47"):
            code, text, err = run(*files, "--metrics", "psnr", "--every", "5", "--difference", page, "--at", at,
                                  "--overwrite")  # fmt: skip
            assert (code, err) == (0, "")
            time = re.search(r"the picture at ([0-9.]+) s", text)
            assert time and abs(float(time[1]) - float(at)) <= float(base) / 2 + 0.001
            with Image.open(page) as picture:
                rest = picture.crop((picture.width * 2 // 3 + 8, picture.height * 2 // 3, *picture.size))
                assert set(rest.convert("L").tobytes()) == {128}, f"{at}: neighbours"
    code, _, err = run(mkv, mp4, "--metrics", "psnr", "--difference", page, "--at", "9", "--overwrite")
    assert code == 2 and "--at 9 s: the pairs lie from 0.000 to 0.459 s" in err and err.count("\n") == 1
