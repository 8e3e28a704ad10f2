import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.direction import isolate
from communique.model import (
    Direction,
    Emphasis,
    Inline,
    Isolate,
    LineBreak,
    Link,
    NoteReference,
    Strong,
    Superscript,
    Text,
)

LTR, RTL = Direction.LTR, Direction.RTL


def shown(content: tuple[Inline, ...]) -> str:
    """The text with ⟨ ⟩ around what is isolated and the usual marks around the rest."""
    return "".join(map(_shown, content))


def _shown(node: Inline) -> str:
    match node:
        case Text(text):
            return text
        case LineBreak():
            return "/"
        case NoteReference(name):
            return f"†{name}"
        case Isolate(_, content):
            return f"⟨{shown(content)}⟩"
        case Superscript(content):
            return f"^{shown(content)}^"
        case Strong(content):
            return f"**{shown(content)}**"
        case Emphasis(content):
            return f"*{shown(content)}*"
        case Link(_, content):
            return f"[{shown(content)}]"


def plain(content: tuple[Inline, ...]) -> str:
    """The letters alone."""
    return "".join(letter for letter in shown(content) if letter not in "⟨⟩^*[]/")


def isolated(text: str, base: Direction = RTL) -> str:
    return shown(isolate((Text(text),), base))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قتل 147 مدنيا", id="a plain number"),
        pytest.param("26,000 جندي", id="a grouped number"),
        pytest.param("١٩–٢٠ يناير", id="a range in Arabic-Indic digits, which runs right to left"),
        pytest.param("نص، عربي.", id="no foreign letters"),
    ],
)
def test_what_needs_no_isolation_is_left_alone(text: str) -> None:
    assert isolate((Text(text),), RTL) == (Text(text),)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("قال Human Rights Watch إن", "قال ⟨Human Rights Watch⟩ إن"),
        ("هاتف +994 12 000 00 00، غدا", "هاتف ⟨+994 12 000 00 00⟩، غدا"),
        ("هاتف (022) 000 00 00 غدا", "هاتف ⟨(022) 000 00 00⟩ غدا"),
        ("ليلة 19–20 يناير", "ليلة ⟨19–20⟩ يناير"),
        ("شب ۱۹–۲۰ ژانویه", "شب ⟨۱۹–۲۰⟩ ژانویه"),
        ("في 20 January 1990 كان", "في ⟨20 January 1990⟩ كان"),
        ("في COVID-19 و Boeing 747 كان", "في ⟨COVID-19⟩ و ⟨Boeing 747⟩ كان"),
        ("راسل press@example.org غدا", "راسل ⟨press@example.org⟩ غدا"),
        ("درجة -5 اليوم", "درجة ⟨-5⟩ اليوم"),
    ],
)
def test_a_phrase_that_runs_left_to_right_is_isolated_in_arabic(text: str, expected: str) -> None:
    assert isolated(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("The term يناير الأسود means", "The term ⟨يناير الأسود⟩ means"),
        ("says “שלום עולם”.", "says “⟨שלום עולם⟩”."),
        ("On يناير 20 people", "On ⟨يناير⟩ 20 people"),
        ("On يناير ١٩٩٠, people", "On ⟨يناير ١٩٩٠⟩, people"),
    ],
)
def test_a_phrase_that_runs_right_to_left_is_isolated_in_english(text: str, expected: str) -> None:
    assert isolated(text, LTR) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("قال Watch.", "قال ⟨Watch⟩."),
        ("قال (HRW) إن", "قال (⟨HRW⟩) إن"),
        ("زر https://www.un.org/.", "زر ⟨https://www.un.org/⟩."),
        ("(زر https://www.un.org/)", "(زر ⟨https://www.un.org/⟩)"),
        ("January 20, 1990, ثم", "⟨January 20, 1990⟩, ثم"),
    ],
)
def test_punctuation_of_the_sentence_stays_outside(text: str, expected: str) -> None:
    assert isolated(text) == expected


