"""The first and the second start of a chain, and the longest that its compiling keeps a window waiting.

First: the driver's cache of compiled shaders is empty. The default preset on the clip that ships; with
UPSHADE_PUBLIC=DIR, a checkout such as bloc97/Anime4K, also the largest shader file in it, on a picture of 384x256 at
2x. A window's turns are those of `engine.Live` with 8 ms each, from the wish to the first picture, in a process of its
own. Goal: a second start compiles in a fifth of the time of the first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from upshade.core import library
from upshade.core.preset import DEFAULT
from upshade.tools import startup
from upshade.tools.benchjob import Job

DATA = Path(__file__).parent.parent / "data"
BUDGET = 0.008
GOAL = 0.2


def turns(source: str, shaders: tuple[str, ...]) -> dict[str, Any]:
    """Every turn of a window until the first picture: what was compiled or drawn in it, and milliseconds."""
    from upshade.core import chain, preset
    from upshade.core.plan_text import step_title
    from upshade.engine import Live
    from upshade.engine.live import Wish
    from upshade.gl.context import Context
    from upshade.gl.pool import Pool
    from upshade.gl.program import Programs
    from upshade.tools.benchjob import decoded

    _, (frame, *_) = decoded(source, 1)
    with Context.headless() as context:
        live = Live(context, Pool(context), Programs(context))
        live.wish(Wish(chain.load(None if shaders else preset.DEFAULT, shaders), scale=2.0))
        begun = time.perf_counter()
        live.begin(frame)
        first = time.perf_counter() - begun
        found: list[tuple[str, str, float]] = [("plan", "", 1e3 * first)]
        progress = set()
        while live.shown is None:
            compiling, plan = live.compiling, live.plan
            at = compiling[0] if compiling else 0
            begun = time.perf_counter()
            live.work(BUDGET)
            took = 1e3 * (time.perf_counter() - begun)
            title = step_title(plan.steps[at]) if plan is not None and compiling else ""
            found.append(("compile" if compiling else "draw", title, took))
            if live.compiling is not None:
                progress.add(live.compiling[0])
        steps = len(live.plan.steps) if live.plan is not None else 0
        live.close()
    return {"turns": found, "progress": len(progress), "steps": steps}


def _turns_apart(source: str, shaders: tuple[str, ...], env: Mapping[str, str]) -> dict[str, Any]:
    code = "import json, sys; from prove.start import turns; print(json.dumps(turns(*json.loads(sys.argv[1]))))"
    done = subprocess.run([sys.executable, "-c", code, json.dumps([source, shaders])], env=dict(env),
                          capture_output=True, text=True, check=True)  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _ms(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def examine(name: str, source: str, job: Job) -> bool:
    found = startup.start_twice(source, job)
    print(f"\n**{name}**{'' if found['emptied'] else ' (the cache cannot be emptied here: it was as it is)'}\n")
    print("| start, ms | first | second |\n| --- | ---: | ---: |")
    first, second = found["first"], found["second"]
    compiled = [sum(p["ms"] for p in start["programs"]) for start in (first, second)]
    for key, title in startup.PARTS.items():
        if key == "programs":
            slowest = [max((p["ms"] for p in start["programs"]), default=0.0) for start in (first, second)]
            print(f"| {len(first['programs'])} programs | {_ms(compiled[0])} | {_ms(compiled[1])} |")
            print(f"| the slowest of them | {_ms(slowest[0])} | {_ms(slowest[1])} |")
        elif key in first:
            print(f"| {title} | {_ms(first[key])} | {_ms(second[key])} |")
    print(f"| **to the first frame** | {_ms(startup.total(first))} | {_ms(startup.total(second))} |")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, **dict.fromkeys(startup.CACHES, folder)}
        window = [_turns_apart(source, tuple(job.shaders), env) for _ in range(2)]
    print("\n| a window's turns | first | second |\n| --- | ---: | ---: |")
    for kind, title in (("plan", "planning"), ("compile", "compiling"), ("draw", "drawing the first picture")):
        cells = []
        for start in window:
            took = [ms for k, _, ms in start["turns"] if k == kind]
            longest = max(took, default=0.0)
            over = sum(ms > 100 for ms in took)
            cells.append(f"{len(took)}, longest {_ms(longest)} ms, {over} over 100 ms")
        print(f"| {title} | {' | '.join(cells)} |")
    told = [f"{start['progress']} of {start['steps']}" for start in window]
    print(f"| steps told as progress | {' | '.join(told)} |")
    before, after = (c + start["first_draw"] for c, start in zip(compiled, (first, second), strict=True))
    return not found["emptied"] or after <= GOAL * before or after < 500


def main() -> int:
    good = examine("the default preset, the clip that ships", str(library.demo_clip()), Job(DEFAULT, scale=2.0))
    folder = os.environ.get("UPSHADE_PUBLIC")
    if folder:
        files = [p for p in Path(folder).rglob("*.glsl") if p.is_file()]
        largest = max(files, key=lambda p: (p.stat().st_size, str(p)))
        job = Job(None, (str(largest),), scale=2.0)
        good &= examine(f"{largest.name}, {largest.stat().st_size // 1024} KiB", str(DATA / "lineart-420.mkv"), job)
    else:
        print("\nUPSHADE_PUBLIC names no checkout: the largest public chain is left out.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
