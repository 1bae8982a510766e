"""Whom a pause concerns: an agent is paused with its board, its gateway and its organization."""

from typing import get_args

from sqlalchemy import ColumnElement

from mission_control.agents.events import AgentPaused, AgentResumed
from mission_control.agents.models import Agent
from mission_control.boards.events import BoardPaused, BoardResumed
from mission_control.gateways.events import GatewayPaused, GatewayResumed
from mission_control.organizations.events import OrganizationPaused, OrganizationResumed

PauseBegan = OrganizationPaused | GatewayPaused | BoardPaused | AgentPaused
PauseEnded = OrganizationResumed | GatewayResumed | BoardResumed | AgentResumed
PAUSES = frozenset(event.type for event in (*get_args(PauseBegan), *get_args(PauseEnded)))
"""What changes whether agents go on."""


def concerned(event: PauseBegan | PauseEnded) -> ColumnElement[bool]:
    """Of an agent: that it is what was paused or resumed, or belongs to it."""
    if isinstance(event, AgentPaused | AgentResumed):
        return Agent.id == event.agent_id
    if isinstance(event, BoardPaused | BoardResumed):
        return Agent.board_id == event.board_id
    if isinstance(event, GatewayPaused | GatewayResumed):
        return Agent.gateway_id == event.gateway_id
    return Agent.organization_id == event.organization_id
