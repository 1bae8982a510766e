"""What happens to interviews. No event holds what was said."""

from dataclasses import dataclass
from typing import ClassVar

from mission_control.kernel.events.envelope import Event, Topic


@dataclass(frozen=True, kw_only=True)
class OnboardingEvent(Event):
    topic: ClassVar[Topic] = Topic.ONBOARDING

    onboarding_id: str


@dataclass(frozen=True, kw_only=True)
class OnboardingStarted(OnboardingEvent):
    type: ClassVar[str] = "onboarding.started"


@dataclass(frozen=True, kw_only=True)
class OnboardingAskedAgain(OnboardingEvent):
    """The agent is told again, from the beginning."""

    type: ClassVar[str] = "onboarding.asked_again"


@dataclass(frozen=True, kw_only=True)
class OnboardingQuestionAsked(OnboardingEvent):
    type: ClassVar[str] = "onboarding.question"


@dataclass(frozen=True, kw_only=True)
class OnboardingAnswered(OnboardingEvent):
    type: ClassVar[str] = "onboarding.answered"


@dataclass(frozen=True, kw_only=True)
class OnboardingDrafted(OnboardingEvent):
    type: ClassVar[str] = "onboarding.drafted"


@dataclass(frozen=True, kw_only=True)
class OnboardingDraftEdited(OnboardingEvent):
    type: ClassVar[str] = "onboarding.draft_edited"


@dataclass(frozen=True, kw_only=True)
class OnboardingConfirmed(OnboardingEvent):
    type: ClassVar[str] = "onboarding.confirmed"
