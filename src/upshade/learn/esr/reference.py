"""What a network makes of a picture, in float64 and as the paper writes it. For tests, for importers, and slow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..grid import bilinear
from .model import Conv, Form, Network

Float = NDArray[np.float64]


BLACK, SPAN = 16 / 255, 219 / 255
"""Of video's luma."""
LEAST = 1e-6
"""Of the sum of keys that values are divided by."""


def draw(network: Network, picture: Float, strength: float = 1.0, levels: str = "video") -> Float:
    """(h, w) in 0…1 → (h·factor, w·factor), not clamped. `strength`: how far from the bilinear enlargement. `levels`:
    the picture's range, which counts where the network was learned from the full one."""
    form = network.form
    black, span = (BLACK, SPAN) if form.range == "full" and levels == "video" else (0.0, 1.0)
    made = black + span * output(network, (picture - black) / span)
    if strength == 1.0:
        return made
    plain = bilinear(picture, form.factor)
    return plain + strength * (made - plain)


def output(network: Network, picture: Float) -> Float:
    """(h, w) in the network's own range → (h·factor, w·factor)."""
    form = network.form
    maps = np.asarray(picture, np.float64)[None]
    *hidden, last = form.convs()
    joined = []
    for conv in hidden:
        maps = activate(convolve(network, conv, maps), conv, network)
        joined.append(maps)
    if form.family == "cnn":
        maps = np.concatenate(joined)
    made = head(form, shuffled(convolve(network, last, maps), form.factor))
    return made + bilinear(picture, form.factor) if form.family == "cnn" else made


def convolve(network: Network, conv: Conv, maps: Float) -> Float:
    """(inputs, h, w) → (outputs, h, w)"""
    reach = conv.kernel // 2
    around = ((0, 0), (reach, reach), (reach, reach))
    padded = np.pad(maps, around, mode="edge") if network.form.padding == "edge" else np.pad(maps, around)
    weight = network.weights[f"{conv.name}.weight"].astype(np.float64)
    _, h, w = maps.shape
    out = np.zeros((conv.outputs, h * w))
    for y in range(conv.kernel):
        taps = np.stack([padded[:, y : y + h, x : x + w] for x in range(conv.kernel)], axis=1)
        out += weight[:, :, y].reshape(conv.outputs, -1) @ taps.reshape(-1, h * w)
    if conv.bias:
        out += network.weights[f"{conv.name}.bias"].astype(np.float64)[:, None]
    return out.reshape(conv.outputs, h, w)


def activate(maps: Float, conv: Conv, network: Network) -> Float:
    match conv.act:
        case "tanh":
            return np.tanh(maps)
        case "prelu":
            return np.where(maps > 0, maps, maps * float(network.weights[f"{conv.name}.slope"][0]))
        case "crelu":
            return np.concatenate([np.maximum(maps, 0), np.maximum(-maps, 0)])
    return maps


def shuffled(maps: Float, factor: int) -> Float:
    """(n·factor², h, w) → (n, h·factor, w·factor)"""
    _, h, w = maps.shape
    blocks = maps.reshape(-1, factor, factor, h, w)
    return blocks.transpose(0, 3, 1, 4, 2).reshape(-1, h * factor, w * factor)


def head(form: Form, maps: Float) -> Float:
    """(parts · values, h, w) → (h, w)"""
    n = form.values
    value, key = maps[:n], maps[-n:]
    match form.family:
        case "max":
            return np.asarray(value.max(axis=0))
        case "tm":
            return weighed(value, key, form.variant)
        case "tr":
            return weighed(value, maps[n : 2 * n] * key, form.variant)
        case "esr-cnn":
            return weighed(value, key * key)
        case "espcn":
            return np.asarray(1 / (1 + np.exp(-value[0])))
    return np.asarray(value[0])


def weighed(value: Float, key: Float, variant: str = "softmax") -> Float:
    if variant == "softmax":
        weights = np.exp(key - key.max(axis=0))
        weights /= weights.sum(axis=0)
    elif variant == "normalised":
        size = np.abs(key)
        weights = size / np.maximum(size.sum(axis=0), LEAST)
    else:
        weights = 1 + (np.tanh(key) if variant == "tanh" else key)
    return np.asarray((value * weights).sum(axis=0))
