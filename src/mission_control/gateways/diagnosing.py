"""Use cases of the doctor."""

from mission_control.gateways.doctor import Diagnosis, Finding
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.schemas import GatewayCheck, GatewayDiagnosis, GatewayFinding
from mission_control.kernel.settings import Settings

AFTER_ADDING = "Add the gateway: its page then names the command that approves Mission Control."


def target_before_adding(body: GatewayCheck, settings: Settings) -> Target:
    """With a device of the moment: the one that will be paired is made with the gateway."""
    identity = None if body.disable_device_pairing else DeviceIdentity.new()
    return Target(
        **body.model_dump(exclude={"disable_device_pairing"}),
        identity=identity,
        allow_private=settings.gateway_allow_private_addresses,
        least_version=settings.gateway_min_version,
    )


def told(diagnosis: Diagnosis, *, is_added: bool) -> GatewayDiagnosis:
    hello = diagnosis.hello
    return GatewayDiagnosis(
        ok=diagnosis.condition.state is State.CONNECTED,
        status=diagnosis.condition.state,
        reason=diagnosis.condition.reason,
        findings=[_shown(finding, is_added=is_added) for finding in diagnosis.findings],
        server_version=hello.version if hello else None,
        protocol=hello.protocol if hello else None,
        seconds=diagnosis.seconds,
    )


def _shown(finding: Finding, *, is_added: bool) -> GatewayFinding:
    cure, command = finding.cure, finding.command
    if finding.check == "pairing" and finding.outcome == "failed" and not is_added:
        # To approve the device of the moment would be in vain.
        cure, command = AFTER_ADDING, None
    return GatewayFinding(
        check=finding.check, outcome=finding.outcome, detail=finding.detail, cure=cure, command=command
    )
