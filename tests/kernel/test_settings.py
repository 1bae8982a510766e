import pytest

from mission_control.kernel.settings import SettingsError, load_settings

STRONG = "correct-horse-battery-staple-0123456789-abcdefghijklmnop"


@pytest.mark.parametrize(
    ("bad", "variable"),
    [
        ({"auth_mode": "password"}, "AUTH_MODE"),
        ({"local_auth_token": "short"}, "LOCAL_AUTH_TOKEN"),
        ({"local_auth_token": "a" * 60}, "LOCAL_AUTH_TOKEN"),
        ({"local_auth_token": "change-me"}, "LOCAL_AUTH_TOKEN"),
        ({"base_url": "mission-control.example.org"}, "BASE_URL"),
        ({"database_url": "mysql://host/name"}, "DATABASE_URL"),
        ({"database_url": "postgresql://user:secret/name"}, "DATABASE_URL"),
        ({"database_url": "postgresql://user:sec@ret@host/name"}, "DATABASE_URL"),
        ({"rate_limit_backend": "memcached"}, "RATE_LIMIT_BACKEND"),
        ({"rate_limit_agent_auth": "many"}, "RATE_LIMIT_AGENT_AUTH"),
        ({"trusted_proxies": "proxy.local"}, "TRUSTED_PROXIES"),
        ({"request_log_slow_ms": -1}, "REQUEST_LOG_SLOW_MS"),
        ({"port": 0}, "PORT"),
        ({"webhook_max_payload_bytes": 0}, "WEBHOOK_MAX_PAYLOAD_BYTES"),
        ({"rate_limit_backend": "redis", "rq_redis_url": ""}, "RATE_LIMIT_REDIS_URL"),
        ({"environment": "production"}, "AUTH_MODE"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_variable(bad: dict[str, object], variable: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        load_settings(**bad)


def test_the_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings(local_auth_token="hunter2")
    assert "hunter2" not in str(refusal.value)


def test_production_starts_with_everything_it_needs() -> None:
    settings = load_settings(
        environment="production", auth_mode="local", local_auth_token=STRONG, base_url="https://mc.example.org/"
    )
    assert settings.public_url == "https://mc.example.org"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_url_gets_the_driver_the_product_ships(scheme: str) -> None:
    assert load_settings(database_url=f"{scheme}://u:p@h/n").database_url == "postgresql+psycopg://u:p@h/n"
