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
class Wish:
    """What an agent does not do without a person's approval."""

    action_type: str
    confidence: int
    reason: str
    payload: dict[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    title: str
    description: str
    priority: str = "medium"
    after: tuple[str, ...] = ()
    """Titles of the jobs that have to be done before."""
    tag: str = ""


TAGS = {"Writing": "#8250df", "Design": "#bf3989", "Sending": "#0969da"}

JOBS = (
    Job("Collect twenty topics", "Ask support and sales what readers asked this month.", "high", tag="Writing"),
    Job("Choose a name and a voice", "Three names, one paragraph in each voice.", "high", tag="Writing"),
    Job("Sketch the layout", "One column, readable on a phone.", "medium", tag="Design"),
    Job(
        "Write the first issue",
        "Eight hundred words.",
        "high",
        ("Collect twenty topics", "Choose a name and a voice"),
        "Writing",
    ),
    Job("Build the template", "It must survive the old mail programs.", "medium", ("Sketch the layout",), tag="Design"),
    Job("Set up the sending domain", "SPF, DKIM and DMARC.", "high", tag="Sending"),
    Job("Draw the header", "Light and dark.", "low", ("Choose a name and a voice",), tag="Design"),
    Job("Proofread the first issue", "Names, numbers, links.", "medium", ("Write the first issue",), tag="Writing"),
    Job("Put text and template together", "", "medium", ("Write the first issue", "Build the template")),
    Job("Test in twelve mail programs", "Screenshots of each.", "medium", ("Put text and template together",)),
    Job(
        "Import the readers' addresses",
        "Only those who said yes.",
        "high",
        ("Set up the sending domain",),
        tag="Sending",
    ),
    Job(
        "Send the first issue",
        "On a Tuesday, at nine.",
        "high",
        ("Test in twelve mail programs", "Import the readers' addresses", "Proofread the first issue"),
        "Sending",
    ),
)

EACH_ISSUE = (
    Job("Answer the replies to issue {number}", "Within a day.", "high"),
    Job("Count who has read issue {number}", "Opens tell little; clicks tell more.", "low"),
    Job("Thank those who shared issue {number}", "By name.", "low"),
    Job("Plan what comes after issue {number}", "From the replies.", "medium"),
)
"""What goes on once the first issue is out, for as long as the demo runs."""

WISHES = {
    "Set up the sending domain": Wish(
        "dns.change",
        65,
        "The records are public at once, and a wrong one stops the company's own mail.",
        {"records": "SPF, DKIM, DMARC", "domain": "orbit.example"},
    ),
    "Send the first issue": Wish(
        "letters.send",
        74,
        "What was sent cannot be taken back.",
        {"target": "4,120 readers who said yes", "time": "Tuesday, 09:00"},
    ),
}
"""By the title of the job; whoever works on it waits for the decision."""

PROGRESS = (
    "Started; reading what is there already.",
    "Half of it stands. No surprises so far.",
    "Nearly done; checking my own work.",
)
HAND_IN = "Done: {title}. What I did and checked is above; please have a look."
PRAISE = "Looked through it; this is good. Closing."
UNWANTED = "Not approved: {reason}. I leave it to a person."
REWORK = "Nearly. Please check the details once more and hand it in again."
