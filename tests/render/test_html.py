import base64
import datetime
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from lxml import html as parser

from communique.diagnostics import TextProblems
from communique.model import (
    Block,
    Direction,
    Emphasis,
    Heading,
    Inline,
    Isolate,
    Lead,
    LineBreak,
    Link,
    Listing,
    MessageState,
    Paragraph,
    Quotation,
    Release,
    Signature,
    Strong,
    Superscript,
    Table,
    Text,
    Unready,
)
from communique.render import html
from communique.render.elements import plain
from sample_releases import ALL, ARABIC, ENGLISH, furniture, letterhead, release, text

LETTERHEADS = ("embassy", "joint", "ministry")


def marked(block: Block) -> str:
    return html.blocks((block,), "Not translated")


@pytest.mark.parametrize(
    "node, expected",
    [
        (Text("a < b & c"), "a &lt; b &amp; c"),
        (LineBreak(), "<br>"),
        (Superscript(text("th")), "<sup>th</sup>"),
        (Strong(text("a")), "<strong>a</strong>"),
        (Emphasis(text("a")), "<em>a</em>"),
        (Link('https://example.org/?a="b"', text("a")), '<a href="https://example.org/?a=&quot;b&quot;">a</a>'),
        (Isolate(Direction.LTR, text("HRW")), '<bdi dir="ltr">HRW</bdi>'),
    ],
)
def test_each_kind_of_inline_has_its_element(node: Inline, expected: str) -> None:
    assert html.inlines((node,)) == expected


@pytest.mark.parametrize(
    "block, expected",
    [
        (Heading("a", 2, text("x")), '<h2 id="a">x</h2>'),
        (Lead("a", text("x")), '<p id="a" class="lead">x</p>'),
        (Paragraph("a", text("x")), '<p id="a">x</p>'),
        (Signature("a", text("x")), '<p id="a" class="signature">x</p>'),
        (Listing("a", ordered=True, items=(text("x"), text("y"))), '<ol id="a"><li>x</li><li>y</li></ol>'),
        (Listing("a", ordered=False, items=(text("x"),)), '<ul id="a"><li>x</li></ul>'),
        (
            Table("a", (text("h"),), ((text("c"),),)),
            '<table id="a"><thead><tr><th scope="col" class="short">h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>',
        ),
        (
            Quotation("a", (text("x"),), text("y"), "https://example.org/"),
            (
                '<div id="a" class="quotation"><blockquote cite="https://example.org/"><p>x</p></blockquote>'
                '<p class="attribution">y</p></div>'
            ),
        ),
        (
            Quotation("a", (text("x"),), (), "A/RES/217, Paris 1948"),
            '<div id="a" class="quotation"><blockquote><p>x</p></blockquote></div>',
        ),
        (
            Unready(MessageState.FUZZY, "fa", Direction.RTL, Paragraph("a", text("x"))),
            (
                '<div class="unready"><p class="unready-mark">Not translated</p>'
                '<div lang="fa" dir="rtl"><p id="a">x</p></div></div>'
            ),
        ),
    ],
)
def test_each_kind_of_block_has_its_element(block: Block, expected: str) -> None:
    assert marked(block) == expected


def drawn(shown: object = ENGLISH, name: str = "embassy") -> parser.HtmlElement:
    assert isinstance(shown, type(ENGLISH))
    return parser.document_fromstring(html.render(shown, letterhead(name)))


def values(page: parser.HtmlElement, path: str) -> list[str]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [str(value) for value in found]


@pytest.mark.parametrize("name", LETTERHEADS)
def test_a_page_loads_nothing_from_anywhere(name: str) -> None:
    page = drawn(name=name)
    sources = values(
        page,
        "//@src | //link[not(@rel='alternate' or @rel='canonical')]/@href | //@srcset | //@poster | //object/@data",
    )
    assert [source.partition(",")[0] for source in sources] == ["data:image/svg+xml;base64"]
    assert not re.search(r"url\(|@import", "".join(values(page, "//style/text()")))


