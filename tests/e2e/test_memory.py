"""What a board says and remembers, and how it is found again: an operator in the browser, an agent beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.e2e.steps import Unmoved, live_mark, panel, sign_in
from tests.support.browser import accessibility_violations
from tests.support.server import ServerProcess
from tests.support.world import Json, as_agent, make_agent, make_board, make_group, make_note, make_task, ok

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def calm_page(browser: Browser) -> Iterator[Page]:
    """Without motion: a colour that is still fading in has a contrast of its own."""
    with closing(browser.new_context(reduced_motion="reduce")) as context:
        yield context.new_page()


def violations(page: Page) -> list[str]:
    """What axe objects to, in both themes."""
    found: list[str] = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += [f"{theme}: {it}" for it in accessibility_violations(page, colours_only=theme == "dark")]
    return found


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_people_and_agents_talk_and_keep_notes_while_the_board_is_open(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        board = make_board(operator, name="Magazine")
        ava = make_agent(operator, board, "Ava")
        sign_in(page, server, f"/boards/{board['id']}")
        unmoved = Unmoved(page)
        with as_agent(server, ava) as agent:
            said = {"content": "Which **colour** is the cover?", "tags": ["chat"]}
            ok(agent.post(f"/api/v1/agent/boards/{board['id']}/memory", json=said))
            page.get_by_role("button", name="Chat and notes, 1 unread").click()
            messages = page.get_by_role("region", name="Messages")
            expect(messages).to_contain_text("Which colour is the cover?")

            answer(page, "Green, ")
            expect(messages).to_contain_text("Green, @Ava please")
            query = {"is_chat": True, "mentions_me": True}
            called = ok(agent.get(f"/api/v1/agent/boards/{board['id']}/memory", params=query))
            assert [message["content"] for message in called["items"]] == ["Green, @Ava please"]
        assert violations(page) == []
        command(page)

        keep_and_delete(page, operator, board)
        assert [note["content"] for note in ok(operator.get(notes_of(board)))["items"]] == ["Brought from elsewhere."]
        assert violations(page) == []
        watch_what_happens(page, operator, board)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Chat and notes", exact=True)).to_be_visible()
        unmoved.check()


def watch_what_happens(page: Page, operator: httpx.Client, board: Json) -> None:
    """By the key of the board, and from the tab beside."""
    page.get_by_role("tab", name="Notes").press("ArrowRight")
    expect(page.get_by_role("tab", name="Activity")).to_be_focused()
    activity = page.get_by_role("region", name="Activity", exact=True)
    expect(activity).to_contain_text("Note or message deleted")
    make_task(operator, make_board(operator, name="Elsewhere"), "Of another board")
    make_task(operator, board, "Draw the cover")
    expect(activity).to_contain_text("Draw the cover")
    expect(activity).not_to_contain_text("Of another board")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.get_by_role("tab", name="Activity", selected=True)).to_be_visible()


def answer(page: Page, beginning: str) -> None:
    """The name of an agent is completed where the cursor is, not at the end of the text."""
    field = page.get_by_role("textbox", name="Message")
    field.fill(f"{beginning}please")
    for _ in "please":
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("@a")
    expect(page.get_by_role("option")).to_have_text(["@Ava", "@all"])
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"{beginning}@Ava please")
    assert field.evaluate("field => field.selectionStart") == len(f"{beginning}@Ava ")
    page.keyboard.press("Enter")
    expect(field).to_have_value("")


def command(page: Page) -> None:
    """What came of it is said, and before it is posted also that nothing would."""
    field = page.get_by_role("textbox", name="Message")
    field.fill("/PAUSE now")
    page.keyboard.press("Enter")
    doubt = page.get_by_role("alertdialog", name="“/PAUSE” does nothing here")
    doubt.get_by_role("button", name="Keep writing").click()
    for word, outcome in (("/pause", "Magazine is paused"), ("/resume", "Magazine goes on")):
        field.fill(word)
        page.keyboard.press("Enter")
        expect(page.get_by_text(outcome, exact=True)).to_be_visible()


def notes_of(board: Json) -> str:
    return f"/api/v1/boards/{board['id']}/memory?is_chat=false"


def keep_and_delete(page: Page, operator: httpx.Client, board: Json) -> None:
    page.get_by_role("tab", name="Notes").click()
    expect(page.get_by_text("No notes yet")).to_be_visible()
    page.get_by_role("textbox", name="New note").fill("The cover is *green*.")
    page.get_by_label("Tags").fill("decision, #cover")
    page.get_by_role("button", name="Keep").click()
    notes = page.get_by_role("region", name="Notes", exact=True)
    expect(notes).to_contain_text("The cover is green.")
    page.get_by_role("button", name="#decision").click()
    expect(notes).to_contain_text("Notes with #decision")
    page.get_by_role("button", name="Show all").click()
    make_note(operator, board, "Brought from elsewhere.")
    expect(notes).to_contain_text("Brought from elsewhere.")
    notes.get_by_role("listitem").filter(has_text="The cover is green.").get_by_role("button", name="Delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(notes.get_by_text("The cover is")).to_have_count(0)


def look_for_what_a_group_keeps(page: Page, server: ServerProcess, operator: httpx.Client) -> None:
    kept = f"/api/v1/board-groups/{make_group(operator, name='Coast')['id']}/memory"
    ok(operator.post(kept, json={"content": "Seals sleep on all slips."}))
    page.goto(f"{server.base_url}/search?q=seal")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text(["Group Coast"])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Chat and notes of Coast")).to_be_visible()
    expect(page.get_by_role("region", name="Notes", exact=True)).to_contain_text("Seals sleep on all slips.")


def test_what_was_written_is_found_in_the_palette_and_on_the_page_of_search(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        board, beside = make_board(operator, name="Lighthouse"), make_board(operator, name="Harbour")
        task = make_task(operator, board, "Mend the lantern")
        url = f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments"
        for message in ("The lantern is out of oil", *(f"Look {number}" for number in range(30))):
            ok(operator.post(url, json={"message": message}))
        note = make_note(operator, board, "Lanterns burn whale oil.")
        make_note(operator, beside, "A lantern hangs at the pier.", tags=["chat"])
        sign_in(page, server)

        open_from_the_palette(page)
        expect(panel(page, "Mend the lantern").get_by_text("out of oil")).to_be_in_viewport()
        page.keyboard.press("Escape")

        page.goto(f"{server.base_url}/search")
        page.get_by_role("searchbox", name="Search for").fill("lant")
        results = page.get_by_role("main").get_by_role("listitem")
        expect(results).to_have_count(4)
        assert set(page.locator("main mark").all_inner_texts()) == {"lant", "Lant"}
        assert violations(page) == []
        page.get_by_label("Kind").select_option(label="Notes")
        expect(results).to_have_count(1)
        page.get_by_label("Board", exact=True).select_option(label="Harbour")
        expect(page.get_by_text("Nothing holds “lant”")).to_be_visible()
        assert f"q=lant&kind=memory&board={beside['id']}" in page.url
        page.get_by_role("button", name="Search everything").click()
        expect(results).to_have_count(4)

        page.set_viewport_size(PHONE)
        page.goto(f"{server.base_url}/search?q=whale")
        expect(results).to_have_count(1)
        expect(live_mark(page)).to_have_text("Live")
        assert fits(page)
        assert violations(page) == []
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="Notes", exact=True)).to_contain_text(note["content"])
        look_for_what_a_group_keeps(page, server, operator)


def open_from_the_palette(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+k")
    palette = page.get_by_role("dialog", name="Find anything")
    palette.get_by_role("combobox").fill("lantern")
    options = palette.get_by_role("option")
    expect(options).to_have_count(5)
    for name in ("Tasks", "Comments", "Notes and messages"):
        expect(palette.get_by_role("group", name=name)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(palette.get_by_role("option", selected=True)).to_contain_text("out of oil")
    page.keyboard.press("Enter")


def test_the_boards_of_a_group_talk_on_its_page(server: ServerProcess, calm_page: Page):
    page = calm_page
    with server.as_operator() as operator:
        group = make_group(operator, name="Autumn launch")
        first, second = (make_board(operator, name=name, board_group_id=group["id"]) for name in ("Press", "Prints"))
        ava, ben = make_agent(operator, first, "Ava"), make_agent(operator, second, "Ben")
        sign_in(page, server, f"/groups/{group['id']}")
        expect(page.get_by_role("heading", name="Autumn launch")).to_be_visible()
        unmoved = Unmoved(page)
        with as_agent(server, ava) as agent:
            around = f"/api/v1/boards/{first['id']}/group-memory"
            ok(agent.post(around, json={"content": "The **press** is booked.", "tags": ["chat"]}))
            expect(page.get_by_role("button", name="Chat and notes, 1 unread")).to_be_visible()
            page.keyboard.press("m")
            messages = page.get_by_role("region", name="Messages")
            expect(messages).to_contain_text("The press is booked.")
            page.get_by_role("textbox", name="Message").press_sequentially("Prints by noon, @be")
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
            expect(messages).to_contain_text("Prints by noon, @Ben")
            newest = ok(agent.get(around, params={"is_chat": True}))["items"][0]
            assert newest["mentioned_agent_ids"] == [ben.id]
            assert violations(page) == []

            page.get_by_role("tab", name="Notes").click()
            expect(page.get_by_text("No notes yet")).to_be_visible()
            ok(agent.post(around, json={"content": "Green is the colour.", "tags": ["decision"]}))
            expect(page.get_by_text("Green is the colour.")).to_be_visible()
            page.get_by_role("button", name="Delete the note of Ava").click()
            page.get_by_role("button", name="Delete", exact=True).click()
            expect(page.get_by_text("No notes yet")).to_be_visible()
        page.set_viewport_size(PHONE)
        assert fits(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Chat and notes", exact=True)).to_be_visible()
        assert fits(page)
        unmoved.check()
