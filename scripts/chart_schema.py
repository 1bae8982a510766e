"""Print the schema of the chart's values with today's settings as the names that `config` may hold."""

import json
from pathlib import Path

from mission_control.kernel.settings import Settings

SCHEMA = Path("deploy/helm/mission-control/values.schema.json")
# A ConfigMap can be read by many, and the image and the chart settle the last three themselves.
LEFT_OUT = {
    *("database_url", "local_auth_token", "secret_key", "rate_limit_redis_url", "rq_redis_url"),
    *("data_dir", "port", "db_auto_migrate"),
}

schema = json.loads(SCHEMA.read_text())
schema["properties"]["config"]["propertyNames"]["enum"] = [
    name.upper() for name in Settings.model_fields if name not in LEFT_OUT
]
print(json.dumps(schema, indent=2))
