"""Files on a gateway, asked for and written within a request; each may take seconds."""

import asyncio

from mission_control.agent_files import rules
from mission_control.agent_files.errors import BadFileContent, FileChanged
from mission_control.agent_files.rules import BadContent
from mission_control.agent_files.schemas import AgentFileRead, AgentFileUpdate
from mission_control.agent_files.service import Workspace
from mission_control.gateways.api import Stale, asking
from mission_control.provisioning.api import File, Remote

CHANGED = "the file has changed on the gateway since you read it; read it again, and write what is to stay of both"


async def read_all(workspace: Workspace) -> list[AgentFileRead]:
    """Those that are there, or are wanted. Raises GatewayFailed and GatewayTimedOut."""
    async with asking(workspace.target) as gateway:
        remote = Remote(gateway.call)
        # One answer after the other costs the gateway no less, and takes as long as all of them.
        found = await asyncio.gather(*(remote.file(workspace.runtime_id, name) for name in rules.NAMES))
    files = [_read(workspace, name, file) for name, file in zip(rules.NAMES, found, strict=True)]
    return [file for file in files if file.content is not None or file.wanted is not None]


async def write(workspace: Workspace, name: str, body: AgentFileUpdate) -> AgentFileRead:
    """Raises FileChanged, BadFileContent, GatewayFailed and GatewayTimedOut."""
    async with asking(workspace.target) as gateway:
        remote = Remote(gateway.call)
        present = await remote.file(workspace.runtime_id, name)
        if present.hash != body.hash:
            raise FileChanged(CHANGED)
        try:
            content = rules.unmasked(body.content, present.content)
        except BadContent as bad:
            raise BadFileContent(f"content: {bad}") from None
        try:
            await remote.write(workspace.runtime_id, name, content, present.hash)
        except Stale:
            raise FileChanged(CHANGED) from None
        return _read(workspace, name, await remote.file(workspace.runtime_id, name))


def _read(workspace: Workspace, name: str, file: File) -> AgentFileRead:
    wanted = rules.known(workspace.wanted).get(name)
    return AgentFileRead(
        name=name,
        state=rules.state_of(name, file.content, wanted),
        content=rules.masked(file.content) if file.content is not None else None,
        hash=file.hash,
        wanted=rules.masked(wanted.whole(file.content)) if wanted else None,
    )
