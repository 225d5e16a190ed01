"""libplacebo 7 as an oracle: inside the ffmpeg of the imageio-ffmpeg wheel, on Mesa's software Vulkan.

It takes raw files, `//!PARAM` included. Its trace log says which hook passes were executed and which were left out.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from .common import OracleError, Result

LIMIT = 240.0
"""Seconds for one ffmpeg process."""

PLAIN: Mapping[str, str] = {
    "upscaler": "bilinear", "downscaler": "bilinear", "dithering": "none", "sigmoid": "0", "disable_linear": "1",
    "skip_aa": "1", "deband": "0", "peak_detect": "0", "apply_filmgrain": "0", "apply_dolbyvision": "0",
    "extra_opts": "plane_upscaler=bilinear",
}  # fmt: skip
"""Options of ffmpeg's libplacebo filter that a case may change; each case begins with these."""

_LINE = re.compile(r"\[libplacebo @ (0x[0-9a-f]+)\] (?:\[(\w+)\] )?(.*)")
_MARK = re.compile(r"// oracle-case (\d+)$")
_RUN = re.compile(r"Executing hook pass (\d+) on stage '([^']*)': (.*)")


def driver() -> Path:
    """The ICD file of Mesa's software Vulkan; OracleError naming the package if there is none."""
    for folder in ("/usr/local/share", "/usr/share", "/etc"):
        for path in sorted(Path(folder, "vulkan/icd.d").glob("lvp_icd*.json")):
            return path
    raise OracleError("no software Vulkan driver; 'apt-get install mesa-vulkan-drivers' gives it")


def environment() -> dict[str, str]:
    icd = str(driver())
    env = dict(os.environ, VK_ICD_FILENAMES=icd, VK_DRIVER_FILES=icd, GALLIVM_PERF="no_aos_sampling", LC_ALL="C.UTF-8")
    env.pop("AV_LOG_FORCE_COLOR", None)
    env["AV_LOG_FORCE_NOCOLOR"] = "1"
    return env


def ffmpeg() -> str:
    try:
        return imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise OracleError(f"imageio-ffmpeg brings no ffmpeg for this machine: {error}") from error


@dataclass(frozen=True)
class Case:
    """One picture to make: the first frame of `source` through `shaders` (one text, in order) at `size` = (w, h)."""

    source: Path
    shaders: tuple[Path, ...] = ()
    size: tuple[int, int] = (0, 0)
    options: Mapping[str, str] = field(default_factory=dict)


def filter_text(size: tuple[int, int], options: Mapping[str, str], shader: Path | None, *, pixels: str = "rgba") -> str:
    """The libplacebo filter for ffmpeg, picture downloaded as `pixels`."""
    words = {"w": str(size[0]), "h": str(size[1]), **PLAIN, **options, "format": pixels}
    if shader is not None:
        words["custom_shader_path"] = str(shader)
    return "libplacebo=" + ":".join(f"{k}={v}" for k, v in words.items()) + f",hwdownload,format={pixels}"


def joined(shaders: Sequence[Path], number: int, folder: Path) -> Path:
    """All `shaders` as the one file that the filter takes; its first line tells the case in libplacebo's log."""
    path = folder / f"case{number}.glsl"
    body = "\n\n".join(Path(s).read_text() for s in shaders)
    path.write_text(f"// oracle-case {number}\n{body}\n")
    return path


