"""A real PostgreSQL and a real Valkey on a bare machine: no Docker, nothing to install, nothing left running.

The binaries come from ROTACC_PG_BIN and ROTACC_REDIS_BIN, else from wheels, else from the system; starting them is
ours. They listen on 127.0.0.1 alone, behind random passwords. They end with this process, even when it is killed
(Linux; elsewhere only when it ends by itself). Without a folder they are fast and thrown away; with one they are
durable, and one supervisor at a time may use it.
"""

from infra.embedded.accounts import dropped, give, reachable
from infra.embedded.folders import only_one, secret, stores_folder
from infra.embedded.processes import ENDING, die_with_parent, free_port, tail, undisturbed
from infra.embedded.programs import postgres_binaries, usable, valkey_binary, wheel
from infra.embedded.server import PortTaken, Server
from infra.embedded.stores import Postgres, Valkey

__all__ = [
    "ENDING",
    "PortTaken",
    "Postgres",
    "Server",
    "Valkey",
    "die_with_parent",
    "dropped",
    "free_port",
    "give",
    "only_one",
    "postgres_binaries",
    "reachable",
    "secret",
    "stores_folder",
    "tail",
    "undisturbed",
    "usable",
    "valkey_binary",
    "wheel",
]
