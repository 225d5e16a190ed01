from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from upshade.core.frame import Frame
from upshade.core.steps import ChainEntry, Moment, Plan
from upshade.gl.context import Context
from upshade.gl.executor import Executor
from upshade.gl.pool import Pool
from upshade.gl.program import Programs


@pytest.fixture
def pool(context: Context) -> Iterator[Pool]:
    """A pool that must have got everything back when the test ends."""
    pool = Pool(context)
    yield pool
    pool.release()
    assert pool.live == 0


@pytest.fixture
def programs(context: Context) -> Iterator[Programs]:
    programs = Programs(context)
    yield programs
    programs.release()


@pytest.fixture
def execute(context: Context, pool: Pool, programs: Programs) -> Iterator[Callable[..., Executor]]:
    """Make an executor, and draw a frame with it if one is given."""
    made: list[Executor] = []

    def run(
        plan: Plan, chain: Sequence[ChainEntry] = (), frame: Frame | None = None, moment: Moment = Moment()
    ) -> Executor:
        executor = Executor(context, pool, programs, plan)
        made.append(executor)
        if frame is not None:
            executor.upload(frame)
            executor.start(moment)
            assert executor.run()
        return executor

    yield run
    for executor in made:
        executor.release()
