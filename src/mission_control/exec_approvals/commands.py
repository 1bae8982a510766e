"""Commands of a gateway's main agent that wait there for leave, listed and decided over a connection of the moment.

A main agent serves no board, so no board's people could be asked. The kept connection says only how many wait.
"""

from collections.abc import Sequence
from uuid import UUID

from mission_control.exec_approvals import service
from mission_control.exec_approvals.errors import CommandGone
from mission_control.exec_approvals.remote import Remote
from mission_control.exec_approvals.rules import ALLOW, DENY, Asked
from mission_control.exec_approvals.schemas import WaitingCommand
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Target, asking, wake_keepers
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.router import Backend
from mission_control.kernel.security.principals import Principal


async def waiting(backend: Backend, who: Principal, gateway_id: UUID) -> list[WaitingCommand]:
    """Oldest first. Raises NotFound, GatewayFailed and GatewayTimedOut."""
    target = await backend.read(lambda uow: _target(uow, who, gateway_id))
    async with asking(target) as gateway:
        asked = await Remote(gateway.call).asked()
    found = await backend.read(lambda uow: [_shown(it) for it in _of_main(uow, gateway_id, asked)])
    return sorted(found, key=lambda it: (it.expires_at is None, it.expires_at))


async def decide(backend: Backend, who: Principal, gateway_id: UUID, request_id: str, *, allow: bool) -> None:
    """Raises CommandGone for one that does not wait, or is not the main agent's."""
    target = await backend.read(lambda uow: _target(uow, who, gateway_id))
    async with asking(target) as gateway:
        remote = Remote(gateway.call)
        asked = await remote.asked()
        mine = await backend.read(lambda uow: _of_main(uow, gateway_id, asked))
        command = next((it for it in mine if it.request_id == request_id), None)
        if command is None:
            raise CommandGone("the command does not wait any more, or is for a board's inbox; list them again")
        answer = ALLOW if allow else DENY
        outcome = await remote.answer(request_id, answer)
        if outcome.is_allowed is not allow:
            raise CommandGone(f"it was decided otherwise meanwhile: {outcome.words}")
    await backend.write(who, lambda uow: _note(uow, who, gateway_id, command, answer))
    wake_keepers()


def _of_main(uow: UnitOfWork, gateway_id: UUID, asked: Sequence[Asked]) -> list[Asked]:
    mains = service.main_agents_of(uow, gateway_id, asked)
    return [it for it in asked if it.runtime_id in mains and not (it.expires_at and it.expires_at <= uow.now)]


def _note(uow: UnitOfWork, who: Principal, gateway_id: UUID, command: Asked, answer: str) -> None:
    gateway, _ = gateways.get(uow.db, who, gateway_id)
    main = service.main_agents_of(uow, gateway_id, [command]).get(command.runtime_id)
    if main:
        service.note_decision(uow, gateway, main.id, command.command, answer)


def _shown(asked: Asked) -> WaitingCommand:
    return WaitingCommand(
        request_id=asked.request_id,
        command=asked.command,
        folder=asked.folder,
        host=asked.host,
        warning=asked.warning,
        expires_at=asked.expires_at,
    )


def _target(uow: UnitOfWork, who: Principal, gateway_id: UUID) -> Target:
    return gateways.target_to_ask(uow, *gateways.get(uow.db, who, gateway_id))
