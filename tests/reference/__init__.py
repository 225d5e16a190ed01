"""Independent float64 references, to hold the shaders against."""

from .push import LEAST, Pushed, push_compounding, push_original
from .rc2 import FAST, FULL, Settings, push_rc2

__all__ = ["FAST", "FULL", "LEAST", "Pushed", "Settings", "push_compounding", "push_original", "push_rc2"]
