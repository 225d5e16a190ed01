"""`upshade learn import-intel`: a bank that was learned elsewhere, as a shader."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadInput, nearest, one_line
from .app import err, out
from .learning import WHAT, check_texts, learn, writable
from .options import FILE, Json


@learn.command("import-intel")
def import_intel(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="It holds config, filterbin_2_8, Qfactor_strbin_2_8 and Qfactor_cohbin_2_8.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT.glsl", help="The shader.", show_default=False, rich_help_panel=FILE)],
    bits: Annotated[int | None, typer.Option("--bits", metavar="8|10|16", help="Of the samples that the filters are for. Default: the fewest that the folder has.", show_default=False, rich_help_panel=WHAT)] = None,
    passes: Annotated[int | None, typer.Option("--passes", min=1, max=2, help="Default: 2 where filternotes.txt says passes=2.", show_default=False, rich_help_panel=WHAT)] = None,
    mode: Annotated[int | None, typer.Option("--mode", min=1, max=2, help="Of two passes, which enlarges. Default: what filternotes.txt says, else the first.", show_default=False, rich_help_panel=WHAT)] = None,
    blend: Annotated[str, typer.Option("--blend", metavar="count|randomness|off", help="How filters are taken back: where they change which neighbours are brighter, by how many are darker, or nowhere. A parameter of the shader as well.", rich_help_panel=WHAT)] = "count",
    range_: Annotated[str | None, typer.Option("--range", metavar="video|full", help="Legal values of luma. A parameter of the shader as well. Default: video, for 16 bits full.", show_default=False, rich_help_panel=WHAT)] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What the shader is called in lists.", rich_help_panel=FILE)] = None,
    license_: Annotated[str, typer.Option("--license", metavar="TEXT", help="Written into the shader.", rich_help_panel=FILE)] = "that of the filters; the library's own are BSD-3-Clause, Copyright Intel Corporation",
    overwrite: Annotated[bool, typer.Option("--overwrite", metavar=" ", help="Replace an existing file.", rich_help_panel=FILE)] = False,
    json: Json = False,
) -> None:  # fmt: skip
    """Make a shader of a filter folder of Intel's Library for Video Super Resolution.

    It draws luma as the library does, 2x or 1.5x, with one pass or two.
    """
    from ..learn import files, shaderfile
    from ..learn.raisr import intel, intel_glsl
    from ..tools.printing import print_json

    for word, value, known in (("--blend", blend, intel_glsl.BLENDS), ("--range", range_, intel_glsl.RANGES)):
        if value is not None and value not in known:
            raise BadInput(f"{word} wants {' or '.join(known)}, not '{value}'{nearest(value, known)}")
    check_texts(title, license_)
    path, source = Path(output).expanduser(), Path(folder).expanduser()
    writable(path, overwrite)
    filters = intel.read(source, bits, passes, mode)
    first = filters.stages[0]
    factor = f"{float(filters.factor):g}x"
    what = f"{factor}, {filters.bits} bits, "
    if len(filters.stages) == 1:
        what += "one pass"
    else:
        what += f"two passes, enlarged before the {'first' if first.enlarges else 'second'}"
    called = one_line(source.resolve().name)
    style = shaderfile.Style(
        shaderfile.identifier(path.stem), one_line(title or f"RAISR {called} {factor}"),
        f"filters of Intel's Library for Video Super Resolution, folder '{called}'; {what}", one_line(license_),
        group="Imported",
    )  # fmt: skip
    levels = range_ or ("full" if filters.bits == 16 else "video")
    text = intel_glsl.shader(filters, style, blend, levels).encode()
    files.write(path, text)
    if json:
        print_json(out, {
            "output": output, "bytes": len(text), "factor": float(filters.factor), "bits": filters.bits,
            "passes": len(filters.stages), "mode": 1 if first.enlarges else 2, "buckets": len(first.weights),
            "types": first.types, "notes": list(filters.notes),
        })  # fmt: skip
        return
    for note in filters.notes:
        err.print(f"note: {one_line(note)}", markup=False)
    out.print(f"{one_line(output)}: {what}; {len(first.weights)} buckets of "
              f"{'four filters, by pixel type' if first.types == 4 else 'one filter'}, "
              f"{len(text) / 1000:.0f} kB", markup=False)  # fmt: skip
