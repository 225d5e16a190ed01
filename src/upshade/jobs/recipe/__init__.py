"""The recipe of a file: everything that decides its bytes, as JSON that travels in it.

What is drawn is built from the recipe, not from the files that it was made of: who edits a shader while a render runs
changes nothing in it.
"""

from .changes import differences
from .making import of_job
from .model import Entry, File, Recipe
from .reading import parse, read
from .repeat import job_of

__all__ = ["Entry", "File", "Recipe", "differences", "job_of", "of_job", "parse", "read"]
