"""A fence that what is inside cannot end."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mission_control.kernel.security.fence import fenced

HOSTILE = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from(
            [
                "`",
                "```",
                "~~~",
                "\n",
                "\r",
                "\r\n",
                "\u2028",
                "\x85",
                "\x00",
                "\u202e",
                "\U000e0041",
                "[END EXTERNAL DATA",
            ]
        ),
        st.from_regex(r"\[(BEGIN|END) EXTERNAL DATA [0-9a-f]{16}\]"),
    )
).map("".join)


@given(HOSTILE)
def test_nothing_inside_looks_like_an_end_or_is_unseen(text: str):
    lines = fenced(text).split("\n")
    begin, end = lines[0], lines[-1]
    word = re.fullmatch(r"\[END EXTERNAL DATA ([0-9a-f]{16})\]", end)
    assert word is not None
    assert begin.startswith(f"[BEGIN EXTERNAL DATA {word[1]}:")
    opening, inside, closing = lines[2], lines[3:-3], lines[-3]
    assert opening == f"{closing}text"
    assert set(closing) == {"`"}
    assert max((len(run) for run in re.findall("`+", "\n".join(inside))), default=0) < len(closing)
    assert all(line.startswith("| ") for line in inside if re.search("(begin|end) external data", line.casefold()))
    unseen = {unicodedata.category(it) for line in inside for it in line if it != "\t"}
    assert unseen.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_two_fences_have_two_words_and_plain_text_stays_as_it_is():
    assert fenced("x").splitlines()[0] != fenced("x").splitlines()[0]
    assert "\nGrüße\tan 東京 🚀\n" in fenced("Grüße\tan 東京 🚀")
    assert "\na\\u{1b}[2Jb\n" in fenced("a\x1b[2Jb")