def run(arguments: Sequence[str], limit: float = LIMIT) -> tuple[int, str]:
    """ffmpeg's exit code and its log; killed with its children, and OracleError, when it takes over `limit` s."""
    process = subprocess.Popen(
        [ffmpeg(), "-hide_banner", "-nostdin", "-y", *arguments],
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        log = process.communicate(timeout=limit)[1]
    except BaseException as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise OracleError(f"libplacebo took over {limit:.0f} s") from None
        raise
    return process.returncode, log.decode(errors="replace")


def render_many(cases: Sequence[Case]) -> list[Result | OracleError]:
    """The cases in one process, in parallel graphs. If it fails each is run alone, to know which one is to blame."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="oracle-placebo-") as name:
        folder = Path(name)
        arguments = ["-v", "level+trace", "-init_hw_device", "vulkan=v:0", "-filter_hw_device", "v"]
        for case in cases:
            arguments += ["-i", str(Path(case.source).resolve())]
        for number, case in enumerate(cases):
            shader = joined(case.shaders, number, folder) if case.shaders else None
            text = filter_text(case.size, case.options, shader)
            if Path(case.source).suffix == ".png":
                text = f"setparams=color_trc=iec61966-2-1,{text}"  # what a picture without tags is to both players
            arguments += ["-filter_complex", f"[{number}:v]{text}[o{number}]"]
        for number in range(len(cases)):
            arguments += ["-map", f"[o{number}]", "-frames:v", "1", "-f", "rawvideo", str(folder / f"{number}.rgba")]
        code, log = run(arguments)
        if code and len(cases) > 1:
            return [render_many([case])[0] for case in cases]
        if code:
            return [OracleError(f"libplacebo on {_names(cases[0])}: {gist(log)}")]
        seconds = (time.monotonic() - start) / len(cases)
        logs = _split(log, len(cases))
        return [_result(case, folder / f"{n}.rgba", logs[n], seconds) for n, case in enumerate(cases)]


def render(
    source: Path,
    shaders: Sequence[Path] = (),
    size: tuple[int, int] = (0, 0),
    options: Mapping[str, str] | None = None,
) -> Result:
    """The first frame of `source` through `shaders` at `size` = (width, height). OracleError on any error."""
    answer = render_many([Case(Path(source), tuple(shaders), size, options or {})])[0]
    if isinstance(answer, OracleError):
        raise answer
    return answer


def _split(log: str, count: int) -> list[list[tuple[str, str]]]:
    """The (level, text) lines of each case: an instance tells its case when it lists the shader's first line."""
    of: dict[str, int] = {}
    lines: list[list[tuple[str, str]]] = [[] for _ in range(count)]
    for line in log.splitlines():
        m = _LINE.match(line)
        if not m:
            continue
        mark = _MARK.search(m[3])
        if mark:
            # ffmpeg builds each graph twice: the first instance only tells sizes, and its address may come again.
            of[m[1]] = int(mark[1])
            lines[of[m[1]]].clear()
        elif m[1] in of:
            lines[of[m[1]]].append((m[2] or "", m[3]))
    return lines


def _result(case: Case, raw: Path, lines: list[tuple[str, str]], seconds: float) -> Result | OracleError:
    bad = [text for level, text in lines if level in ("error", "fatal", "panic")]
    if bad:
        compiler = [text for _, text in lines if re.match(r"\S*:\d+: error:", text)]
        return OracleError(f"libplacebo on {_names(case)}: " + " | ".join((compiler + bad)[:4]))
    w, h = case.size
    data = np.fromfile(raw, dtype=np.uint8)
    if data.size != w * h * 4:
        return OracleError(f"libplacebo's picture has {data.size} bytes, not {w}x{h}x4")
    passes: list[str] = []
    ran: list[str] = []
    for _, text in lines:
        m = _RUN.match(text)
        if m:
            passes.append(f"{m[2]}: {m[3]}")
            ran.append(m[3])
        elif text.startswith("Skipping hook due to") and ran:
            passes[-1] += f" ({text})"
            ran.pop()
    image = data.reshape(h, w, 4)[..., :3].copy()
    warnings = tuple(text for level, text in lines if level == "warning")
    return Result(image, tuple(passes), tuple(ran), warnings, seconds)


def gist(log: str) -> str:
    lines = [line for line in log.splitlines() if re.search(r"\[(error|fatal)\]", line)]
    return " | ".join(re.sub(r"^\[[^\]]*\] ", "", line) for line in lines[:4]) or "ffmpeg failed without a word"


def _names(case: Case) -> str:
    return ", ".join(s.name for s in case.shaders) or "no shader"
