"""edge-SR and small CNNs: networks of a few hundred to a few thousand weights, as shaders."""
