"""What is counted while the system works. Any process adds to these; `/metrics` shows the sum over all of them.

    from shared.metrics import REDELIVERIES
    REDELIVERIES.labels(queue="tasks").inc()

Counters and histograms alone: they add up over processes that come and go (infra/monitoring/push.py). What *is* rather
than what happened, such as a queue's depth or the age of a backup, is read from the stores when somebody asks
(infra/monitoring/records.py and queues.py); a gauge here would be one process's opinion.

Labels take few values that the code knows: a route's template, a task's name. Never an address, a name or an id.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

HTTP_REQUESTS = Counter(
    "rotacc_http_requests_total",
    "Requests answered, by method, route and kind of answer (2xx, 4xx and so on).",
    ("method", "route", "status"),
    registry=REGISTRY,
)
HTTP_SECONDS = Histogram(
    "rotacc_http_request_seconds",
    "How long requests took, in seconds, by method and route.",
    ("method", "route"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0),
    registry=REGISTRY,
)
TASKS = Counter(
    "rotacc_tasks_total",
    "Tasks ended, by name and outcome (done or failed).",
    ("task", "outcome"),
    registry=REGISTRY,
)
TASK_SECONDS = Histogram(
    "rotacc_task_seconds",
    "How long tasks took, in seconds, by name.",
    ("task",),
    buckets=(0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0),
    registry=REGISTRY,
)
REDELIVERIES = Counter(
    "rotacc_queue_redeliveries_total",
    "Tasks delivered once more because whoever had them fell silent or failed, by queue.",
    ("queue",),
    registry=REGISTRY,
)
RELAY_FAILURES = Counter(
    "rotacc_outbox_relay_failures_total",
    "Times the relay could not hand on what was announced, and tried again.",
    registry=REGISTRY,
)
MAIL = Counter(
    "rotacc_mail_attempts_total",
    "Attempts to hand over a message, by outcome (sent, put_off, refused or uncertain).",
    ("outcome",),
    registry=REGISTRY,
)
