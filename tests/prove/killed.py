"""Killed: the real player, saving its preset and its settings all the time, is ended by SIGKILL at random moments, 20
times. Afterwards the preset loads and says what one of its versions said, and the settings are read without complaint.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ui.driving import display
from upshade.core import preset
from upshade.player import state

KILLS = 20
_CHILD = """
import sys
from pathlib import Path
from upshade.core.library import demo_clip
from upshade.player.state import load
from upshade.ui.app import App, Launch
from upshade.ui.window import Window

class Saving(App):
    count = 0
    def after_swap(self):
        super().after_swap()
        self.count += 1
        card = self.edit.cards[0].id
        self.edit.set(card, "strength_gradient", 0.1 + self.count % 80 / 100)
        if self.edit.is_own():
            self.edit.save(overwrite=True)
        else:
            self.edit.save_as(Path(sys.argv[1]), overwrite=True)
        self.state.volume = self.count % 100 / 100
        self.keep_state()
        if self.count == 3:
            print("saving", flush=True)

Window(Saving(Launch((str(demo_clip()),), preset=sys.argv[2], sound="null"), load())).run()
"""


def main() -> int:
    moments = random.Random(4)
    damaged = saved = 0
    with tempfile.TemporaryDirectory() as folder, display():
        config = Path(folder) / "config"
        mine = config / "upshade" / "presets" / "mine.toml"
        env = {**os.environ, "XDG_CONFIG_HOME": str(config)}
        for n in range(KILLS):
            start = "anime" if n == 0 else str(mine)
            child = subprocess.Popen([sys.executable, "-c", _CHILD, str(mine), start], env=env, stdout=subprocess.PIPE)
            assert child.stdout is not None
            if not child.stdout.readline():
                print(f"the player ended by itself with {child.wait()}")
                return 1
            time.sleep(moments.uniform(0.0, 2.0))
            child.send_signal(signal.SIGKILL)
            child.wait()
            try:
                preset.load(mine)
                saved += 1
            except Exception as error:
                print(f"kill {n + 1}: the preset does not load: {error}")
                damaged += 1
            kept = state.load(config / "upshade" / "window.toml")
            if kept.notices:
                print(f"kill {n + 1}: {kept.notices}")
                damaged += 1
        left = [p.name for p in mine.parent.iterdir() if p != mine]
    print(f"{KILLS} kills, {saved} times the preset was whole; damaged files: {damaged}; left beside it: {len(left)} "
          "(cleared later).")  # fmt: skip
    return int(damaged > 0)
