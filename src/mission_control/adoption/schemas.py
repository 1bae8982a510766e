"""Wire shapes of agents that are found on gateways."""

from uuid import UUID

from pydantic import Field

from mission_control.adoption.rules import Standing
from mission_control.kernel.http.text import RequiredName
from mission_control.kernel.schema import Schema


class DiscoveredAgent(Schema):
    """An agent that a gateway has now."""

    runtime_id: str = Field(description="Its id on the gateway.")
    name: str
    workspace: str | None = Field(description="Its folder on the gateway's host.")
    model: str | None
    is_default: bool = Field(description="The one that the gateway turns to when nobody is named.")
    standing: Standing = Field(description="`free`: it can be adopted.")
    agent_id: UUID | None = Field(description="Which of this organization's agents it is, where the caller may know.")
    agent_name: str | None


class DiscoveredAgents(Schema):
    agents: list[DiscoveredAgent] = Field(description="In the gateway's order.")


class AgentAdoption(Schema):
    """What an agent of a gateway is to be in Mission Control."""

    board_id: UUID = Field(description="The board it is to work on; one on this gateway.")
    name: RequiredName | None = Field(None, description="What it is called here; as on the gateway when left out.")
    is_board_lead: bool = Field(False, description="A board has one lead, who plans and reviews.")
    take_over: bool = Field(
        False, description="Replace the section that another Mission Control has left in its AGENTS.md."
    )
