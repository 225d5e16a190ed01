"""Which files of a folder are videos and pictures, and in which order."""

from __future__ import annotations

import os
import re

PICTURES = frozenset((
    "avif", "bmp", "dpx", "exr", "heic", "heif", "jp2", "jpeg", "jpg", "jxl", "pgm", "png", "pnm", "ppm", "qoi",
    "tga", "tif", "tiff", "webp",
))  # fmt: skip
VIDEOS = frozenset((
    "264", "265", "3g2", "3gp", "apng", "asf", "avi", "divx", "dv", "f4v", "flv", "gif", "h264", "h265", "hevc",
    "ivf", "m1v", "m2ts", "m2v", "m4v", "mjpeg", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "mxf", "nut", "obu",
    "ogm", "ogv", "qt", "rm", "rmvb", "roq", "ts", "vob", "webm", "wmv", "y4m",
))  # fmt: skip
"""Endings of the files that are taken out of a folder. A file that is named itself may be called anything."""


def is_media(name: str | os.PathLike[str]) -> bool:
    """By its ending."""
    return os.path.splitext(name)[1][1:].lower() in VIDEOS | PICTURES


def natural(path: str) -> list[list[tuple[int, int, str]]]:
    """A key that sorts numbers by value, folder by folder: 2.mkv before 10.mkv."""
    return [
        [(0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part.casefold()) for part in parts]
        for parts in (re.findall(r"[0-9]{1,4000}|[^0-9]+", word) for word in path.split(os.sep))
    ]
