"""Independent float64 references, to hold the shaders against."""

from .guided import Guided, Ramps, push_guided
from .push import LEAST, Pushed, push_compounding, push_original
from .rc2 import FAST, FULL, Settings, push_rc2

__all__ = [
    "FAST",
    "FULL",
    "LEAST",
    "Guided",
    "Pushed",
    "Ramps",
    "Settings",
    "push_compounding",
    "push_guided",
    "push_original",
    "push_rc2",
]
