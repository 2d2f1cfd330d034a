"""Where PostgreSQL and redis are."""

from __future__ import annotations

from typing import Self
from urllib.parse import quote

from pydantic import BaseModel, Field, model_validator

from shared.settings.kinds import DatabaseAddress, KeyPrefix, RedisAddress, Text


class Stores(BaseModel):
    """The two stores, whole or in parts; a whole address wins over its parts."""

    database_url: DatabaseAddress = Field(
        "", repr=False, description="PostgreSQL to use; built from the DB_ settings when it is not given."
    )
    db_host: Text = Field("postgres", description="PostgreSQL's host.")
    db_port: int = Field(5432, ge=1, le=65535, description="PostgreSQL's port.")
    db_name: Text = Field("rota_db", description="Database's name.")
    db_user: Text = Field("rota_user", description="Database user.")
    db_password: str = Field("", repr=False, description="Database user's password.")
    redis_url: RedisAddress = Field(
        "", repr=False, description="redis or Valkey to use; built from the REDIS_ settings when it is not given."
    )
    redis_host: Text = Field("redis", description="redis's host.")
    redis_port: int = Field(6379, ge=1, le=65535, description="redis's port.")
    redis_db: int = Field(0, ge=0, description="Number of the redis database.")
    redis_user: Text = Field("", description="redis user, where redis has users.")
    redis_pass: str = Field("", repr=False, description="redis's password.")
    redis_tls: bool = Field(False, description="Speak TLS to redis.")
    task_broker_url: RedisAddress = Field(
        "", repr=False, description="redis for work that waits to be done; empty: the same as for everything else."
    )
    task_result_url: RedisAddress = Field(
        "", repr=False, description="Accepted, without effect: results are kept in PostgreSQL."
    )
    cache_prefix: KeyPrefix = Field("rota", description="What every key in redis begins with; no colon.")
    cache_timeout: int = Field(300, ge=1, description="Accepted, without effect: nothing is cached in redis.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        # The model is frozen for its users; these are filled in before anybody has seen it.
        for name, value in (("database_url", _database_url(self)), ("redis_url", _redis_url(self))):
            if not getattr(self, name):
                object.__setattr__(self, name, value)
        for name in ("task_broker_url", "task_result_url"):
            if not getattr(self, name):
                object.__setattr__(self, name, self.redis_url)
        return self


def _database_url(stores: Stores) -> str:
    user, password = quote(stores.db_user, safe=""), quote(stores.db_password, safe="")
    who = f"{user}:{password}" if password else user
    return f"postgresql://{who}@{stores.db_host}:{stores.db_port}/{quote(stores.db_name, safe='')}"


def _redis_url(stores: Stores) -> str:
    user, password = quote(stores.redis_user, safe=""), quote(stores.redis_pass, safe="")
    who = f"{user}:{password}@" if user or password else ""
    scheme = "rediss" if stores.redis_tls else "redis"
    return f"{scheme}://{who}{stores.redis_host}:{stores.redis_port}/{stores.redis_db}"
