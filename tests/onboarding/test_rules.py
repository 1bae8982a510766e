"""What comes of a draft, as tables."""

from __future__ import annotations

import pytest

from mission_control.onboarding import rules

LEVEL, PROFILE = "autonomy_level", "identity_profile"


@pytest.mark.parametrize(
    ("lead", "decides_alone"),
    [
        ({}, False),
        ({LEVEL: "ask_first"}, False),
        ({LEVEL: "balanced"}, False),
        ({LEVEL: "autonomous"}, True),
        ({PROFILE: {"autonomy_level": "Fully-Autonomous"}}, True),
        ({PROFILE: {"autonomy": "full_autonomy"}}, True),
        ({PROFILE: {"mode": " fully_autonomous "}}, True),
        ({PROFILE: {"mode": "fully self-driven, autonomously"}}, True),
        ({PROFILE: {"mode": "semi-autonomous"}}, False),
        ({PROFILE: {"mode": "fully supervised"}}, False),
        ({PROFILE: {"role": "autonomous"}}, False),
        ({LEVEL: "ask_first", PROFILE: {"mode": "fully autonomous"}}, False),
        ({LEVEL: None, PROFILE: None}, False),
    ],
)
def test_g37_approvals_are_asked_for_unless_the_lead_is_to_decide_alone(
    lead: dict[str, object], decides_alone: bool
) -> None:
    """What a person sees and chooses counts for more than what the agent wrote into the profile."""
    assert rules.is_fully_autonomous(lead) is decides_alone
