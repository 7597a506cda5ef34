"""Celery moves the job rows. Without REDIS_URL its messages never leave the worker process."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachlms.settings")

LONGEST_S = 60 * 60  # one attempt; a step that needs longer is two steps
REDIS = {
    # above the longest attempt, or Redis hands out a message that is still being worked on
    "visibility_timeout": 2 * LONGEST_S,
    "socket_connect_timeout": 5,
    "socket_timeout": 30,
    "socket_keepalive": True,
    "health_check_interval": 25,
}

# Celery warns a superuser of pickled messages. Ours are JSON, and hold one number.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("coachlms")
app.conf.update(
    broker_url=settings.REDIS_URL or "memory://localhost//",
    broker_transport_options=REDIS if settings.REDIS_URL else {"polling_interval": 0.05},
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,  # the dispatcher's next round is the retry
    worker_cancel_long_running_tasks_on_connection_loss=False,  # the lease decides who may finish
    # off, a worker that lost Redis never worked again; inside one process there is nobody to control
    worker_enable_remote_control=bool(settings.REDIS_URL),
    worker_pool="prefork",
    worker_concurrency=settings.WORKER_PROCESSES,
    worker_prefetch_multiplier=1,
    worker_lost_wait=1.0,  # seconds until the slot of a killed child is free again
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=600_000,  # KiB
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_soft_time_limit=LONGEST_S - 60,
    task_time_limit=LONGEST_S,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue="default",
    task_queues={name: {} for name in ("media", "ai", "mail", "default")},
    task_create_missing_queues=False,
    timezone=settings.TIME_ZONE,
)
app.autodiscover_tasks()
app.autodiscover_tasks(["coachlms.jobs"], related_name="worker")
app.steps["worker"].add("coachlms.jobs.worker:Dispatching")
