"""All tables of the product: whoever reads `Base.metadata` as a whole imports them from here, or knows only some.

A process of the command line has imported no more than its command asks for.
"""

from collections.abc import Mapping

from sqlalchemy import Table

from mission_control.agents import models as _agents  # noqa: F401
from mission_control.api_keys import models as _api_keys  # noqa: F401
from mission_control.approvals import models as _approvals  # noqa: F401
from mission_control.audit import models as _audit  # noqa: F401
from mission_control.boards import models as _boards  # noqa: F401
from mission_control.coordination import models as _coordination  # noqa: F401
from mission_control.custom_fields import models as _custom_fields  # noqa: F401
from mission_control.exec_approvals import models as _exec_approvals  # noqa: F401
from mission_control.gateways import models as _gateways  # noqa: F401
from mission_control.identity import models as _identity  # noqa: F401
from mission_control.kernel.db.base import Base
from mission_control.kernel.events import entities as _event_entities  # noqa: F401
from mission_control.kernel.events import log as _event_log  # noqa: F401
from mission_control.kernel.http import idempotency as _idempotency  # noqa: F401
from mission_control.kernel.jobs import models as _jobs  # noqa: F401
from mission_control.membership import models as _membership  # noqa: F401
from mission_control.memory import models as _memory  # noqa: F401
from mission_control.onboarding import models as _onboarding  # noqa: F401
from mission_control.organizations import models as _organizations  # noqa: F401
from mission_control.provisioning import models as _provisioning  # noqa: F401
from mission_control.sign_in import models as _sign_in  # noqa: F401
from mission_control.skill_installs import models as _skill_installs  # noqa: F401
from mission_control.skills import models as _skills  # noqa: F401
from mission_control.subscriptions import models as _subscriptions  # noqa: F401
from mission_control.tags import models as _tags  # noqa: F401
from mission_control.tasks import models as _tasks  # noqa: F401
from mission_control.templates import models as _templates  # noqa: F401
from mission_control.turns import models as _turns  # noqa: F401
from mission_control.webhooks import models as _webhooks  # noqa: F401

TABLES: Mapping[str, Table] = Base.metadata.tables
"""By name."""
