"""The program, as `upshade` and as `python -m upshade`. It can be told to end from its first moment."""

from __future__ import annotations

import os

_WORDS = {2: "interrupted", 15: "terminated"}
"""SIGINT and SIGTERM."""


def _end(number: int, frame: object = None) -> None:
    os.write(2, f"upshade: {_WORDS[number]}; nothing was written\n".encode())
    os._exit(128 + number)


try:
    import signal
    import sys

    # While modules are loaded, an exception would come out of the middle of them, and some that are written in C print
    # it or take it for another. There is nothing to clean up yet.
    # A process that multiprocessing begins imports this too, and has nobody to tell.
    for _number in () if "multiprocessing.spawn" in sys.modules else _WORDS:
        if signal.getsignal(_number) != signal.SIG_IGN:
            signal.signal(_number, _end)
except KeyboardInterrupt:
    _end(2)


def main() -> None:
    from .cli import main as run

    run()


if __name__ == "__main__":
    main()
