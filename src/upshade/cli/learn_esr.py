"""`upshade learn import-esr`: a network that was published with edge-SR, as a shader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadInput, nearest, one_line
from .app import out
from .learning import WHAT, check_texts, learn, writable
from .options import FILE, Json


@learn.command("import-esr")
def import_esr(
    model: Annotated[str, typer.Argument(metavar="FILE.model", help="Such as eSR-TM_s2_K7_C8.model of pnavarre/eSR.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.glsl", help="The shader.", show_default=False, rich_help_panel=FILE)],
    called: Annotated[str | None, typer.Option("--as", metavar="NAME", help="What the model is, where its file is called otherwise: eSR-MAX_s#_K#_C#, the same for eSR-TM and eSR-TR, eSR-CNN_s#_C#_D#_S#, ESPCN_s#_D#_S#, FSRCNN_s#_D#_S#_M#.", show_default=False, rich_help_panel=WHAT)] = None,
    padding: Annotated[str, typer.Option("--padding", metavar="zero|edge", help="What the network sees outside the picture: black, as it was learned and published, or the picture's edge going on.", rich_help_panel=WHAT)] = "zero",
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What the shader is called in lists.", rich_help_panel=FILE)] = None,
    license_: Annotated[str, typer.Option("--license", metavar="TEXT", help="Written into the shader.", rich_help_panel=FILE)] = "that of the model; those of pnavarre/eSR are GPL-3.0",
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing file.", rich_help_panel=FILE)] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Make a shader of a model that was published with edge-SR: eSR-MAX, -TM, -TR, -CNN, ESPCN or FSRCNN.

    PyTorch is not needed, and nothing that the file asks for is done: numbers are read from it.
    """
    from ..learn import files, shaderfile
    from ..learn.esr import emit, published
    from ..learn.esr import model as models
    from ..tools.printing import print_json

    if padding not in models.PADDINGS:
        known = models.PADDINGS
        raise BadInput(f"--padding wants {' or '.join(known)}, not '{one_line(padding)}'{nearest(padding, known)}")
    check_texts(title, license_)
    path, source = Path(output).expanduser(), Path(model).expanduser()
    writable(path, overwrite)
    network = published.read(source, called, padding)
    form = network.form
    what = f"{form}, {form.parameters} weights, {padding} padding"
    style = shaderfile.Style(
        shaderfile.identifier(path.stem), one_line(title or str(form)), f"pnavarre/eSR, {what}; arXiv 2108.10335",
        one_line(license_), group="Imported",
    )  # fmt: skip
    text = emit.shader(network, style).encode()
    files.write(path, text)
    if json:
        print_json(out, {
            "output": output, "bytes": len(text), "family": form.family, "factor": form.factor, "form": str(form),
            "weights": form.parameters, "padding": padding,
        })  # fmt: skip
        return
    out.print(f"{one_line(output)}: {what}, {len(text) / 1000:.0f} kB", markup=False)
    out.print(f"it is seen with: upshade play FILM -p plain -s {one_line(output)}", markup=False)
