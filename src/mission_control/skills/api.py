"""What other features may know of skills."""

from mission_control.skills.installs import Installed, tells_installs
from mission_control.skills.models import Skill
from mission_control.skills.pinning import why_not_installed
from mission_control.skills.queries import skill
from mission_control.skills.reading import pinned_url

__all__ = ["Installed", "Skill", "pinned_url", "skill", "tells_installs", "why_not_installed"]
