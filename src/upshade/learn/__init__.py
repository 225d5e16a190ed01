"""Filter banks learned from pictures, written as shader files."""
