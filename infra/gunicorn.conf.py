"""How gunicorn serves `infra.web:app`. Every name here is one of gunicorn's own settings."""

import os
from typing import Any

from infra import memory
from shared import registry
from shared.settings import SettingsError, load

try:
    _settings = load()
    registry.selected(_settings.functions)
except (SettingsError, registry.UnknownFunction) as _error:
    raise SystemExit(str(_error)) from None  # a sentence for whoever starts it, before any process is forked

bind = _settings.web_bind
workers = _settings.web_workers
worker_class = os.environ.get("WEB_WORKER_CLASS", "asgi")
http_parser = "python"  # the strictest of the two
asgi_loop, asgi_lifespan = "auto", "on"
# A closed tab must not cut a change short: three seconds, the default, would.
asgi_disconnect_grace_period = 30
keepalive, timeout, graceful_timeout = 75, _settings.web_timeout, 30
limit_request_fields, limit_request_field_size = 60, 8190
forwarded_allow_ips = ",".join(_settings.trusted_proxies)
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  # a heartbeat file in memory, not data
max_requests, max_requests_jitter = 20_000, 2_000
accesslog = None  # one line for each request is written by the application itself
loglevel = _settings.log_level.lower()
logger_class = "infra.gunicorn_log.JsonLogger"
proc_name = "rotacc-web"
# Read once and shared by all web processes: most of what each would hold is code, and the same.
preload_app = True
control_socket_disable = True  # it would be made in somebody's home, and two systems would share it


def post_worker_init(_worker: Any) -> None:
    """Everything is imported, and nobody waits yet."""
    memory.settle()


def when_ready(_server: Any) -> None:
    """Leave what is shared alone: looking through it for garbage would make every process a copy of its own."""
    memory.settle()
