import os
import time

from coachlms.jobs.registry import Hold, job
from tests.faults.app.models import Effect

WORK_S = float(os.environ.get("FAULTS_WORK_S", "0.25"))


@job(queue="ai", max_attempts=100)
def leave_effect(hold: Hold, subject: int) -> None:
    """Work for a while outside any transaction, then leave the effect in the last one."""
    hold.step("listen", version="1", inputs=str(subject).encode(), work=lambda: subject)
    time.sleep(WORK_S)
    with hold.finish():
        Effect.objects.create(subject=subject)


@job(queue="default", max_attempts=3)
def die_always(hold: Hold, subject: int) -> None:
    """As if the work used up the memory: the kernel kills the process without a word."""
    os.kill(os.getpid(), 9)
