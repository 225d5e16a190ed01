"""Where a pass samples: a proof by following values through its text."""
