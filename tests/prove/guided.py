"""Push held to lines beside plain push: what it no longer damages, what it keeps, and what it costs.

Truth halved (means of 2×2) and enlarged 2x by Lanczos; PSNR is of luma. *As in the presets*: `anime` (gradient push,
0.35) and `anime-guided` (0.5); *in full*: both pushes as the shaders have them by default at 2x (1/3 and 1). Edge
width: pixels from 10 to 90 % of an edge, across it; edges of the truth that rise by 0.2 or more. Pictures: tests/data,
scikit-image (PyPI), figures and photos of Ren'Py's demo, openclipart-svg (Debian); they are fetched where missing.
Those with * were not looked at when the defaults were chosen.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
from PIL import Image

from recipes import clip as recipe
from reference.drawing import LUMA, draw, h264, halved, psnr
from reference.profiles import find, widths
from reference.push import Array
from upshade import Pipeline
from upshade.core.library import demo_clip
from upshade.core.steps import Options
from upshade.gl.context import Context
from upshade.tools.bench import measure
from upshade.tools.benchjob import Job

from . import _clips, _fetch

OPTIONS = Options(precision="full", dither=False)
HELD = ("motorcycle_left.png", "rocket.jpg", "coins.png", "hubble_deep_field.jpg", "cell.png")
SCIKIT = ("scikit-image", "0.26.0", "skimage/data")
AS_PRESETS = {
    "push": ("strength_color=0", "strength_gradient=0.35", "full_gradient=0.1"),
    "push-guided": ("strength_color=0", "strength_gradient=0.5", "full_gradient=0.1"),
}
IN_FULL: dict[str, tuple[str, ...]] = {"push": (), "push-guided": ()}
SHARP, SOFT = 2.0, 4.0
KEPT, COST, ROUNDS = 0.8, 1.5, 5
Sets = dict[str, tuple[str, ...]]


def material() -> dict[str, str]:
    """Sees to the pictures; what could not be had, and why."""
    missing = {}
    places = {"renpy-demo": "usr/share/games/renpy/demo/game/images", "openclipart-svg": "usr/share/openclipart/svg"}
    for package, path in places.items():
        try:
            found = _fetch.debian(package, path)
        except (OSError, subprocess.CalledProcessError) as error:
            missing[package] = str(error)
            continue
        if package == "renpy-demo":
            recipe.RENPY = found
        else:
            _clips.CLIPART = found
    for package, version, path in (SCIKIT, ("resvg_py", "0.5.0", "resvg_py")):
        try:
            found = _fetch.pypi(package, version, path)
        except (OSError, subprocess.CalledProcessError) as error:
            missing[package] = str(error)
            continue
        if package == "resvg_py" and importlib.util.find_spec(package) is None:
            sys.path.append(str(found.parent))
    return missing


def _read(path: object) -> Array:
    picture = np.asarray(Image.open(str(path)).convert("RGB")) / 255.0
    return picture[: picture.shape[0] // 2 * 2, : picture.shape[1] // 2 * 2]


def _noisy(small: Array, sigma: float) -> Array:
    grain = np.random.default_rng(1).normal(0, sigma / 255, small.shape[:2])
    return np.clip(small + grain[..., None], 0, 1)


def _coded(small: Array) -> Array:
    """As H.264 at CRF 23 has it, luma alone."""
    h, w = small.shape[:2]
    small = small[: h // 2 * 2, : w // 2 * 2]
    before, after = h264([small])
    change = (after[0][:h].astype(np.float64) - before[0][:h]) / 219
    return np.clip(small + change[..., None], 0, 1)


def others() -> Iterator[tuple[str, str, Array, Array]]:
    """(name, kind, truth, the small picture): what is not to be pushed."""
    try:
        folder = _fetch.pypi(*SCIKIT)
        for name in ("grass", "gravel", "brick"):
            truth = _read(folder / f"{name}.png")
            yield name, "texture", truth, halved(truth)
        for name in ("astronaut.png", "camera.png", "chelsea.png", "coffee.png", *HELD):
            truth = _read(folder / name)
            yield name.partition(".")[0] + " *" * (name in HELD), "photo", truth, halved(truth)
        truth = _read(folder / "chelsea.png")[:300, :448]
        yield "chelsea, σ 6", "noise", truth, _noisy(halved(truth), 6)
        yield "chelsea, CRF 23", "coded", truth, _coded(halved(truth))
    except (OSError, subprocess.CalledProcessError):
        pass
    if _clips.have_renpy():
        for name in ("bg panorama", "bg cave", "bg whitehouse", "bg washington"):
            truth = np.asarray(recipe.picture(name).convert("RGB"))[:720, :1280] / 255.0
            truth = truth[: truth.shape[0] // 2 * 2, : truth.shape[1] // 2 * 2]
            yield name + " *" * (name == "bg washington"), "photo", truth, halved(truth)
        truth = next(iter(_clips.shot("campus, photo", 1)))[:, :560]
        yield "campus, beside the figure", "out of focus", truth, halved(truth)
    truth = np.asarray(_clips.backdrop().convert("RGB")) / 255.0
    yield "painted gradient", "soft", truth, halved(truth)
    yield "painted gradient, σ 6", "noise", truth, _noisy(halved(truth), 6)


def lines() -> Iterator[tuple[str, Array]]:
    """(name, truth): drawings."""
    yield "drawing", draw(640, 480, 4.0)
    yield "lineart.png", _clips.lineart()
    if _clips.have_renpy():
        yield "figures, painted", next(iter(_clips.shot("figures, painted", 1)))
        yield "figure before a photo", next(iter(_clips.shot("campus, photo", 1)))[:, 560:]
        for name in ("stairs, photo", "magic, photo"):
            yield name + " *", list(_clips.shot(name, 8))[-1]
    for seed in range(1, 10):
        if frames := _clips.clipart(seed, 1):
            yield f"openclipart {seed}" + " *" * (seed > 3), frames[0]


def luma_of(context: Context, small: Array, shader: str | None = None, sets: Sets = IN_FULL) -> Array:
    source = np.rint(np.clip(small, 0, 1) * 65535).astype(np.uint16)
    shaders = [f"anime4k/{shader}"] if shader else []
    values = [f"{shader}.{word}" for word in sets[shader]] if shader else []
    with Pipeline(None, shaders=shaders, sets=values, scale=2.0, options=OPTIONS, context=context) as pipeline:
        out = pipeline.process(source) / 65535.0
        assert not pipeline.failures, pipeline.failures
    return np.asarray(out @ LUMA)


def show(*cells: str) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


def left_alone(context: Context) -> bool:
    """Nearer to the plain resize than push is, or to the truth (guided is the firmer of the presets), and no farther
    from the truth than push and plain are."""
    print(
        "### What it leaves alone\n\nLuma PSNR, dB: against the plain resize (more: less was changed), and against the "
        "truth. `p` push, `g` guided.\n"
    )
    show("picture", "kind", "presets: p, g to plain", "plain to truth", "p to truth", "g to truth",
         "in full: p, g to plain", "p to truth", "g to truth")  # fmt: skip
    show("---", "---", *["--:"] * 7)
    good, gains = True, []
    for name, kind, truth, small in others():
        y = truth @ LUMA
        plain = luma_of(context, small)
        cells, ways = [], []
        for sets in (AS_PRESETS, IN_FULL):
            p, g = (luma_of(context, small, shader, sets) for shader in ("push", "push-guided"))
            cells.append([psnr(p, plain), psnr(g, plain) if np.any(g != plain) else np.inf, psnr(p, y), psnr(g, y)])
            ways.append(cells[-1][1] - cells[-1][0])
        base = psnr(plain, y)
        (pp, gp, pt, gt), (pp1, gp1, pt1, gt1) = cells
        show(name, kind, f"{pp:.1f}, {gp:.1f}", f"{base:.2f}", f"{pt:.2f}", f"{gt:.2f}",
             f"{pp1:.1f}, {gp1:.1f}", f"{pt1:.2f}", f"{gt1:.2f}")  # fmt: skip
        gains.append([pt - base, gt - base, pt1 - base, gt1 - base])
        # Beyond 60 dB nobody sees anything.
        good &= (ways[0] > 0 or gt > pt) and ways[1] > 0 and min(gt, 60) > min(pt, 60) - 0.1
        good &= gt > base - 0.05 or kind == "out of focus"
    mean, least = np.mean(gains, axis=0), np.min(gains, axis=0)
    print(
        "\nGain over the plain resize, dB, mean (least): push {:+.2f} ({:+.2f}), guided {:+.2f} ({:+.2f}); in full "
        "push {:+.2f} ({:+.2f}), guided {:+.2f} ({:+.2f}).\n".format(*np.stack([mean, least], axis=1).ravel())
    )
    return bool(good and len(gains) > 4 and mean[1] > max(mean[0], 0) and mean[3] > mean[2])


def kept(context: Context) -> bool:
    """At the presets' strengths four fifths of what push takes off a sharp edge's width, or more; and no less PSNR."""
    print(
        f"### What it keeps\n\nMedian width in pixels of edges that are sharp in the truth ({SHARP:g} px or less), "
        "and luma PSNR against the truth in dB.\n"
    )
    show("drawing", "edges", "truth", "plain", "push", "guided", "in full: push", "guided",
         "PSNR plain", "push", "guided", "in full: push", "guided")  # fmt: skip
    show("---", *["--:"] * 12)
    good, gains = True, []
    sharp, soft = [], []
    for name, truth in lines():
        y, small = truth @ LUMA, halved(truth)
        pictures = [y, luma_of(context, small)]
        for sets in (AS_PRESETS, IN_FULL):
            pictures += [luma_of(context, small, shader, sets) for shader in ("push", "push-guided")]
        edges = find(y)
        wide = np.stack([widths(picture, edges) for picture in pictures])
        some = wide[:, wide[0] <= SHARP]
        db = [psnr(picture, y) for picture in pictures[1:]]
        show(name, f"{some.shape[1]}", *(f"{w:.1f}" for w in np.median(some, axis=1)), *(f"{d:.2f}" for d in db))
        sharp.append(some.mean(axis=1))
        if np.any(wide[0] >= SOFT):
            soft.append(wide[:, wide[0] >= SOFT].mean(axis=1))
        gains.append([d - db[0] for d in db[1:]])
        good &= db[2] > db[0]
    mean, thin, broad = (np.mean(a, axis=0) for a in (gains, sharp, soft))
    share = (thin[1] - thin[[3, 5]]) / (thin[1] - thin[[2, 4]])
    print(
        f"\nOf what push takes off a sharp edge guided takes off {share[0]:.0%}, in full {share[1]:.0%} (mean widths). "
        f"Edges of {SOFT:g} px and more in the truth, mean width: truth {broad[0]:.2f}, plain {broad[1]:.2f}, push "
        f"{broad[2]:.2f}, guided {broad[3]:.2f}; in full push {broad[4]:.2f}, guided {broad[5]:.2f}.\n"
    )
    print(
        f"Gain over the plain resize, dB: push {mean[0]:+.2f}, guided {mean[1]:+.2f}; in full push {mean[2]:+.2f}, "
        f"guided {mean[3]:+.2f}.\n"
    )
    return bool(good and share[0] >= KEPT and mean[1] >= mean[0])


def cost() -> bool:
    """Sums of the passes' times, least of the rounds, which take turns."""
    best: dict[str, dict[str, float]] = {"anime": {}, "anime-guided": {}}
    for _ in range(ROUNDS):
        for preset, times in best.items():
            for step in measure(str(demo_clip()), Job(preset, scale=2.0), 12)["steps"]:
                if "push" in step["title"]:
                    times[step["title"]] = min(times.get(step["title"], np.inf), step["ms"])
    print("### What it costs\n\nThe demo clip to 1280x720, least milliseconds a pass.\n")
    for preset, times in best.items():
        print(f"- `{preset}`: {sum(times.values()):.1f} ms (" + ", ".join(
            f"{title.rpartition(': ')[2]} {ms:.1f}" for title, ms in times.items()) + ")")  # fmt: skip
    ratio = np.divide(*(sum(best[p].values()) for p in ("anime-guided", "anime")))
    print(f"- {ratio:.2f} times push; at most {COST} is wanted")
    return bool(ratio <= COST)


def main() -> int:
    for package, why in material().items():
        print(f"Without {package}: {why}\n")
    with Context.headless() as context:
        good = [left_alone(context), kept(context)]
    return int(not all([*good, cost()]))
