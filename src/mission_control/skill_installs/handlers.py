"""Reports about skills are held against their gateways."""

from mission_control.gateways.api import hears, works_over_gateways
from mission_control.skill_installs import verifying

works_over_gateways(verifying.verify)
hears("skills.changed")
