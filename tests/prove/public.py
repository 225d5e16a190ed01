"""Every fragment shader of a public collection beside mpv and libplacebo.

UPSHADE_PUBLIC=DIR names a checkout, such as bloc97/Anime4K; each file is drawn on two real video frames. 50 dB from
both players is the bar; where the players differ by more from each other (decisions at ties), that is the bar.
"""

from __future__ import annotations

import os
import sys

from oracle import public


def main() -> int:
    folder = os.environ.get("UPSHADE_PUBLIC")
    if not folder:
        print("UPSHADE_PUBLIC names no checkout", file=sys.stderr)
        return 2
    return public.main([folder])
