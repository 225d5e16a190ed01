"""Shaders learned from pictures."""
