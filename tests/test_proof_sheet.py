"""The page that a native speaker reads and signs: complete, one page, and honest about who has signed."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from communique import fonts
from communique.diagnostics import Code, ExitCode, TextProblems
from communique.grammar import Review, known_locales, load_grammar
from communique.proof_sheet import SENTENCES, SIGNATURE, proof_sheet
from communique.render.proof_sheet import page, render
from conftest import Program
from small_newsroom import CATALOG, STATEMENT, SmallNewsroom, statement_file

WORDED = ("en", "fr", "es", "pt", "it", "de", "ru", "uk", "pl", "ar", "az", "tr", "el", "zh", "ja", "ko")
HEAD = 'locale = "fr"\nname = "French"\nconfidence = "high"\nextends = "fr"\n'


@pytest.mark.parametrize("locale", known_locales())
def test_a_sheet_has_every_form_of_its_language(locale: str) -> None:
    grammar = load_grammar(locale)
    sheet = proof_sheet(grammar, 34)
    shown = {(entry.section, entry.form) for entry in sheet.forms}
    sections = (
        "anniversary",
        "ordinal",
        "ordinal_words",
        "years",
        "date",
        "day_month",
        "month_year",
        "year",
        "weekday",
    )

    assert shown == {(section, form) for section in sections for form in grammar.forms(section)}
    assert all(entry.text for entry in sheet.forms)
    assert tuple(one.n for one in sheet.sentences) == SENTENCES


@pytest.mark.parametrize("locale", WORDED)
def test_the_twelve_sentences_hold_the_number_and_the_counted_years(locale: str) -> None:
    for one in proof_sheet(load_grammar(locale), 34).sentences:
        assert one.sentence != f"{one.heading} · "
        assert " · " not in one.sentence
        assert len(one.sentence) > len(one.heading)


@pytest.mark.parametrize(
    "locale, n, sentence",
    [
        ("ru", 21, "В этом году мы отмечаем 21-ю годовщину; прошёл 21 год."),
        ("ru", 34, "В этом году мы отмечаем 34-ю годовщину; прошло 34 года."),
        ("pl", 22, "W tym roku obchodzimy 22. rocznicę; minęły 22 lata."),
        ("it", 11, "Quest’anno ricorre l’11º anniversario; sono trascorsi 11 anni."),
        ("de", 1, "In diesem Jahr begehen wir den 1. Jahrestag; 1 Jahr ist vergangen."),
    ],
)
def test_the_verb_of_a_sentence_agrees_with_its_count(locale: str, n: int, sentence: str) -> None:
    """The agreement is that of the table of counted years in `docs/languages.md` and its sources."""
    found = {one.n: one.sentence for one in proof_sheet(load_grammar(locale), 34).sentences}

    assert found[n] == sentence


def test_every_other_form_of_the_heading_is_read_at_some_count() -> None:
    grammar = load_grammar("az")
    shown = {one.form for one in proof_sheet(grammar, 34).sentences}

    assert len(shown) == min(len(SENTENCES), len(grammar.forms("anniversary")) - 1)


def test_a_form_signed_by_itself_is_told_from_the_rest(tmp_path: Path) -> None:
    rows = '[anniversary.form.plain]\nconfidence = "medium"\nreviewed_by = "Marie Curie"\ndefault = "{ordinal}@m anniversaire"\n'
    (tmp_path / "fr.toml").write_text(HEAD + rows, "utf-8")
    grammar = load_grammar("fr", [tmp_path])

    assert grammar.review("anniversary") == Review("medium", "Marie Curie")
    assert grammar.review("years") == Review("high")
    assert grammar.unreviewed([("anniversary", "plain"), ("years", "plain")]) == (("years", "plain"),)


def test_what_a_section_says_of_its_review_holds_for_its_forms(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text(HEAD + '[years]\nreviewed_by = "Marie Curie"\n', "utf-8")

    grammar = load_grammar("fr", [tmp_path])

    assert grammar.review("years", "plain") == Review("high", "Marie Curie")
    assert grammar.review("ordinal", "m") == Review("high")


def test_the_signature_of_a_form_is_not_inherited(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text(HEAD + '[years]\nreviewed_by = "Marie Curie"\n', "utf-8")
    (tmp_path / "fr-CA.toml").write_text(HEAD.replace('locale = "fr"', 'locale = "fr-CA"'), "utf-8")

    assert load_grammar("fr-CA", [tmp_path]).review("years").reviewed_by == ""


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["uk", "pl", "ar", "ja", "he"])
def test_a_sheet_is_one_page_to_sign(locale: str) -> None:
    document = pypdfium2.PdfDocument(render(proof_sheet(load_grammar(locale), 34)))

    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert [name for name in SIGNATURE if name not in text] == []


def test_the_words_of_a_sheet_are_set_in_the_fonts_and_the_direction_of_its_script() -> None:
    source = page(proof_sheet(load_grammar("ar"), 34))

    assert f'bdi {{ font-family: "{fonts.families("Arab")[0]}"' in source
    assert '<bdi lang="ar" dir="rtl">الذكرى الرابعة والثلاثون</bdi>' in source


@pytest.mark.slow
def test_a_character_that_no_font_has_is_told() -> None:
    sheet = proof_sheet(load_grammar("en"), 34)
    hostile = type(sheet)(**{name: getattr(sheet, name) for name in sheet.__slots__} | {"quotes": "\U00012345"})

    with pytest.raises(TextProblems) as caught:
        render(hostile)
    assert caught.value.diagnostics[0].code is Code.GLYPH


def test_the_command_prints_a_sheet_anywhere(communique: Program, tmp_path: Path) -> None:
    ended = communique("language", "tr", "-C", str(tmp_path))

    assert ended.exit_code == 0
    assert "34. yıl dönümü" in ended.out
    assert "{ordinal_words}@plain  otuz dördüncü" in ended.out
    assert "Signature: ___" in ended.out


def test_the_command_shows_every_form_for_the_count_it_is_given(communique: Program, newsroom: SmallNewsroom) -> None:
    ended = communique("language", "fr", "--n", "71", "--json")
    (item,) = json.loads(ended.out)["items"]

    assert item["n"] == 71
    assert {"section": "ordinal_words", "form": "m", "text": "soixante et onzième"} in [
        {name: entry[name] for name in ("section", "form", "text")} for entry in item["forms"]
    ]
    assert item["unreviewed"] == len(item["forms"])


def test_the_newsroom_s_own_grammar_is_the_one_that_is_read(communique: Program, newsroom: SmallNewsroom) -> None:
    newsroom.write("grammar/fr.toml", HEAD + '[anniversary.form]\nplain = "{ordinal}@m commémoration"\n')

    assert "34e commémoration" in communique("language", "fr").out


def test_a_language_without_a_file_is_told_with_those_that_exist(communique: Program, newsroom: SmallNewsroom) -> None:
    ended = communique("language", "xx")

    assert ended.exit_code == ExitCode.PROBLEMS
    assert "error C050: no grammar file serves the locale `xx`" in ended.err


@pytest.mark.slow
def test_the_page_is_written_where_it_is_asked_for(communique: Program, newsroom: SmallNewsroom) -> None:
    assert communique("language", "fr", "--pdf", "fr.pdf").exit_code == 0
    assert (newsroom.folder / "fr.pdf").read_bytes().startswith(b"%PDF-")

    ended = communique("language", "fr", "--pdf", "nowhere/fr.pdf")
    assert ended.exit_code == ExitCode.FILE
    assert "nowhere/fr.pdf: error C008" in ended.err


def test_a_strict_check_names_what_nobody_has_signed(communique: Program, newsroom: SmallNewsroom) -> None:
    ended = communique("check", "-y", "2026", "-l", "fr", "--strict")

    assert ended.exit_code == ExitCode.PROBLEMS
    assert "refused: fr" in ended.out
    assert f"{CATALOG}:1:1: error C046: nobody has signed this translation" in ended.err
    assert (
        "grammar/fr.toml: error C046: nobody has signed the forms in use: `{anniversary}@plain`, `{date}@plain`"
        in ended.err
    )


def test_a_check_that_is_not_strict_says_nothing_of_signatures(communique: Program, newsroom: SmallNewsroom) -> None:
    ended = communique("check", "-y", "2026", "-l", "fr")

    assert (ended.exit_code, ended.err) == (0, "")


def test_a_signed_language_and_a_signed_catalog_pass_a_strict_check(
    communique: Program, newsroom: SmallNewsroom
) -> None:
    newsroom.write("grammar/fr.toml", HEAD + 'reviewed_by = "Marie Curie"\n')
    newsroom.replace(CATALOG, '"MIME-Version', '"X-Communique-Reviewed-By: Marie Curie\\n"\n"MIME-Version')

    ended = communique("check", "-y", "2026", "-l", "fr", "--strict")

    assert (ended.exit_code, ended.err) == (0, "")
    assert "ready: fr" in ended.out


def test_a_form_that_only_a_clause_uses_is_in_use(communique: Program, newsroom: SmallNewsroom) -> None:
    body = "{#lead .lead}\n[[n| =1: It is {ordinal}@indef time. | other: It is {ordinal_words}@indef time. ]]\n"
    newsroom.write(STATEMENT, statement_file(body, locales=()))
    ended = communique("check", "-y", "2026", "--strict")

    assert "`{ordinal}@indef`, `{ordinal_words}@indef`" in ended.err


@pytest.mark.parametrize("locale", known_locales())
def test_a_sheet_can_be_made_for_every_count_of_the_command(locale: str) -> None:
    grammar = load_grammar(locale)
    for n in (1, 101, 200):
        assert all(entry.text for entry in proof_sheet(grammar, n).forms)
