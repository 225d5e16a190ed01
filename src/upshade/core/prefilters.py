"""What may be done to interlaced video before the chain; `media.prefilter` does it."""

from __future__ import annotations

PREFILTERS = ("none", "deinterlace", "bob", "ivtc", "auto")
"""deinterlace: one whole picture a frame. bob: one a field, twice the rate. ivtc: the film pictures of telecined video,
four for five. auto: none, deinterlace or ivtc, as the pictures show it."""
