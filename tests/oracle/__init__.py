"""Players that we did not write, as judges of our picture: mpv (OpenGL) and libplacebo (Vulkan)."""
