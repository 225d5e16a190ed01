"""`upshade learn esr`: from pictures to a small network, as a shader."""

from __future__ import annotations

import os
from collections.abc import Sequence
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
    span,
)
from .options import FILE, Json

if TYPE_CHECKING:
    from ..learn.esr.model import Form
    from ..learn.esr.recipe import Recipe
    from ..learn.esr.state import Point
    from ..learn.esr.train import Learned

TRAINING = "The training"
FAMILIES = ("esr", "max", "tm", "tr", "esr-cnn", "cnn")
MINUTES = 10.0


@learn.command()
def esr(
    data: Annotated[list[str], typer.Argument(metavar="DATA…", help="Pictures, folders of them, videos.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.glsl", help="The shader.", show_default=False, rich_help_panel=FILE)],
    model: Annotated[str, typer.Option("--model", metavar="NAME", help="esr, max, tm, tr, esr-cnn: edge-SR as published. cnn: a small residual network, better and slower.", rich_help_panel=WHAT)] = "tm",
    factor: Annotated[int, typer.Option("--factor", min=2, max=4, help="How much larger pictures become.", rich_help_panel=WHAT)] = 2,
    k: Annotated[int | None, typer.Option("--k", metavar="3|5|7", help="Of esr, max, tm, tr: filters of K×K taps. 7 if not given, for max 5.", rich_help_panel=WHAT)] = None,
    c: Annotated[int | None, typer.Option("--c", metavar="N", help="Values that a sub-pixel is made of, of cnn the maps of a layer: 1 to 16. 8 if not given, for max 2, for esr-cnn 4.", rich_help_panel=WHAT)] = None,
    d: Annotated[int | None, typer.Option("--d", metavar="N", help="Of esr-cnn: maps of its first layer. 3 if not given.", rich_help_panel=WHAT)] = None,
    s: Annotated[int | None, typer.Option("--s", metavar="N", help="Of esr-cnn: maps of its second layer. 6 if not given.", rich_help_panel=WHAT)] = None,
    layers: Annotated[int | None, typer.Option("--layers", metavar="N", help="Of cnn.", rich_help_panel=WHAT)] = None,
    size: Annotated[str | None, typer.Option("--size", metavar="s|m|l", help="Of cnn, instead of --c and --layers. m if none of them is given.", rich_help_panel=WHAT)] = None,
    variant: Annotated[str | None, typer.Option("--variant", metavar="NAME", help="How tm and tr weigh their values: softmax, or faster, tanh, normalised, gate.", rich_help_panel=WHAT)] = None,
    degrade: Annotated[list[str], typer.Option("--degrade", metavar="HOW", help="How the pictures are made worse, which is what is learned to be undone: area or bicubic, blurS, noiseS, h264:CRF, with + between them. Given several times, each picture has one of them.", rich_help_panel=WHAT)] = ["area"],
    minutes: Annotated[float | None, typer.Option("--minutes", metavar="T", min=0.01, help=f"How long is trained. {MINUTES:g} if not given.", show_default=False, rich_help_panel=TRAINING)] = None,
    steps: Annotated[int | None, typer.Option("--steps", metavar="N", min=1, help="Instead of --minutes: so many steps, on a processor with the same result each time.", show_default=False, rich_help_panel=TRAINING)] = None,
    rate: Annotated[float | None, typer.Option("--rate", metavar="R", help="How far a step goes at most. Above 0, up to 1; if not given, what suits the network.", show_default=False, rich_help_panel=TRAINING)] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is done by chance.", rich_help_panel=TRAINING)] = 1,
    device: Annotated[str, typer.Option("--device", metavar="auto|cpu|cuda", help="What trains. auto: a graphics card that PyTorch can use, or else the processor.", rich_help_panel=TRAINING)] = "auto",
    threads: Annotated[int | None, typer.Option("--threads", metavar="N", min=1, max=256, help="Processes that cut patches, and threads that train, of which two are of use; on more cores learn several networks at once. Default: one a core.", show_default=False, rich_help_panel=TRAINING)] = None,
    keep: Annotated[float, typer.Option("--keep", metavar="P", help="Learn only from this part of the patches, the hardest for a plain enlargement: above 0, up to 1.", rich_help_panel=DATA)] = 0.5,
    shrink: Annotated[int, typer.Option("--shrink", min=1, max=8, help="Use pictures at 1/N of their size, where they are soft.", rich_help_panel=DATA)] = 1,
    frames: Annotated[int | None, typer.Option("--frames", metavar="N", min=1, help="Frames taken of a video: the sharpest of every 2 seconds of a scene, evenly spread. 64 if not given.", show_default=False, rich_help_panel=DATA)] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What the shader is called in lists.", rich_help_panel=FILE)] = None,
    license_: Annotated[str, typer.Option("--license", metavar="TEXT", help="Written into the shader.", rich_help_panel=FILE)] = "own data",
    bank: Annotated[str | None, typer.Option("--bank", metavar="OUT.npz", help="Also the weights as arrays.", rich_help_panel=FILE)] = None,
    plot: Annotated[str | None, typer.Option("--plot", metavar="OUT.png", help="Also how the training goes, drawn again and again while it does.", rich_help_panel=FILE)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace existing files.", rich_help_panel=FILE)] = False,
    fresh: Annotated[bool, typer.Option("--fresh", metavar=" ", help="Start over, instead of going on with an interrupted run.", rich_help_panel=FILE)] = False,
    json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", metavar=" ", help="Show no progress.")] = False,
) -> None:  # fmt: skip
    """Learn a small neural network that enlarges pictures like yours, and write it as a shader for upshade and mpv.

    edge-SR, or a small residual network, trained with PyTorch: pip install '.\\[learn]' where upshade was cloned. About
    one picture in eight, by its name, is held back and judges the result. An interrupted run goes on where it ended when the same command is given again.
    """
    from ..learn import data as sources
    from ..learn import degrade as degrading
    from ..learn import files, shaderfile
    from ..learn.esr import curve, emit, fit, tensors, train
    from ..learn.esr.model import Network
    from ..learn.esr.recipe import Recipe

    form = _form(model, factor, k, c, d, s, layers, size, variant)
    if not 0 < keep <= 1:
        raise BadInput(f"--keep wants a part above 0, up to 1, not {keep:g}")
    if rate is not None and not 0 < rate <= 1:
        raise BadInput(f"--rate wants a number above 0, up to 1, not {rate:g}")
    if minutes is not None and steps is not None:
        raise BadInput("--minutes and --steps are two ways to say how long is trained; give one of them")
    ways = tuple(degrading.parse(how, factor) for how in degrade)
    recipe = Recipe(form, ways, keep=keep, shrink=shrink, seed=seed, rate=rate or 0.0)
    budget = fit.Budget(steps=steps) if steps else fit.Budget(seconds=60 * (minutes or MINUTES))
    check_texts(title, license_)
    path, others = outputs(output, bank, plot)
    kept = path.with_name(f".{path.name}.learning")
    all_writable(path, others, kept, overwrite=overwrite, fresh=fresh)
    where = tensors.device(device)
    if plot is not None:
        curve.check()
    if fresh:
        kept.unlink(missing_ok=True)
    name = one_line(title or f"{form} {path.stem}")

    def tell(line: str) -> None:
        err.print(f"note: {one_line(line)}", markup=False)

    def draw(points: Sequence[Point], plain: float) -> None:
        if plot is not None:
            curve.write(others[-1], name, points, plain)

    count = threads or os.cpu_count() or 1
    watched = 0.0
    with going_on(kept):
        with shown(err, quiet=quiet) as step:

            def watch(done: float, total: float, pictures: int) -> None:
                nonlocal watched
                watched = total
                way = train.course(recipe, budget, pictures, pictures // 8, count, total)
                step(way.at("choosing frames", done))

            items = sources.collect(data, tell, per_video=frames, watch=watch)
            apart((path, *others), items)
            learned = train.train(
                items, recipe, budget, workers=count, threads=count, device=where, kept=kept, sides=others, progress=step,
                tell=tell, draw=draw, watched=watched,
            )  # fmt: skip
        notes = [
            f"Learned from {learned.pictures} pictures ({learned.patches} patches), {learned.steps} steps, seed {seed}."
        ]
        if learned.rows:
            notes.append(judgement(learned.rows, factor))
        style = shaderfile.Style(
            shaderfile.identifier(path.stem), name, f"own; {_what(recipe)}; {_after(form)}", one_line(license_), notes
        )
        network = Network(form, learned.network.weights, {"title": name, "learned": " ".join(notes)})
        shader = emit.shader(network, style).encode()
        if bank is not None:
            network.save(others[0])
        draw(learned.points, learned.plain)
        files.write(path, shader)  # the last: where it is, all is
        kept.unlink(missing_ok=True)
    _report(output, len(shader), recipe, learned, json)


def _form(
    model: str, factor: int, k: int | None, c: int | None, d: int | None, s: int | None, layers: int | None,
    size: str | None, variant: str | None,
) -> Form:  # fmt: skip
    from ..learn.esr import model as models
    from ..learn.esr.recipe import SIZES

    if model not in FAMILIES:
        raise BadInput(f"--model wants {', '.join(FAMILIES)}, not '{one_line(model)}'{nearest(model, FAMILIES)}")
    for word, value, of in (
        ("--k", k, ("esr", "max", "tm", "tr")), ("--c", c, ("max", "tm", "tr", "esr-cnn", "cnn")),
        ("--d", d, ("esr-cnn",)), ("--s", s, ("esr-cnn",)), ("--layers", layers, ("cnn",)), ("--size", size, ("cnn",)),
        ("--variant", variant, models.VARIED),
    ):  # fmt: skip
        if value is not None and model not in of:
            raise BadInput(f"{word} is for --model {' and '.join(of)}, not for {model}")
    if k is not None and k not in models.KERNELS:
        raise BadInput(f"--k wants {', '.join(map(str, models.KERNELS))}, not {k}")
    if variant is not None and variant not in models.VARIANTS:
        known = models.VARIANTS
        raise BadInput(f"--variant wants {', '.join(known)}, not '{one_line(variant)}'{nearest(variant, known)}")
    for word, value, most in (("--c", c, 16), ("--d", d, models.MOST_MAPS), ("--s", s, models.MOST_SECOND),
                              ("--layers", layers, 14)):  # fmt: skip
        if value is not None and not 1 <= value <= most:
            raise BadInput(f"{word} wants 1 to {most}, not {value}")
    if size is not None and size not in SIZES:
        raise BadInput(f"--size wants {', '.join(SIZES)}, not '{one_line(size)}'")
    if size is not None and (c is not None or layers is not None):
        raise BadInput("--size stands for --c and --layers; give it or them")
    if model == "cnn":
        maps, deep = SIZES[size or "m"]
        return models.Form("cnn", factor, channels=c or maps, layers=layers or deep, padding="edge")
    if model == "esr-cnn":
        return models.Form("esr-cnn", factor, channels=c or 4, first=d or 3, second=s or 6, padding="edge")
    kernel, values = (5, 2) if model == "max" else (7, 8)
    return models.Form(
        model, factor, k or kernel, 0 if model == "esr" else c or values, variant=variant or "softmax", padding="edge"
    )


def _what(recipe: Recipe) -> str:
    return f"{recipe.form}, {recipe.form.parameters} weights, from {' and '.join(map(str, recipe.degradations))}"


def _after(form: Form) -> str:
    return "own network" if form.family == "cnn" else "after Navarrete Michelini et al., arXiv 2108.10335"


def _report(output: str, size: int, recipe: Recipe, learned: Learned, json: bool) -> None:
    from ..tools.printing import print_json

    if json:
        print_json(out, {
            "output": output, "bytes": size, "what": _what(recipe), "weights": recipe.form.parameters,
            "pictures": learned.pictures, "patches": learned.patches, "steps": learned.steps,
            "seconds": round(learned.seconds, 1), "held": held_rows(learned.rows, recipe.form.factor),
        })  # fmt: skip
        return
    print_held(learned.rows, recipe.form.factor)
    out.print(f"{one_line(output)}: {_what(recipe)}; {learned.pictures} pictures, {learned.patches} patches, "
              f"{learned.steps} steps in {span(learned.seconds)}, {size / 1000:.0f} kB", markup=False)  # fmt: skip
    out.print(f"it is seen with: upshade play FILM -p plain -s {one_line(output)}", markup=False)
