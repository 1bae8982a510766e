"""Everything that one process keeps running: database, jobs, event hub, signs of life, and who may come in."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import to_thread
from sqlalchemy.orm import Session

from mission_control.agents.api import AgentSignIn, CallersHook, PresenceWriter
from mission_control.api_keys.api import KeySignIn
from mission_control.entry import features  # noqa: F401 - the features' jobs and views have to be registered
from mission_control.entry.authentication import LocalSignIn, People, SignIn
from mission_control.entry.installation import SignInTokens, secret_box
from mission_control.gateways.api import GatewayKeeper
from mission_control.identity.api import LOCAL_USER
from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.events.hub import EventHub
from mission_control.kernel.http.router import Backend
from mission_control.kernel.jobs.engine import JobEngine, make_job_engine
from mission_control.kernel.jobs.registry import REGISTRY
from mission_control.kernel.ratelimit import RateLimiter
from mission_control.kernel.setting_values import parse_rate
from mission_control.kernel.settings import Settings
from mission_control.kernel.threads import close_threads, open_threads
from mission_control.sign_in.api import (
    BrowserSignIn,
    Discovery,
    FailedSignIns,
    ProviderSignIn,
    SessionSignIn,
    clerk_sign_in,
    id_tokens,
    oidc_keys,
    oidc_sign_in,
    warn_of_provider,
)
from mission_control.tasks.api import renew_leases


@dataclass
class Runtime:
    """Made without touching the database; `start` and `stop` run in the event loop of the server."""

    settings: Settings
    database: Database
    jobs: JobEngine
    presence: PresenceWriter
    hub: EventHub
    limiter: RateLimiter
    gateways: GatewayKeeper
    failures: FailedSignIns

    browser_sign_in: BrowserSignIn | None = None
    """In the mode where browsers are sent to a provider; known when it has started."""

    @classmethod
    def of(cls, settings: Settings) -> "Runtime":
        database = open_database(settings)
        REGISTRY.retry_as(
            settings.rq_dispatch_max_retries,
            settings.rq_dispatch_retry_base_seconds,
            settings.rq_dispatch_retry_max_seconds,
        )
        limiter = RateLimiter.from_settings(settings)
        return cls(
            settings=settings,
            database=database,
            jobs=make_job_engine(database),
            presence=PresenceWriter(database, hooks=[_renew_leases(settings)]),
            hub=EventHub(database),
            limiter=limiter,
            gateways=GatewayKeeper(database, settings.gateway_lease_seconds, is_alone=settings.is_sqlite),
            failures=FailedSignIns(database, limiter, parse_rate(settings.rate_limit_sign_in)),
        )

    async def start(self) -> Backend:
        """Everything up, and what the routes need of it."""
        await to_thread.run_sync(self._prepare)
        # Threads beyond the connections would only wait for one.
        open_threads(self.settings.db_pool_size)
        await self.hub.start()
        self.presence.start()
        self.jobs.start()
        self.gateways.start()
        agents = AgentSignIn(
            self.database, self.limiter, parse_rate(self.settings.rate_limit_agent_auth), self.presence
        )
        # Beside the start: a provider may take its time, and is no reason not to serve.
        threading.Thread(target=warn_of_provider, args=(self.settings,), name="provider", daemon=True).start()
        people = self._people()
        browsers = (
            SessionSignIn(people, self.database)
            if isinstance(people, ProviderSignIn) and self.browser_sign_in
            else None
        )
        sign_in = SignIn(people, agents, KeySignIn(self.database), self.failures, browsers)
        return Backend(self.database, sign_in, self.hub, self.settings, self.limiter)

    async def stop(self) -> None:
        await self.hub.stop()
        await to_thread.run_sync(self.gateways.stop)
        await to_thread.run_sync(self.jobs.stop)
        await to_thread.run_sync(self.presence.stop)
        close_threads()
        self.database.engine.dispose()

    def _prepare(self) -> None:
        if self.settings.db_auto_migrate and migrate.current(self.database.engine) != migrate.head():
            migrate.upgrade(self.database.engine)
        people = self._people()
        if isinstance(people, LocalSignIn):
            people.join(LOCAL_USER)

    def _people(self) -> People:
        if self.settings.auth_mode == "clerk":
            return clerk_sign_in(self.settings, self.database)
        if self.settings.auth_mode == "oidc":
            discovery = Discovery(self.settings.oidc_issuer)
            keys = oidc_keys(self.settings, discovery)
            tokens = id_tokens(self.settings, keys)
            self.browser_sign_in = BrowserSignIn(
                self.settings, self.database, secret_box(self.settings), discovery, tokens, self.failures
            )
            return oidc_sign_in(self.settings, self.database, keys)
        return LocalSignIn(SignInTokens(self.settings), self.database)


def _renew_leases(settings: Settings) -> CallersHook:
    def renew(db: Session, agent_ids: Collection[UUID], now: datetime) -> None:
        renew_leases(db, agent_ids, now, settings.task_lease_seconds)

    return renew


def open_database(settings: Settings) -> Database:
    """The database of an installation, with its environment; no connection is opened yet."""
    environment = Environment(settings, secret_box(settings))
    return Database(make_engine(settings), environment=environment)
