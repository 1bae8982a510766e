"""What is wanted of an agent's files, for those who look at them or write them by hand."""

from dataclasses import dataclass

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning import queries, sections, service


@dataclass(frozen=True, slots=True)
class WantedFile:
    name: str
    text: str
    """With `rules.TOKEN` where the agent's token belongs."""
    written: tuple[str, ...]
    """Digests of what Mission Control wrote there before."""
    section: str | None = None
    """Of an adopted agent: `text` is our section in it, of this name, and all else is not ours."""

    def ours(self, present: str) -> str | None:
        """What of the file that is there is Mission Control's."""
        return sections.section_of(present, self.section) if self.section else present

    def whole(self, present: str | None) -> str:
        """The file as it is to be."""
        return sections.placed(present, self.section, self.text) if self.section else self.text


def wanted_files(uow: UnitOfWork, agent: Agent) -> tuple[WantedFile, ...]:
    """None for an agent whose setup has not begun."""
    setup = queries.seen_of_agent(uow.db, agent.id)
    if setup is None:
        return ()
    rendered = service.render_of(uow, setup, agent)
    return tuple(
        WantedFile(name, text, tuple(setup.written.get(name, [])), setup.section) for name, text in rendered.items()
    )


def compare_again(uow: UnitOfWork, agent: Agent) -> None:
    """Have the files on the gateway compared with what is wanted, now."""
    if setup := queries.of_agent(uow.db, agent.id):
        service.raise_generation(uow, setup)