@pytest.mark.parametrize("name", LETTERHEADS)
def test_the_only_style_is_the_one_the_content_policy_names(name: str) -> None:
    page = drawn(name=name)
    (style,) = values(page, "//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = values(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}';" in policy
    assert not values(page, "//@style")


@pytest.mark.parametrize("name", LETTERHEADS)
def test_no_script_runs(name: str) -> None:
    assert values(drawn(name=name), "//script/@type") == ["application/ld+json"]


def test_the_page_says_its_language_and_direction() -> None:
    page = drawn(ARABIC)
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")


def test_search_engines_are_told_every_language() -> None:
    page = drawn()
    languages, addresses = values(page, "//link/@hreflang"), values(page, "//link[@hreflang]/@href")
    found = dict(zip(languages, addresses, strict=True))
    assert tuple(found) == (*ENGLISH.locales, "x-default")
    assert found["x-default"] == found[ENGLISH.locales[0]]
    assert found["zh-Hans"] == "../zh-Hans/black-january-2024.zh-Hans.html"


def article(shown: object) -> dict[str, Any]:
    """What search engines are told of a page, as https://schema.org/NewsArticle."""
    (words,) = values(drawn(shown), "//script/text()")
    told: dict[str, Any] = json.loads(words)
    return told


def test_machines_are_told_where_the_other_formats_are() -> None:
    files = [f"black-january-2024.en.{ending}" for ending in ("pdf", "docx", "txt")]
    assert values(drawn(), "//link[@type]/@href") == files
    assert [one["contentUrl"] for one in article(ENGLISH)["encoding"]] == files


@pytest.mark.parametrize("shown", [ENGLISH, ARABIC], ids=lambda shown: shown.locale)
def test_every_language_is_told_of_the_source_and_of_all_its_translations(shown: Release) -> None:
    told = article(shown)
    work = told if shown is ENGLISH else told["translationOfWork"]
    translations = [one["inLanguage"] for one in work["workTranslation"]]
    assert {work["inLanguage"], *translations, shown.locale} == {*ENGLISH.locales}
    assert len(translations) == len({*translations} - {shown.locale})
    assert ("translationOfWork" in told) is (shown is ARABIC)


def test_a_translation_whose_source_does_not_go_out_still_names_its_language_and_no_other() -> None:
    alone = replace(ARABIC, locales=("ar", "fa"))
    assert article(alone)["translationOfWork"] == {
        "@type": "NewsArticle",
        "inLanguage": "en",
        "workTranslation": [
            {"@type": "NewsArticle", "inLanguage": "fa", "url": "../fa/black-january-2024.fa.html"},
        ],
    }
    assert values(drawn(alone), "//link[@hreflang='x-default']/@href") == ["../ar/black-january-2024.ar.html"]


# --- with a public address ---------------------------------------------------------------------------------------------

SITE = "https://press.example.org/statements/black-january/2024/"
PUBLIC = replace(ARABIC, address=SITE)


def test_a_page_with_a_public_address_claims_it_everywhere() -> None:
    page, told = drawn(PUBLIC), article(PUBLIC)
    own = f"{SITE}ar/black-january-2024.ar.html"
    assert values(page, "//link[@rel='canonical']/@href") == [own]
    assert values(page, "//meta[@property='og:url']/@content") == [own]
    assert (told["url"], told["mainEntityOfPage"]) == (own, own)
    assert values(page, "//link[@hreflang='ar']/@href") == [own]


def test_every_address_for_machines_is_whole_and_those_for_readers_are_not() -> None:
    page = drawn(PUBLIC)
    whole = [
        *values(page, "//link/@href"),
        *values(page, "//meta[@property='og:image' or @property='og:url']/@content"),
    ]
    assert len(whole) == 1 + len(ARABIC.locales) + 1 + 3 + 2
    assert [one for one in whole if not one.startswith(SITE)] == []
    data = re.findall(r'"(?:url|contentUrl|image|mainEntityOfPage)": "([^"]*)"', values(page, "//script/text()")[0])
    assert len(data) == 2 + 1 + 3 + len(ARABIC.locales) - 1
    assert [one for one in data if not one.startswith(SITE)] == []
    assert values(page, "//nav//@href")[0] == "../en/black-january-2024.en.html"


def test_every_language_names_the_same_set_of_addresses() -> None:
    """Search engines drop a set whose pages do not name each other."""

    def told(locale: str) -> dict[str, str]:
        page = drawn(replace(PUBLIC, locale=locale))
        return dict(zip(values(page, "//link/@hreflang"), values(page, "//link[@hreflang]/@href"), strict=True))

    assert {*told("en")} == {*ARABIC.locales, "x-default"}
    assert told("en") == told("fa") == told("zh-Hans")


def test_messengers_get_a_picture_with_words_where_they_can_fetch_it() -> None:
    page = drawn(PUBLIC)
    assert values(page, "//meta[@property='og:image']/@content") == [f"{SITE}emblem.png"]
    assert values(page, "//meta[@property='og:image:alt']/@content") == [ARABIC.furniture.emblem_alt]
    assert not drawn().xpath("//meta[starts-with(@property, 'og:image')]")


@pytest.mark.parametrize("shown", [ENGLISH, replace(PUBLIC, draft=True)], ids=["no address", "a draft"])
def test_a_page_without_a_public_address_claims_none(shown: Release) -> None:
    page = drawn(shown)
    assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url']")
    assert not {"url", "mainEntityOfPage", "image"} & {*article(shown)}
    assert SITE not in html.render(shown, letterhead()).decode()


def test_messengers_are_told_the_language_with_its_territory() -> None:
    page = drawn(ARABIC)
    assert values(page, "//meta[@property='og:locale']/@content") == ["ar_EG"]
    assert "en_US" in values(page, "//meta[@property='og:locale:alternate']/@content")


def test_a_draft_links_to_the_drafts_and_is_not_indexed() -> None:
    page = drawn(replace(ENGLISH, draft=True))
    assert "../ar/black-january-2024.ar.draft.html" in values(page, "//nav//@href")
    assert values(page, "//meta[@name='robots']/@content") == ["noindex"]


def test_other_languages_are_named_in_themselves() -> None:
    links = drawn(ARABIC).xpath("//nav//a")
    named = {link.get("hreflang"): (link.text_content(), link.get("lang"), link.get("dir")) for link in links}
    assert named["fa"] == ("فارسی", "fa", "rtl")
    assert "ar" not in named


def test_the_description_for_machines_is_the_lead() -> None:
    told = article(ENGLISH)
    lead = plain(ENGLISH.blocks[0].content)  # type: ignore[union-attr]
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == "34th anniversary of the “Black January” tragedy"
    assert (told["inLanguage"], told["datePublished"], told["identifier"]) == ("en", "2024-01-20", "3/2024")
    assert lead.startswith(told["description"].rstrip("…"))


def test_a_title_cannot_end_the_data_block() -> None:
    page = drawn(replace(ENGLISH, title=text("</script><b>x")))
    assert json.loads(values(page, "//script/text()")[0])["headline"] == "</script><b>x"
    assert values(page, "//title/text()") == ["</script><b>x"]


def test_text_is_never_markup() -> None:
    hostile = "<img src=x onerror=alert(1)>{{ 7 * 7 }}"
    page = drawn(release(Paragraph("a", text(hostile)), furniture=furniture(issuer=hostile, contact=(hostile,))))
    assert len(page.xpath("//img")) == 1
    assert page.get_element_by_id("a").text_content() == hostile


def test_a_reader_can_skip_to_the_text_and_meets_each_landmark_once() -> None:
    page = drawn()
    (skip,) = page.xpath("//a[@class='skip']")
    assert page.get_element_by_id(skip.get("href").removeprefix("#")).tag == "main"
    assert [len(page.xpath(f"//{landmark}")) for landmark in ("header", "main", "footer", "nav", "h1")] == [1] * 5


def test_the_emblem_has_words() -> None:
    assert values(drawn(), "//img/@alt") == ["Emblem of the embassy: a compass rose in a wreath"]


def test_address_and_number_of_the_contact_can_be_followed() -> None:
    assert values(drawn(), "//footer//@href") == ["mailto:press@example.org", "tel:+41220000000"]


def test_a_telephone_number_on_an_arabic_letterhead_is_isolated() -> None:
    assert values(drawn(ARABIC), "//footer//bdi[@dir='ltr']/text()") == ["press@example.org", "+41 22 000 00 00"]


@pytest.mark.parametrize("name", LETTERHEADS)
def test_an_embargo_stands_out_and_names_its_moment(name: str) -> None:
    moment = datetime.datetime(2024, 1, 20, 9, tzinfo=datetime.UTC)
    words = furniture(embargo="Embargoed until 20 January 2024, 09:00 (UTC)")
    page = drawn(replace(ENGLISH, embargo=moment, furniture=words), name)
    assert values(page, "//*[contains(@class, 'embargoed')]/time/@datetime") == ["2024-01-20T09:00:00+00:00"]
    assert not drawn(name=name).xpath("//*[contains(@class, 'embargoed')]")


@pytest.mark.parametrize("name", LETTERHEADS)
def test_a_draft_says_so(name: str) -> None:
    page = drawn(replace(ENGLISH, draft=True, furniture=furniture(draft="Draft – not for release")), name)
    assert values(page, "//p[@class='draft']/text()") == ["Draft – not for release"]
    assert not drawn(name=name).xpath("//p[@class='draft']")


def test_equal_releases_give_equal_bytes() -> None:
    assert html.render(ENGLISH, letterhead()) == html.render(replace(ENGLISH), letterhead())


@pytest.mark.parametrize("name", LETTERHEADS)
@pytest.mark.parametrize("shown", ALL, ids=lambda shown: shown.locale)
def test_every_page_keeps_every_letter(shown: object, name: str) -> None:
    assert isinstance(shown, type(ENGLISH))
    body = drawn(shown, name).xpath("//div[@class='text']")[0]
    expected = parser.fromstring(f"<div>{html.blocks(shown.blocks, '')}</div>").text_content()
    assert body.text_content().split() == expected.split()
    assert etree.tostring(body)


# --- letterheads that are wrong ----------------------------------------------------------------------------------------


def refused(page_template: str = "", screen_css: str = "") -> str:
    head = letterhead()
    wrong = replace(head, page_template=page_template or head.page_template, screen_css=screen_css or head.screen_css)
    with pytest.raises(TextProblems) as caught:
        html.render(ENGLISH, wrong)
    return str(caught.value)


def test_an_unknown_name_in_a_template_is_located() -> None:
    assert "templates/embassy/page.html.j2:2: error C061: " in refused("<html>\n{{ titel }}\n</html>")
    assert "'titel' is undefined" in refused("<html>\n{{ titel }}\n</html>")


def test_a_template_that_cannot_be_read_is_located() -> None:
    assert "templates/embassy/page.html.j2:3: error C061: " in refused("<html>\n\n{% if %}\n</html>")


@pytest.mark.parametrize(
    "template",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ cycler }}",
        "{{ range(3) }}",
        "{% include '/etc/passwd' %}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_cannot_leave_its_box(template: str) -> None:
    assert "error C061" in refused(template)


def test_a_style_that_would_end_itself_is_refused() -> None:
    assert "ends a style sheet" in refused(screen_css="</style><script>alert(1)</script>")
