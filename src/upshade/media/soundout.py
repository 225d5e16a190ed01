"""The device that sound goes to."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Callable, Generator
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import JobFailed, one_line

Samples = NDArray[np.float32]
Pull = Callable[[int], Samples]
"""So many frames → (n, 2) samples, −1…1. Called on the device's thread; must not take long, nor raise."""

_PERIODS = {"PULSEAUDIO": (450, 2), "COREAUDIO": (85, 2)}
_OTHERS = (25, 10)
"""Milliseconds, and how many of them the device buffers: OpenGL calls on a software driver hold the interpreter for up
to 0.2 s, in which nothing can be fed to it. For PulseAudio and Core Audio miniaudio makes one period the whole buffer
(of at most 4096 frames for the latter); both ask in smaller pieces."""

_TALKATIVE = {
    "libasound.so.2": ("snd_lib_error_set_handler",),
    "libjack.so.0": ("jack_set_error_function", "jack_set_info_function"),
}

LOST = 2.0
"""Seconds."""


class Output(Protocol):
    """What sound goes to. `rate`: frames a second; `name`: for people; `alive`: once started, it still runs. `start`
    raises JobFailed where it doesn't."""

    rate: int
    name: str

    @property
    def alive(self) -> bool: ...

    def start(self, pull: Pull) -> None: ...

    def close(self) -> None: ...


class Device:
    """A device of miniaudio's. `kind`: "auto" for the system's default one, at its own rate; "null" for none, in real
    time. Raises JobFailed where there is no such device."""

    def __init__(self, kind: str) -> None:
        try:
            import miniaudio  # type: ignore[import-untyped]
        except ImportError:
            raise JobFailed("sound needs miniaudio (pip install 'upshade[ui]')") from None
        self._device: Any = self._open(kind)
        self._asked, self._silent = perf_counter(), False
        self._started = miniaudio.lib.ma_device_is_started
        self._release = miniaudio.lib.ma_context_uninit
        self.rate = int(self._device._device.sampleRate)
        self.name = "no device" if kind == "null" else f"{self._device.backend}, {self.rate} Hz"

    def _open(self, kind: str) -> Any:
        import miniaudio

        class Flexible(miniaudio.PlaybackDevice):  # type: ignore[misc]
            def _make_context(self, *arguments: Any) -> Any:
                _allow_any_size(miniaudio.ffi, self._devconfig)
                return super()._make_context(*arguments)

        known = list(miniaudio.Backend)  # in miniaudio's order of preference
        failure: Exception | None = None
        with _quiet():
            for backend in known:
                if (backend.name == "NULL") != (kind == "null"):
                    continue
                period, periods = _PERIODS.get(backend.name, _OTHERS)
                try:
                    return Flexible(miniaudio.SampleFormat.FLOAT32, 2, 0, period, None, periods, [backend],
                                    app_name="upshade")  # fmt: skip
                except miniaudio.MiniaudioError as error:
                    failure = error
        raise JobFailed("no sound device can be opened") from failure

    @property
    def alive(self) -> bool:
        """False where it has stopped by itself, or has not asked for samples, of two looks, for `LOST` seconds."""
        device = self._device
        # At the first look it may be this process that stood still.
        late = perf_counter() - self._asked > LOST
        silent, self._silent = late and self._silent, late
        return device is None or (bool(self._started(device._device)) and not silent)

    def start(self, pull: Pull) -> None:
        """JobFailed where the device doesn't start."""
        import miniaudio

        def feed() -> Generator[bytes | Samples, int, None]:
            count = yield b""
            while True:
                self._asked = perf_counter()
                count = yield pull(count)

        generator = feed()
        next(generator)
        try:
            self._device.start(generator)
        except miniaudio.MiniaudioError as error:
            raise JobFailed(f"the sound device does not start ({one_line(str(error.args[0]))})") from None

    def close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()
            self._release(device._context)


def _allow_any_size(ffi: Any, config: Any) -> None:
    """Lets the device ask for as much as it has room for (noFixedSizedCallback). Otherwise PulseAudio, whose whole
    buffer is one period for miniaudio, would ask for all of it at once. The wrapper leaves the field out: it is the
    last of four bytes behind `periods` and `performanceProfile` (miniaudio.h@0.11, ma_device_config)."""
    periods, callback = (ffi.offsetof("ma_device_config", name) for name in ("periods", "dataCallback"))
    size = ffi.sizeof("void *")
    if callback == -(-(periods + 12) // size) * size:
        ffi.cast("unsigned char *", ffi.addressof(config))[periods + 11] = 1


@contextlib.contextmanager
def _quiet() -> Generator[None, None, None]:
    """ALSA and JACK write thirty lines to the terminal where there is no sound card."""
    setters = []
    if sys.platform == "linux":
        for library, names in _TALKATIVE.items():
            with contextlib.suppress(OSError, AttributeError):
                setters += [getattr(ctypes.CDLL(library), name) for name in names]
    for setter in setters:
        # Any function of C that does nothing: one of Python's would need the interpreter.
        setter(ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p))
    try:
        yield
    finally:
        for setter in setters:
            setter(None)
