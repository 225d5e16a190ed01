"""`upshade learn raisr`: from pictures to a shader file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import BadInput, nearest, one_line
from .app import err, out
from .learning import (
    DATA,
    WHAT,
    all_writable,
    apart,
    check_texts,
    going_on,
    held_rows,
    judgement,
    learn,
    outputs,
    print_held,
    shown,
)
from .options import FILE, Json

if TYPE_CHECKING:
    from ..learn.raisr.recipe import Recipe
    from ..learn.raisr.train import Learned


@learn.command()
def raisr(
    data: Annotated[list[str], typer.Argument(metavar="DATA…", help="Pictures, folders of them, videos.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.glsl", help="The shader.", show_default=False, rich_help_panel=FILE)],
    factor: Annotated[int, typer.Option("--factor", min=1, max=4, help="How much larger pictures become; 1 is for tasks that enlarge nothing.", rich_help_panel=WHAT)] = 2,
    layout: Annotated[str, typer.Option("--layout", metavar="shuffle|full", help="shuffle: one bucket for the factor² sub-pixels of a pixel, fast. full: a bucket for each of them.", rich_help_panel=WHAT)] = "shuffle",
    taps: Annotated[int | None, typer.Option("--taps", metavar="N", help="A filter has N×N taps: 3, 5, 7, 9 or 11. 5 if not given, for full 7.", rich_help_panel=WHAT)] = None,
    task: Annotated[str | None, typer.Option("--task", metavar="NAME", help="upscale, or at factor 1 deblur, denoise, deblock, sharpen.", rich_help_panel=WHAT)] = None,
    degrade: Annotated[str | None, typer.Option("--degrade", metavar="HOW", help="How the pictures are made worse, which is what is learned to be undone: area or bicubic, blurS, noiseS, h264:CRF, with + between them.", rich_help_panel=WHAT)] = None,
    sharpen: Annotated[float | None, typer.Option("--sharpen", min=0, max=4, help="How much the true pictures are sharpened before they are learned.", rich_help_panel=WHAT)] = None,
    strengths: Annotated[int, typer.Option("--strengths", min=1, max=6, help="Classes of edge strength.", rich_help_panel=WHAT)] = 4,
    coherences: Annotated[int, typer.Option("--coherences", min=1, max=3, help="Classes of how much edges have one direction.", rich_help_panel=WHAT)] = 3,
    window: Annotated[int | None, typer.Option("--window", metavar="N", help="An edge is judged by a window of N×N pixels: 3, 5, 7 or 9; 5 suits small text. 5 if not given, for 7 taps and more 7.", show_default=False, rich_help_panel=WHAT)] = None,
    multiscale: Annotated[float, typer.Option("--multiscale", metavar="W", min=0, max=8, help="Weight of a second look at edges in the picture at half its size: steadier in noise.", rich_help_panel=WHAT)] = 0.0,
    census: Annotated[bool, typer.Option("--census", metavar=" ", help="A last pass that takes filters back where they change which neighbours are brighter.", rich_help_panel=WHAT)] = False,
    beyond: Annotated[float | None, typer.Option("--beyond", metavar="P", min=0, max=2, help="How far filters may leave the range of the nearest pixels, in parts of it: 0 for drawings and text (learned for that, in six rounds), 0.6 for film. Without it nothing holds them back.", show_default=False, rich_help_panel=WHAT)] = None,
    bits: Annotated[int, typer.Option("--bits", metavar="8|16", help="Bits of a weight; 8 halve the file.", rich_help_panel=WHAT)] = 16,
    keep: Annotated[float, typer.Option("--keep", metavar="P", help="Learn only from this part of the patches, the hardest for a plain enlargement: above 0, up to 1.", rich_help_panel=DATA)] = 1.0,
    shrink: Annotated[int, typer.Option("--shrink", min=1, max=8, help="Use pictures at 1/N of their size, where they are soft.", rich_help_panel=DATA)] = 1,
    frames: Annotated[int | None, typer.Option("--frames", metavar="N", min=1, help="Frames taken of a video: the sharpest of every 2 seconds of a scene, evenly spread. 64 if not given.", show_default=False, rich_help_panel=DATA)] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the noise.", rich_help_panel=DATA)] = 1,
    workers: Annotated[int | None, typer.Option("--workers", metavar="N", min=1, max=256, help="How many processes work at once. Default: one a core.", show_default=False)] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What the shader is called in lists.", rich_help_panel=FILE)] = None,
    license_: Annotated[str, typer.Option("--license", metavar="TEXT", help="Written into the shader.", rich_help_panel=FILE)] = "own data",
    bank: Annotated[str | None, typer.Option("--bank", metavar="OUT.npz", help="Also the bank as arrays.", rich_help_panel=FILE)] = None,
    plot: Annotated[str | None, typer.Option("--plot", metavar="OUT.png", help="Also a picture of all filters.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace existing files.", rich_help_panel=FILE)] = False,
    fresh: Annotated[bool, typer.Option("--fresh", metavar=" ", help="Start over, instead of going on with an interrupted run.", rich_help_panel=FILE)] = False,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar=" ", help="Show no progress.")] = False,
) -> None:  # fmt: skip
    """Learn a bank of filters, one for each kind of edge, and write it as a shader for upshade and mpv.

    RAISR: what is learned is how to enlarge (or with --task and --factor 1, to deblur, denoise, deblock, sharpen)
    pictures like yours. About one picture in eight, by its name, is held back and judges the result. An interrupted run goes on where it
    ended when the same command is given again.
    """
    from ..learn import data as sources
    from ..learn import files, shaderfile
    from ..learn.raisr import emit, train
    from ..learn.raisr.recipe import WINDOWS

    recipe = _recipe(factor, layout, taps, task, degrade, sharpen)
    if not 0 < keep <= 1:
        raise BadInput(f"--keep wants a part above 0, up to 1, not {keep:g}")
    if window is not None and window not in WINDOWS:
        raise BadInput(f"--window wants {', '.join(map(str, WINDOWS))}, not {window}")
    if bits not in (8, 16):
        raise BadInput(f"--bits wants 8 or 16, not {bits}")
    recipe = replace(recipe, strengths=strengths, coherences=coherences, window=window, coarse=multiscale, keep=keep,
                     shrink=shrink, seed=seed, blend=emit.BLEND if census else 0.0, beyond=beyond)  # fmt: skip
    check_texts(title, license_)
    path, others = outputs(output, bank, plot)
    kept = path.with_name(f".{path.name}.learning")
    all_writable(path, others, kept, overwrite=overwrite, fresh=fresh)
    if fresh:
        kept.unlink(missing_ok=True)

    def tell(line: str) -> None:
        err.print(f"note: {one_line(line)}", markup=False)

    count = workers or os.cpu_count() or 1
    watched = 0.0
    with going_on(kept):
        with shown(err, quiet=quiet) as step:

            def watch(done: float, total: float, pictures: int) -> None:
                nonlocal watched
                watched = total
                step(train.course(recipe, pictures, pictures // 8, count, total).at("choosing frames", done))

            items = sources.collect(data, tell, per_video=frames, watch=watch)
            apart((path, *others), items)
            learned = train.train(
                items, recipe, workers=count, kept=kept, sides=others, progress=step, tell=tell, watched=watched
            )
        name = shaderfile.identifier(path.stem)
        notes = [f"Learned from {_pictures(learned)} ({learned.patches} patches), seed {seed}."]
        if learned.rows:
            notes.append(judgement(learned.rows, factor))
        style = emit.Style(
            name, one_line(title or f"RAISR {path.stem}"),
            f"own; {_what(recipe)}; after Romano et al., arXiv 1606.01299", one_line(license_), notes, bits=bits,
            census=census,
        )  # fmt: skip
        text = emit.shader(learned.bank, style).encode()
        if bank is not None:
            learned.bank.save(others[0])
        if plot is not None:
            from ..learn.raisr import plot as plots

            plots.write(learned.bank, others[-1], title=style.title, overwrite=True)
        files.write(path, text)  # the last: where it is, all is
        kept.unlink(missing_ok=True)
    _report(output, len(text), recipe, learned, json)


def _recipe(
    factor: int, layout: str, taps: int | None, task: str | None, how: str | None, sharpen: float | None
) -> Recipe:
    from ..learn import degrade
    from ..learn.raisr import bank
    from ..learn.raisr.recipe import Recipe

    if layout not in bank.LAYOUTS:
        raise BadInput(f"--layout wants {' or '.join(bank.LAYOUTS)}, not '{layout}'{nearest(layout, bank.LAYOUTS)}")
    if taps is not None and taps not in bank.TAPS:
        raise BadInput(f"--taps wants {', '.join(map(str, bank.TAPS))}, not {taps}")
    task = task or "upscale"
    if task not in degrade.TASKS:
        known = ", ".join(degrade.TASKS)
        raise BadInput(f"there is no --task '{task}'{nearest(task, degrade.TASKS)}; possible are {known}")
    if (task == "upscale") == (factor == 1):
        raise BadInput(f"--task {task} does not go with --factor {factor}: upscale is for 2, 3 and 4, the others for 1")
    made = degrade.parse(how or degrade.TASKS[task], factor)
    amount = (degrade.SHARPEN if task == "sharpen" else 0.0) if sharpen is None else sharpen
    return Recipe(factor, taps or (7 if layout == "full" or factor == 1 else 5), layout, made, task, sharpen=amount)


def _what(recipe: Recipe) -> str:
    scale = f"{recipe.factor}x, " if recipe.factor > 1 else ""
    seen = f", edges seen in {recipe.window}×{recipe.window}" if recipe.window else ""
    cut = "" if recipe.beyond is None else ", cut to the range of the nearest pixels"
    cut += f" and {recipe.beyond:g} of it more" if recipe.beyond else ""
    sharp = f", sharpened {recipe.sharpen:g}" if recipe.sharpen else ""
    return f"{recipe.task} {scale}{recipe.taps}×{recipe.taps} taps, {recipe.layout}{seen}, from {recipe.degradation}{sharp}{cut}"


def _pictures(learned: Learned) -> str:
    return "1 picture" if learned.pictures == 1 else f"{learned.pictures} pictures"


def _report(output: str, size: int, recipe: Recipe, learned: Learned, json: bool) -> None:
    from ..tools.printing import print_json

    if json:
        print_json(out, {
            "output": output, "bytes": size, "pictures": learned.pictures, "patches": learned.patches,
            "few": learned.few, "what": _what(recipe), "held": held_rows(learned.rows, recipe.factor),
        })  # fmt: skip
        return
    print_held(learned.rows, recipe.factor)
    if learned.few:
        out.print(f"{learned.few} filters had fewer samples than they should have, and lean on the mean of all",
                  markup=False)  # fmt: skip
    out.print(f"{one_line(output)}: {_what(recipe)}; {_pictures(learned)}, {learned.patches} patches, "
              f"{size / 1000:.0f} kB", markup=False)  # fmt: skip
    out.print(f"it is seen with: upshade play FILM -p plain -s {one_line(output)}", markup=False)
