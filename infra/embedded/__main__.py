"""`python -m infra.embedded`: both stores, for trying things out by hand."""

from __future__ import annotations

import contextlib
import signal

from infra.embedded.stores import Postgres, Valkey


def main() -> None:
    """Start both, thrown away when this ends; print their addresses; wait. For trying things out by hand."""
    with Postgres() as postgres, Valkey() as valkey, contextlib.suppress(KeyboardInterrupt):
        print(f"DATABASE_URL={postgres.url}\nREDIS_URL={valkey.url}", flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
