"""Every setting of the product: name, default, meaning and check in one place.

Values come from the environment, then from `.env` in the working directory. A bad value stops the start with a
sentence that names the variable and says what to write instead; values are never printed, they may be secrets.
"""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, computed_field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mission_control.kernel import setting_values as values


class SettingsError(Exception):
    """The configuration cannot be used; the text lists each variable and what to write instead."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", case_sensitive=False)

    environment: str = Field("dev", description="Name of the installation. `production` demands explicit secrets.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    base_url: str = Field("", description="Public URL of the API. Required in production; else derived from the port.")
    data_dir: Path = Field(Path("data"), description="Folder for the SQLite file and the generated secrets.")

    database_url: str = Field("", description="`sqlite:///path` or `postgresql://…`. Empty: SQLite in `DATA_DIR`.")
    db_auto_migrate: bool = Field(True, description="Bring the schema to the newest revision at start-up.")
    db_pool_size: int = Field(12, ge=2, le=200, description="Database connections, and so requests, at a time.")
    sqlite_synchronous: Literal["NORMAL", "FULL"] = Field(
        "NORMAL", description="`FULL` also survives a power cut without losing the last commits; slower."
    )

    auth_mode: Literal["local", "clerk", "oidc"] | None = Field(
        None,
        description="How people sign in. `local`: one shared token; `clerk`; `oidc`: any OpenID provider. Required in"
        " production.",
    )
    local_auth_token: str = Field(
        "",
        description="The shared token of `local` mode, 50 characters or more. Empty: generated into `DATA_DIR`.",
    )
    local_auth_token_former: str = Field(
        "", description="Comma list of former shared tokens that are still good, while people change to the new one."
    )
    clerk_secret_key: str = Field("", description="Required in `clerk` mode: reads Clerk's keys and profiles.")
    clerk_api_url: str = Field("https://api.clerk.com", description="Clerk's API; `/v1` is added when it is missing.")
    clerk_jwks_url: str = Field("", description="Where Clerk's public keys are, if not in its API.")
    clerk_issuer: str = Field("", description="The issuer that tokens must name. Blank: any that has Clerk's keys.")
    clerk_audience: str = Field("", description="Comma list; tokens must be for one of them. Blank: not demanded.")
    clerk_authorized_parties: str = Field(
        "", description="Comma list of origins that tokens may be made for (`azp`), e.g. this installation's URL."
    )
    clerk_delete_accounts: bool = Field(
        True, description="Whether an account that a person deletes here is deleted at Clerk as well."
    )
    clerk_leeway: float = Field(10, ge=0, le=300, description="Seconds that clocks may differ.")
    souls_directory_url: str = Field(
        "", description="A public directory of souls to choose from besides the built-in ones. Blank: none is asked."
    )
    oidc_issuer: str = Field("", description="Required in `oidc` mode: the provider's issuer, as it writes it itself.")
    oidc_client_id: str = Field("", description="Required in `oidc` mode: the client that the provider knows us by.")
    oidc_client_secret: str = Field("", description="The client's secret. Blank: a public client, which PKCE protects.")
    oidc_provider_name: str = Field(
        "your company account", description="What the button to sign in calls the provider."
    )
    oidc_scopes: str = Field("openid email profile", description="What a browser's sign-in asks the provider for.")
    oidc_audience: str = Field("", description="Comma list; bearer tokens must be for one. Blank: `OIDC_CLIENT_ID`.")
    oidc_accept_id_tokens: bool = Field(
        False, description="Whether programs may send ID tokens, which are made for signing in, as bearer tokens."
    )
    oidc_leeway: float = Field(10, ge=0, le=300, description="Seconds that clocks may differ.")
    oidc_trust_email: bool = Field(
        False, description="Take e-mail addresses of a provider that does not say whether it has verified them."
    )
    oidc_organization: str = Field(
        "", description="Organization that everybody joins by signing in; the first one founds it. Blank: none."
    )
    oidc_role_claim: str = Field(
        "", description="Claim with the roles in that organization, e.g. `groups` or `realm_access.roles`."
    )
    oidc_role_map: str = Field(
        "", description="Comma list of `value=role` for that claim. Blank: `owner`, `admin` and `member` as such."
    )
    oidc_admit_without_role: bool = Field(
        False, description="Whether people may sign in for whom `OIDC_ROLE_CLAIM` names no role; invites wait for them."
    )
    sign_in_session_hours: float = Field(
        12, gt=0, le=24 * 365, description="How long a browser stays signed in with an identity provider."
    )
    sign_in_keys_refetch_seconds: float = Field(
        10, gt=0, description="How often a provider's keys are read again, at most, when a token names an unknown one."
    )
    sign_in_profile_again_seconds: float = Field(
        300, gt=0, description="How long Clerk is not asked again for somebody whose name or address it did not tell."
    )
    secret_key: str = Field(
        "",
        description="Key for digests and encryption at rest, 32 characters or more. Empty: generated into `DATA_DIR`.",
    )

    cors_origins: str = Field("", description="Comma list of origins allowed to call the API from a browser.")
    security_header_x_content_type_options: str = Field("nosniff", description="Blank switches the header off.")
    security_header_x_frame_options: str = Field("DENY", description="Blank switches the header off.")
    security_header_referrer_policy: str = Field(
        "strict-origin-when-cross-origin", description="Blank switches the header off."
    )
    security_header_permissions_policy: str = Field("", description="Blank: the header is not sent.")
    security_header_strict_transport_security: str = Field("", description="Blank: the header is not sent.")
    security_header_content_security_policy: str = Field(
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; "
        "base-uri 'self'; form-action 'self'",
        description="Sent with the web pages. Blank switches the header off.",
    )
    trusted_proxies: str = Field("", description="Comma list of addresses and networks whose forwarding headers count.")
    max_body_bytes: int = Field(2 * 1024 * 1024, ge=1024, description="Largest request body; above it 413.")
    request_body_seconds: float = Field(
        60, gt=0, description="How long a request body may take to arrive; after that 408."
    )

    rate_limit_backend: Literal["memory", "redis"] = Field(
        "memory", description="`memory` counts per process; `redis` is shared by all processes."
    )
    rate_limit_redis_url: str = Field("", description="Redis for the limits. Blank: `RQ_REDIS_URL`.")
    rq_dispatch_max_retries: int | None = Field(
        None, ge=0, le=100, description="How often a job that failed is repeated. Unset: 7 times, or as the job says."
    )
    rq_dispatch_retry_base_seconds: float | None = Field(
        None, ge=0, le=3600, description="The pause before the first repetition, which doubles. Unset: 2."
    )
    rq_dispatch_retry_max_seconds: float | None = Field(
        None, ge=0, le=86_400, description="The longest pause between repetitions. Unset: 600."
    )
    rq_redis_url: str = Field("redis://localhost:6379/0", description="Fallback for `RATE_LIMIT_REDIS_URL`.")
    rate_limit_agent_auth: str = Field(
        "20/60", description="Agent requests per seconds, for each address and verified agent."
    )
    rate_limit_sign_in: str = Field(
        "20/60",
        description="Failed sign-ins per seconds, for each address; what succeeds is not counted.",
    )
    rate_limit_sign_in_pages: str = Field(
        "60/60", description="Sign-ins with an identity provider begun or finished per seconds, for each address."
    )
    rate_limit_invites: str = Field(
        "20/60",
        description="Invites made per seconds, for each address; as often it may look at one or accept one.",
    )
    rate_limit_webhook_ingest: str = Field(
        "60/60", description="Webhook deliveries per seconds, for each address, to all webhooks together."
    )
    rate_limit_per_webhook: str = Field(
        "300/60", description="Deliveries per seconds that one webhook takes, of all addresses together."
    )
    webhook_max_payload_bytes: int = Field(
        1024 * 1024, ge=1024, description="Largest webhook delivery; above it, or above `MAX_BODY_BYTES`, 413."
    )
    webhook_payload_retention_days: int = Field(
        30, ge=1, le=36_500, description="How long webhook deliveries are kept; agents' notes about them stay."
    )
    webhook_payloads_kept: int = Field(
        1000, ge=1, description="How many deliveries of each webhook are kept at most, the newest."
    )
    skill_pack_hosts: str = Field(
        "github.com",
        description="Comma list of the git servers that skill packs may come from, over HTTPS; `host` or `host:port`.",
    )

    subscription_allow_private_addresses: bool = Field(
        False, description="Whether events may be posted to loopback and private addresses, and over plain HTTP."
    )

    gateway_allow_private_addresses: bool = Field(
        True, description="Whether gateways may be at loopback and private addresses, as self-hosted ones are."
    )
    gateway_min_version: str = Field(
        "",
        description="The oldest version of gateways that are used, e.g. `2026.02.9`. Blank: any that can be spoken to.",
    )
    gateway_lease_seconds: float = Field(
        30, ge=1, le=3600, description="How long a process that died keeps others from its gateways' connections."
    )

    event_retention_days: int = Field(
        0,
        ge=0,
        le=36_500,
        description="How long events are kept, whole days; activity and the audit log go back no further. 0: for ever.",
    )

    task_lease_seconds: int = Field(
        1800,
        ge=1,
        le=7 * 86400,
        description="How long a silent agent keeps a task before it returns to the inbox.",
    )
    agent_offline_seconds: int = Field(
        600, ge=1, description="Silence after which an agent counts as offline; longer for slower heartbeats."
    )
    agent_token_grace_seconds: int = Field(
        86400, ge=0, description="How long a rotated token still works when the new one has not been used."
    )
    agent_turn_retry_seconds: float = Field(
        15,
        gt=0,
        le=3600,
        description="Until an agent's turn that failed is begun anew; each further pause is four times as long.",
    )
    agent_setup_retry_seconds: float = Field(
        5,
        gt=0,
        le=300,
        description="Until what failed on an agent's gateway is tried again; each further pause is twice as long, "
        "at most 5 minutes.",
    )
    agent_next_task_seconds: float = Field(
        15,
        gt=0,
        le=3600,
        description="How long an agent may take to take its next task by itself before it is woken for it.",
    )
    event_stream_ping_seconds: float = Field(15, gt=0, description="Pause between keep-alive comments in streams.")
    event_stream_recheck_seconds: float = Field(
        60, gt=0, description="How often the access of an open stream is checked again."
    )

    log_level: str = Field("INFO", description="`TRACE`, `DEBUG`, `INFO`, `WARNING`, `ERROR` or a number.")
    log_format: str = Field("text", description="`json` for JSON lines; anything else is text.")
    log_use_utc: bool = Field(False, description="Times in UTC in the text format.")
    request_log_slow_ms: int = Field(1000, ge=0, description="Requests slower than this are logged; 0 never.")
    request_log_include_health: bool = Field(False, description="Log the health checks too.")

    _environment_name_fits = field_validator("environment")(values.environment_name)
    _log_level_fits = field_validator("log_level")(values.log_level)
    _secret_key_fits = field_validator("secret_key")(values.secret_key)
    _clerk_api_fits = field_validator("clerk_api_url")(values.clerk_api)
    _role_map_fits = field_validator("oidc_role_map")(values.role_map)
    _public_address_fits = field_validator("base_url")(values.public_address)
    _database_address_fits = field_validator("database_url")(values.database_address)
    _version_fits = field_validator("gateway_min_version")(values.version)
    _unset_where_blank = field_validator(
        "rq_dispatch_max_retries", "rq_dispatch_retry_base_seconds", "rq_dispatch_retry_max_seconds", mode="before"
    )(values.blank_is_unset)
    _rate_fits = field_validator(
        "rate_limit_agent_auth",
        "rate_limit_sign_in",
        "rate_limit_sign_in_pages",
        "rate_limit_invites",
        "rate_limit_webhook_ingest",
        "rate_limit_per_webhook",
    )(values.rate)
    _host_names_fits = field_validator("skill_pack_hosts")(values.host_names)
    _networks_fits = field_validator("trusted_proxies")(values.networks)
    _strong_tokens_fits = field_validator("local_auth_token", "local_auth_token_former")(values.strong_tokens)

    @model_validator(mode="after")
    def _complete(self) -> "Settings":
        if self.environment == "production":
            required = {
                "AUTH_MODE": self.auth_mode,
                "BASE_URL": self.base_url,
            }
            if self.auth_mode == "local":
                required["LOCAL_AUTH_TOKEN"] = self.local_auth_token
            missing = [name for name, value in required.items() if not value]
            if missing:
                raise ValueError(f"set {', '.join(missing)}: ENVIRONMENT=production makes up no secrets or addresses")
        self._require_provider()
        if self.rate_limit_backend == "redis" and not self.redis_url:
            raise ValueError("set RATE_LIMIT_REDIS_URL or RQ_REDIS_URL, or RATE_LIMIT_BACKEND=memory")
        return self

    def _require_provider(self) -> None:
        demanded = {"clerk": ("clerk_secret_key", "clerk_api_url"), "oidc": ("oidc_issuer", "oidc_client_id")}
        names = demanded.get(self.auth_mode or "", ())
        missing = [name.upper() for name in names if not getattr(self, name).strip()]
        if missing:
            raise ValueError(f"set {', '.join(missing)}: AUTH_MODE={self.auth_mode} needs it")
        if self.auth_mode == "oidc":
            self._require_sense()
        for name in ("clerk_api_url", "clerk_jwks_url", "oidc_issuer") if names else ():
            value = getattr(self, name)
            schemes = ("https",) if self.environment == "production" else ("https", "http")
            parts = urlsplit(value)
            if value and (parts.scheme not in schemes or not parts.hostname):
                raise ValueError(f"{name.upper()}: write an absolute URL that begins with https://")

    def _require_sense(self) -> None:
        if self.oidc_role_map.strip() and not self.oidc_role_claim.strip():
            raise ValueError("OIDC_ROLE_MAP: set OIDC_ROLE_CLAIM too, the claim whose values it explains")
        if self.oidc_role_claim.strip() and not self.oidc_organization.strip():
            raise ValueError(
                "OIDC_ROLE_CLAIM: set OIDC_ORGANIZATION too, the organization in which people have these roles"
            )
        if "openid" not in self.oidc_scopes.split():
            raise ValueError("OIDC_SCOPES: write openid among them; without it a provider vouches for nobody")

    def list_of(self, name: str) -> list[str]:
        """A comma list of the settings as one."""
        return [entry.strip() for entry in getattr(self, name).split(",") if entry.strip()]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def redis_url(self) -> str:
        return self.rate_limit_redis_url.strip() or self.rq_redis_url.strip()

    @property
    def skill_pack_host_names(self) -> list[str]:
        return [host for host in self.skill_pack_hosts.split(",") if host]

    @property
    def public_url(self) -> str:
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'mission-control.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.resolved_database_url.startswith("sqlite")

    @property
    def logs_json(self) -> bool:
        return self.log_format.strip().lower() == "json"


def load_settings(**overrides: Any) -> Settings:
    """Settings from the environment; raises SettingsError with one line for each variable at fault."""
    try:
        return Settings(**overrides)
    except ValidationError as invalid:
        lines = [f"{_variable(error['loc'])}{error['msg'].removeprefix('Value error, ')}" for error in invalid.errors()]
        raise SettingsError("\n".join(lines)) from None


def _variable(location: tuple[int | str, ...]) -> str:
    return f"{str(location[0]).upper()}: " if location else ""
