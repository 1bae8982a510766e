"""What the documentation shows works: its shell examples run, in their order, against a server."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import clean_environment
from tests.support.server import ServerProcess

ROOT = Path(__file__).parents[1]
SHELL_BLOCK = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = "http://localhost:8000"
PAGES = (
    "README.md",
    "docs/agents.md",
    "docs/api.md",
    "docs/api-keys.md",
    "docs/audit.md",
    "docs/coordination.md",
    "docs/gateways.md",
    "docs/onboarding.md",
    "docs/pausing.md",
    "docs/provisioning.md",
    "docs/webhooks.md",
    "docs/skills.md",
    "docs/subscriptions.md",
)


def examples_of(page: str) -> list[str]:
    """The blocks that call the API; others show commands of the checkout."""
    blocks = SHELL_BLOCK.findall((ROOT / page).read_text())
    return [block for block in blocks if "curl" in block]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(server: ServerProcess, page: str, tmp_path: Path) -> None:
    examples = examples_of(page)
    assert examples, f"{page} has no example any more"
    script = "\n".join(["set -euo pipefail", *examples]).replace(ADDRESS, server.base_url)
    done = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env=clean_environment({"TOKEN": server.token}),
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
        broken += [f"{page.name}: {it}" for it in targets if "://" not in it and not (page.parent / it).exists()]
    assert broken == []
