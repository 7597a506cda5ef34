"""What Celery's worker gets from us: one task, the dispatcher thread, children that follow their parent."""

import logging
import os
import threading
import time
from functools import partial
from typing import Any

from celery import Task, bootsteps, shared_task
from celery.signals import worker_process_init
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError as BrokerError

from coachlms.jobs import runner
from coachlms.jobs.dispatcher import STUCK_AFTER, Dispatcher

logger = logging.getLogger(__name__)
POLL_LEAST_S, POLL_MOST_S, POLL_TROUBLE_S = 0.05, 0.4, 2.0


@shared_task(bind=True, name="run_job")
def run_job(task: "Task[[int], None]", job_id: int) -> None:
    """The only Celery task there is: the row says what to do."""
    runner.run(job_id, worker=f"{task.request.hostname} {os.getppid()}")


def publish(job_id: int, queue: str) -> None:
    run_job.apply_async((job_id,), queue=queue)


class Dispatching(bootsteps.StartStopStep):
    """Runs the dispatcher in a thread of the worker's main process."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._stop = threading.Event()
        self._quiet = threading.Lock()

    def start(self, worker: Any) -> None:
        dispatcher = Dispatcher(
            publish=publish,
            queues=tuple(worker.app.amqp.queues.consume_from),
            slots=worker.concurrency,
            worker=f"{worker.hostname} {os.getpid()}",
        )
        # A child forked while this thread is inside the database driver would inherit its locks.
        os.register_at_fork(
            before=self._quiet.acquire,
            after_in_parent=self._quiet.release,
            after_in_child=self._quiet.release,
        )
        if not settings.REDIS_URL:
            worker.pool._pool.on_process_down = partial(_end_if_idle, worker.pool._pool)
        threading.Thread(
            target=self._watch, args=(dispatcher,), name="dispatcher", daemon=True
        ).start()

    def stop(self, worker: Any) -> None:
        self._stop.set()

    def terminate(self, worker: Any) -> None:
        self._stop.set()

    def _watch(self, dispatcher: Dispatcher) -> None:
        """Without its dispatcher a worker is deaf: when the loop ends by an error, so does the worker."""
        try:
            self._loop(dispatcher)
        finally:
            if not self._stop.is_set():
                logger.critical("The dispatcher ended; the worker ends too.")
                os._exit(70)
        try:
            dispatcher.leave()
        except DatabaseError as error:
            logger.warning("The worker could not say that it leaves: %s", type(error).__name__)
        finally:
            connection.close()

    def _loop(self, dispatcher: Dispatcher) -> None:
        fresh, pause, checked_at = not settings.REDIS_URL, POLL_LEAST_S, time.monotonic()
        while not self._stop.wait(pause):
            try:
                with self._quiet:
                    if fresh:
                        dispatcher.forget_messages()
                        fresh = False
                    sent = dispatcher.round()
                pause = POLL_LEAST_S if sent else min(POLL_MOST_S, pause * 1.5)
            except (DatabaseError, BrokerError, OSError) as error:
                logger.warning("No jobs dispatched for now: %s", type(error).__name__)
                connection.close()
                pause = POLL_TROUBLE_S
            if time.monotonic() - checked_at > STUCK_AFTER.total_seconds():
                self._end_if_stuck(dispatcher)
                checked_at = time.monotonic() - STUCK_AFTER.total_seconds() + 10

    def _end_if_stuck(self, dispatcher: Dispatcher) -> None:
        try:
            with self._quiet:
                stuck = dispatcher.is_stuck()
        except DatabaseError:
            return  # a database that is away explains why nothing is claimed
        if stuck:
            logger.critical("Work is waiting and nothing was claimed for two minutes; ending.")
            os._exit(75)


def _end_if_idle(pool: Any, child: Any) -> None:
    """In memory all children read one pipe under one lock, and an idle child that is killed keeps it.

    Nobody would read again until the watch on stuck workers wakes up, so end now and be restarted.
    On Redis every child has a pipe of its own.
    """
    if child.exitcode < 0 and not pool._worker_active(child):
        logger.critical("An idle child was killed; the worker ends too.")
        os._exit(75)


@worker_process_init.connect
def follow_parent(**_signal: Any) -> None:
    """A pool child whose parent was killed would wait for ever, and hold a job nobody counts."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
