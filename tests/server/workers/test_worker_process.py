from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from paperatlas.server.settings import Limits
from paperatlas.server.workers.messages import Setup
from paperatlas.server.workers.worker_process import WorkerProcess

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    import pytest


def test_a_start_that_is_cancelled_ends_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = asyncio.create_subprocess_exec

    async def cancel_a_start() -> Process:
        started: asyncio.Future[Process] = asyncio.get_running_loop().create_future()

        async def create_and_report(*words: Any, **options: Any) -> Process:
            started.set_result(await create(*words, **options))
            return await started

        monkeypatch.setattr(asyncio, "create_subprocess_exec", create_and_report)
        start = asyncio.create_task(WorkerProcess.start(Setup(tmp_path, "1", "http://example.org/", None, Limits())))
        process = await started
        start.cancel()
        with suppress(asyncio.CancelledError):
            await start
        return process

    assert asyncio.run(cancel_a_start()).returncode == -signal.SIGKILL
