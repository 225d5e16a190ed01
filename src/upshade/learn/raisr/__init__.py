"""RAISR and BLADE: a filter for each kind of edge, learned by least squares."""
