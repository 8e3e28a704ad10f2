from communique.model import (
    Direction,
    Emphasis,
    Inline,
    Isolate,
    LineBreak,
    Link,
    Listing,
    MessageState,
    Paragraph,
    Quotation,
    Release,
    Table,
    Text,
    Typography,
    Unready,
)
from communique.render import text as renderer
from sample_releases import ALL, ENGLISH, furniture, letterhead, release, text


def lines(shown: Release) -> list[str]:
    return renderer.render(shown, letterhead()).decode("utf-8").split("\n")


def test_the_letterhead_comes_first_and_the_contact_last() -> None:
    shown = lines(release(Paragraph("a", text("Words."))))
    assert shown == [
        "Embassy Press Office",
        "Statement No. 3/2024",
        "Geneva, 20 January 2024",
        "For immediate release",
        "",
        "34th anniversary of the “Black January” tragedy",
        "",
        "Words.",
        "",
        "End",
        "",
        "Press and Information Section",
        "press@example.org",
        "+41 22 000 00 00",
        "",
    ]


def test_no_line_of_english_is_longer_than_72_columns_unless_it_is_one_word() -> None:
    long = [line for line in lines(ENGLISH) if len(line) > renderer.COLUMNS]
    assert all(" " not in line.strip() for line in long)


def test_wrapping_loses_no_word() -> None:
    words = " ".join(f"word{number}" for number in range(200))
    shown = lines(release(Paragraph("a", text(words))))
    start, end = shown.index("") + 3, shown.index("End") - 1
    assert " ".join(shown[start:end]) == words


def test_a_no_break_space_holds_a_line_together() -> None:
    shown = lines(release(Paragraph("a", text("x" * 69 + " 26\N{NO-BREAK SPACE}000 troops"))))
    assert "26\N{NO-BREAK SPACE}000 troops" in shown


def test_chinese_and_arabic_paragraphs_are_one_line_each() -> None:
    chinese, arabic = "死亡，受伤。" * 30, "نص عربي طويل " * 20 + "Human Rights Watch"
    assert chinese in lines(release(Paragraph("a", text(chinese)), script="Hans"))
    assert arabic in lines(release(Paragraph("a", text(arabic)), script="Arab", direction=Direction.RTL))


def test_marks_of_weight_direction_and_height_leave_only_the_letters() -> None:
    content = (Text("A "), Emphasis(text("b")), Text(" "), Isolate(Direction.RTL, text("ج")), LineBreak(), Text("c"))
    assert {"A b ج", "c"} <= set(lines(release(Paragraph("a", content))))


def test_a_link_shows_its_address_unless_the_words_are_the_address() -> None:
    content = (
        Link("https://un.org/", text("the UN")),
        Text(", "),
        Link("https://un.org/", text("https://un.org/")),
        Text(", "),
        Link("mailto:press@example.org", text("press@example.org")),
    )
    assert "the UN <https://un.org/>, https://un.org/, press@example.org" in lines(release(Paragraph("a", content)))


def test_an_ordered_list_counts_in_the_digits_of_the_locale() -> None:
    listing = Listing("a", ordered=True, items=tuple(text(f"item {number}") for number in range(10)))
    shown = lines(release(listing, typography=Typography(page_counter="persian")))
    assert shown[7] == "۱. item 0"
    assert shown[16] == "۱۰. item 9"


def test_an_unordered_list_hangs_its_later_lines() -> None:
    shown = lines(release(Listing("a", ordered=False, items=(text("word " * 20),))))
    assert shown[7].startswith("- word")
    assert shown[8].startswith("  word")


def test_a_quotation_is_indented_and_names_its_author() -> None:
    shown = lines(release(Quotation("a", (text("Never again."),), text("The Commission"))))
    assert shown[7:10] == ["    Never again.", "", "    — The Commission"]


def test_a_table_that_fits_stands_in_columns() -> None:
    table = Table("a", (text("Place"), text("Killed")), ((text("Baku and surroundings"), text("131")),))
    assert lines(release(table))[7:10] == [
        "Place                  Killed",
        "---------------------  ------",
        "Baku and surroundings  131",
    ]


def test_a_table_that_does_not_fit_names_the_column_on_each_line() -> None:
    table = Table("a", (text("Place"), text("What")), ((text("Baku"), text("x" * 80)),))
    assert lines(release(table))[7:9] == ["Place: Baku", "What: " + "x" * 80]


def test_a_wide_letter_takes_two_columns_and_a_combining_one_none() -> None:
    assert renderer.columns("中a") == 3
    assert renderer.columns("e\N{COMBINING ACUTE ACCENT}") == 1


def test_a_draft_says_so_before_anything_else_and_marks_what_is_not_ready() -> None:
    block: Unready[Inline] = Unready(MessageState.FUZZY, "en", Direction.LTR, Paragraph("a", text("Words.")))
    shown = lines(release(block, draft=True, furniture=furniture(draft="Draft – not for release")))
    assert shown[0] == "Draft – not for release"
    assert shown[9:12] == ["[Not translated]", "", "Words."]


def test_letters_are_composed() -> None:
    shown = renderer.render(release(Paragraph("a", text("e\N{COMBINING ACUTE ACCENT}tat"))), letterhead()).decode()
    assert "état" in shown


def test_every_sample_is_written() -> None:
    for shown in ALL:
        assert renderer.render(shown, letterhead()).decode().endswith("+41 22 000 00 00\n")
