"""What only looks like a fault is none: texts as good translators write them, each beside the check that might blame it."""

from __future__ import annotations

import pytest
from written_pairs import codes, edition, pair

from communique.diagnostics import Code
from communique.model import BlockKind, Edition

INNOCENT = [
    # a number at the beginning of a paragraph opens no list, and a dash no item
    (Code.SHAPE, "de", "It is the 34th.", "34. Jahrestag ist heute."),
    (Code.SHAPE, "tr", "On day 1 we met.", "1. günde buluştuk."),
    (Code.SHAPE, "fr", "— We met.", "— Nous nous sommes vus."),
    (Code.LEFT_OVER_MARKUP, "fr", "This […] is it.", "Cela […] suffit."),
    (Code.LEFT_OVER_MARKUP, "fr", "[[n| one: x | other: y ]] is it.", "[[n| one: x | other: y ]] suffit."),
    (Code.MARKUP, "fr", "AT&T; R&D; fish & chips.", "AT&T; R&D; poisson & frites."),
    (Code.DAMAGED_PLACEHOLDER, "fr", "The {{ text }} in braces.", "Le {{ texte }} entre accolades."),
    (Code.DAMAGED_PLACEHOLDER, "fr", "{event.date}@dmy", "{event.date}@dmy"),
    # days of the week that are right, and names of days that are words of something else
    (Code.WEEKDAY, "fr", "Signed on Friday, 14 May 1976.", "Signé le vendredi 14 mai 1976."),
    (Code.WEEKDAY, "pt", "On 20 May 1976, for the second time.", "Em 20 de maio de 1976, pela segunda vez."),
    (Code.WEEKDAY, "es", "On Saturday, {event.date}.", "El sábado {event.date}."),
    (Code.FROZEN_VALUE, "fr", "It began on Saturday, {event.date}.", "Tout commença le samedi {event.date}."),
    # letters
    (Code.FOREIGN_LETTER, "az", "In the USSR.", "SSRİ-də."),
    (Code.FOREIGN_LETTER, "fr", "The report “Łódź”.", "Le rapport «\u202fŁódź\u202f»."),
    (Code.FOREIGN_LETTER, "ru", "Her name.", "Её имя и подъезд."),
    (Code.ORNAMENT, "ar", "In 1446 AH.", "في عام 1446هـ."),
    (Code.ORNAMENT, "ar", "It is {n} years.", "إنه الـ{n}."),
    (Code.ORNAMENT, "fr", "From A → B.", "De A → B."),
    (Code.APOSTROPHE, "uz", "Of Uzbekistan.", "O'zbekiston."),
    (Code.APOSTROPHE, "fr", "In the ’90s.", "Dans les années ’90."),
    (Code.INVISIBLE, "fa", "The packages.", "trait\u200cها."),
    (Code.MIXED_SCRIPT, "fa", "The packages.", "packageها"),
    # spaces, quotation marks, signs
    (Code.SPACING, "de", "Call +41 31 350 000.", "Rufen Sie +41 31 350 000 an."),
    (Code.SPACING, "es", "That day — that one — came.", "Aquel día —aquel— llegó."),
    (Code.SPACING, "fr", "He said “yes”, and left.", "Il a dit «\u202foui\u202f», puis partit."),
    (Code.SPACING, "de", "1990–2026", "1990–2026"),
    (Code.QUOTES, "fr", "The “so-called ‘law’”.", "La «\u202fprétendue “loi”\u202f»."),
    (Code.QUOTES, "en", "It is the people’s.", "It is the people’s."),
    (Code.PUNCTUATION, "ar", "Of 26,000 men, and {n}.", "من 26,000 رجل، و{n}."),
    (Code.PUNCTUATION, "es", "Who remembers? And why?", "¿Quién recuerda? ¿Y por qué?"),
    (Code.PUNCTUATION, "es", "And today, who remembers?", "Y hoy, ¿quién recuerda?"),
    (Code.PUNCTUATION, "el", "We remember.", "Θυμόμαστε."),
    (Code.PUNCTUATION, "hy", "Who remembers?", "Ո՞վ է հիշում։"),
    (Code.PUNCTUATION, "zh-Hans", "At 3.5 km: yes.", "3.5公里：是。"),
    # ordinals
    (Code.ORDINAL, "fr", "The 1st, the 5th.", "La 1^re^, le 5^e^."),
    (Code.ORDINAL, "ru", "The 36th and the 5th.", "36-я и 5-го."),
    (Code.ORDINAL, "az", "The 6th.", "6-cı."),
    (Code.ORDINAL, "en", "The 21st and 22nd.", "The 21st and 22nd."),
    (Code.ORDINAL, "de", "Section 5a, 5 km.", "Abschnitt 5a, 5 km."),
    (Code.ORDINAL, "es", "The 3rd and 1st.", "El 3.º y la 1.ª"),
    # figures
    (Code.FIGURE, "vi", "From 9:00 to 10:30.", "Từ 9 giờ đến 10:30."),
    (Code.FIGURE, "ja", "A day for us.", "1つの日。"),
    (Code.FIGURE, "ko", "Only level 21 here.", "여기는 레벨 21만."),
    (Code.FIXED_NAME, "fr", "See A/RES/217 (III).", "Voir A/RES/217 (III)."),
    (Code.FIXED_NAME, "fr", "Men and/or women.", "Hommes et femmes."),
    # language
    (Code.WRONG_LANGUAGE, "zh-Hans", "Excellent Language Server Protocol support.", "（Language Server Protocol）支持很好。"),
    (Code.WRONG_LANGUAGE, "sw", "We remember those who died that night.", "Tunawakumbuka wale waliofariki usiku ule wa huzuni."),
    (Code.SAME_AS_SOURCE, "de", "NATO, UNESCO, Radio Free Europe", "NATO, UNESCO, Radio Free Europe"),
]  # fmt: skip


@pytest.mark.parametrize("code, locale, source, text", INNOCENT, ids=[f"{row[0]}-{row[3][:30]}" for row in INNOCENT])
def test_a_good_translation_is_not_blamed(code: Code, locale: str, source: str, text: str) -> None:
    assert code not in codes(pair(source, text, locale))


@pytest.mark.parametrize("kind", [BlockKind.TITLE, BlockKind.HEADING])
def test_a_title_of_one_line_is_not_too_long(kind: BlockKind) -> None:
    assert Code.TOO_LONG not in codes(pair("A day", "Le jour du souvenir de ceux qui ne sont plus", kind=kind))


def test_a_list_of_as_many_items_has_the_shape_of_its_source() -> None:
    assert Code.SHAPE not in codes(pair("- one;\n- two.", "- un\u202f;\n- deux.", kind=BlockKind.LISTING))


def test_a_day_of_the_week_belongs_to_an_observance_by_the_day_of_the_week() -> None:
    of = edition(2026)
    assert Code.FROZEN_VALUE in codes(pair("On Tuesday, {date}.", "Le mardi {date}.", of=of))
    assert Code.FROZEN_VALUE not in codes(pair("On Friday, {date}.", "Le vendredi {date}.", of=_on_a_friday(of)))


def _on_a_friday(of: Edition) -> Edition:
    import dataclasses
    import datetime

    from communique.observance import read_observance

    event = dataclasses.replace(of.statement.event, observance=read_observance("3rd friday of january", None))
    statement = dataclasses.replace(of.statement, event=event)
    return dataclasses.replace(of, statement=statement, observed=datetime.date(2026, 1, 16))
