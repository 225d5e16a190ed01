"""A preset and a size in, pictures through: `Pipeline` as a whole, `Live` while all of it may change."""

from .live import Live
from .pipeline import READ_AHEAD, Clock, Picture, Pipeline, frame_of, source_of

__all__ = ["READ_AHEAD", "Clock", "Live", "Picture", "Pipeline", "frame_of", "source_of"]
