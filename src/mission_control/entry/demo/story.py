"""What the demo's boards, agents and tasks say."""

from dataclasses import dataclass

BOARD = {
    "name": "Launch the Orbit newsletter",
    "slug": "orbit-newsletter",
    "description": "Everything from the first draft to the first issue in people's inboxes.",
    "board_type": "general",
    "require_approval_for_done": False,
    "require_review_before_done": True,
    "comment_required_for_review": True,
    "max_agents": 4,
}


@dataclass(frozen=True, slots=True)
class Player:
    name: str
    role: str
    lead: bool = False


FLEET = (
    Player("Ada", "Plans the work and reviews it", lead=True),
    Player("Ben", "Writes"),
    Player("Cleo", "Designs"),
    Player("Dev", "Builds"),
)


@dataclass(frozen=True, slots=True)
class Job:
    title: str
    description: str
    priority: str = "medium"
    after: tuple[str, ...] = ()
    """Titles of the jobs that have to be done before."""


JOBS = (
    Job("Collect twenty topics", "Ask support and sales what readers asked this month.", "high"),
    Job("Choose a name and a voice", "Three names, one paragraph in each voice.", "high"),
    Job("Sketch the layout", "One column, readable on a phone.", "medium"),
    Job(
        "Write the first issue", "Eight hundred words.", "high", ("Collect twenty topics", "Choose a name and a voice")
    ),
    Job("Build the template", "It must survive the old mail programs.", "medium", ("Sketch the layout",)),
    Job("Set up the sending domain", "SPF, DKIM and DMARC.", "high"),
    Job("Draw the header", "Light and dark.", "low", ("Choose a name and a voice",)),
    Job("Proofread the first issue", "Names, numbers, links.", "medium", ("Write the first issue",)),
    Job("Put text and template together", "", "medium", ("Write the first issue", "Build the template")),
    Job("Test in twelve mail programs", "Screenshots of each.", "medium", ("Put text and template together",)),
    Job("Import the readers' addresses", "Only those who said yes.", "high", ("Set up the sending domain",)),
    Job(
        "Send the first issue",
        "On a Tuesday, at nine.",
        "high",
        ("Test in twelve mail programs", "Import the readers' addresses", "Proofread the first issue"),
    ),
)

EACH_ISSUE = (
    Job("Answer the replies to issue {number}", "Within a day.", "high"),
    Job("Count who has read issue {number}", "Opens tell little; clicks tell more.", "low"),
    Job("Thank those who shared issue {number}", "By name.", "low"),
    Job("Plan what comes after issue {number}", "From the replies.", "medium"),
)
"""What goes on once the first issue is out, for as long as the demo runs."""

PROGRESS = (
    "Started; reading what is there already.",
    "Half of it stands. No surprises so far.",
    "Nearly done; checking my own work.",
)
HAND_IN = "Done: {title}. What I did and checked is above; please have a look."
PRAISE = "Looked through it; this is good. Closing."
REWORK = "Nearly. Please check the details once more and hand it in again."
