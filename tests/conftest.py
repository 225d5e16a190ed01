"""One OpenGL context for the whole run, and a clean error state around every test that uses it."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import hypothesis
import pytest

from upshade.gl.context import Context

# How long something takes is no property of it: these machines are busy, and the benchmark tells.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

# A run that a shell has started in the background is deaf to Ctrl-C, and so would be whatever it starts and interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Before any test can make a context: software drivers read it once.
Context.prepare()


@pytest.fixture(scope="session")
def _session_context() -> Iterator[Context]:
    with Context.headless() as context:
        yield context


@pytest.fixture
def context(_session_context: Context) -> Iterator[Context]:
    """The shared headless context. OpenGL has no error noted before and after the test."""
    assert _session_context.mgl.error == "GL_NO_ERROR"
    yield _session_context
    assert _session_context.mgl.error == "GL_NO_ERROR"


@pytest.fixture
def headless(context: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """Whatever makes a headless context gets the shared one: a second would leave none current for the next test."""
    monkeypatch.setattr(context, "release", lambda: None)
    monkeypatch.setattr(Context, "headless", classmethod(lambda cls: context))
    return context