def test_a_bracket_inside_a_phrase_keeps_its_partner() -> None:
    assert isolated("قال Human Rights Watch (HRW) إن") == "قال ⟨Human Rights Watch (HRW)⟩ إن"
    assert isolated("قال (HRW) Watch إن") == "قال ⟨(HRW) Watch⟩ إن"


def test_the_last_slash_of_an_address_belongs_to_it() -> None:
    assert isolated("انظر https://www.un.org/ar/ الآن") == "انظر ⟨https://www.un.org/ar/⟩ الآن"


def test_a_phrase_may_span_several_nodes() -> None:
    content = (Text("تقرير Human "), Emphasis((Text("Rights"),)), Text(" Watch قال"))
    assert shown(isolate(content, RTL)) == "تقرير ⟨Human *Rights* Watch⟩ قال"


def test_a_raised_ordinal_ending_stays_with_its_number() -> None:
    content = (Text("الذكرى 34"), Superscript((Text("th"),)), Text(" اليوم"))
    assert shown(isolate(content, RTL)) == "الذكرى ⟨34^th^⟩ اليوم"


def test_a_node_that_is_partly_inside_a_phrase_is_split() -> None:
    content = (Strong((Text("قال Human"),)), Text(" Rights إن"))
    assert shown(isolate(content, RTL)) == "**قال **⟨**Human** Rights⟩ إن"


def test_a_phrase_inside_one_node_is_isolated_there() -> None:
    content = (Link("https://www.hrw.org/", (Text("تقرير Watch هنا"),)),)
    assert isolate(content, RTL) == (
        Link("https://www.hrw.org/", (Text("تقرير "), Isolate(LTR, (Text("Watch"),)), Text(" هنا"))),
    )


def test_a_phrase_ends_at_a_forced_line_break() -> None:
    assert shown(isolate((Text("Human"), LineBreak(), Text("Rights")), RTL)) == "⟨Human⟩/⟨Rights⟩"


WORDS = st.lists(
    st.sampled_from(
        [
            "Human",
            "Rights",
            "تقرير",
            "שלום",
            "34",
            "th",
            "٢٠",
            "۱۹",
            " ",
            " ",
            ", ",
            ".",
            "(",
            ")",
            "–",
            "+994 12 000 00 00",
            "https://un.org/",
            "“",
            "”",
            "\N{RIGHT-TO-LEFT MARK}",
            "\N{ZERO WIDTH NON-JOINER}",
            "é",
            "e\N{COMBINING ACUTE ACCENT}",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)
INLINES: st.SearchStrategy[tuple[Inline, ...]] = st.recursive(
    st.lists(WORDS.map(Text) | st.just(LineBreak()), max_size=4).map(tuple),
    lambda inner: st.lists(
        WORDS.map(Text)
        | inner.map(Emphasis)
        | inner.map(Strong)
        | inner.map(Superscript)
        | inner.map(lambda content: Link("https://example.org/", content)),
        max_size=4,
    ).map(tuple),
    max_leaves=6,
)


@given(INLINES, st.sampled_from(Direction))
def test_the_letters_stay_the_same(content: tuple[Inline, ...], base: Direction) -> None:
    assert plain(isolate(content, base)) == plain(content)


@given(INLINES, st.sampled_from(Direction))
def test_isolating_twice_is_isolating_once(content: tuple[Inline, ...], base: Direction) -> None:
    once = isolate(content, base)
    assert isolate(once, base) == once


@given(st.text(max_size=60), st.sampled_from(Direction))
def test_any_text_at_all_can_be_isolated(text: str, base: Direction) -> None:
    assert letters(isolate((Text(text),), base)) == text


def letters(content: tuple[Inline, ...]) -> str:
    """The letters of a content that began as one text."""
    assert all(isinstance(node, (Text, Isolate)) for node in content)
    return "".join(
        node.text if isinstance(node, Text) else letters(node.content)
        for node in content
        if isinstance(node, (Text, Isolate))
    )
