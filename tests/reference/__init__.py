"""Independent float64 references, to hold the shaders against."""

from .push import Pushed, push_compounding, push_original

__all__ = ["Pushed", "push_compounding", "push_original"]
