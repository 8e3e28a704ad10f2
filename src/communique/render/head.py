"""What a page tells machines: its metadata, its other languages and formats, its picture.

Where the newsroom names its public address, every address here is whole, as search engines and messengers want it;
otherwise they lead from page to page, and the page claims no address of its own. A draft never claims one.

Sources: https://developers.google.com/search/docs/specialty/international/localized-versions (hreflang),
https://ogp.me (Open Graph), https://schema.org/NewsArticle.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping

from communique import locales
from communique.model import Lead, Release
from communique.render.elements import element, escaped, plain, void

_LONGEST_DESCRIPTION = 300
"""Characters; search engines and messengers show no more."""
_OTHER_FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
}
EMBLEM = "emblem.png"
"""The picture that stands for the pages of an edition, beside the folders of its languages."""


def for_print(release: Release, style: str) -> str:
    """What the PDF takes its metadata from; the dates stand for the file's, so that no clock is read."""
    furniture = release.furniture
    names = {
        "author": furniture.issuer,
        "description": description(release),
        "keywords": ", ".join(filter(None, (furniture.kind, furniture.number))),
        "dcterms.created": release.released.isoformat(),
        "dcterms.modified": release.released.isoformat(),
    }
    return "\n".join((_CHARSET, _title(release), *_metas(names), f"<style>{style}</style>"))


def for_screen(release: Release, style: str) -> str:
    """The head of a page for browsers; `style` is the only one that its content policy lets through."""
    names = {
        "viewport": "width=device-width, initial-scale=1",
        "color-scheme": "light dark",
        "description": description(release),
        "author": release.furniture.issuer,
        "robots": "noindex" if release.draft else "",
    }
    return "\n".join(
        (
            _CHARSET,
            void("meta", http_equiv="Content-Security-Policy", content=_policy(style)),
            _title(release),
            *_metas(names),
            *_links(release),
            *_open_graph(release),
            f'<script type="application/ld+json">{_news_article(release)}</script>',
            f"<style>{style}</style>",
        )
    )


def sibling(release: Release, locale: str) -> str:
    """The same release in another language, as an address beside this page."""
    stem = release.name.replace(f".{release.locale}", f".{locale}", 1)
    return f"../{locale}/{stem}.html"


def description(release: Release) -> str:
    """The lead in at most 300 characters, cut between words; empty if the release has none."""
    lead = next((plain(block.content) for block in release.blocks if isinstance(block, Lead)), "")
    if len(lead) <= _LONGEST_DESCRIPTION:
        return lead
    cut = lead[:_LONGEST_DESCRIPTION]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


_CHARSET = void("meta", charset="utf-8")


def _title(release: Release) -> str:
    return element("title", escaped(plain(release.title)))


def _metas(contents: Mapping[str, str]) -> Iterator[str]:
    """What is known of a page, by name."""
    return (void("meta", name=name, content=content) for name, content in contents.items() if content)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


# --- addresses -------------------------------------------------------------------------------------------------------


def _public(release: Release) -> str:
    """Where the folder of the edition lies on the web; empty if nobody knows, or nobody should."""
    return "" if release.draft else release.address


def _page(release: Release, locale: str) -> str:
    relative = sibling(release, locale)
    public = _public(release)
    return public + relative.removeprefix("../") if public else relative


def _file(release: Release, ending: str) -> str:
    public = _public(release)
    return f"{public}{release.locale}/{release.name}.{ending}" if public else f"{release.name}.{ending}"


def _links(release: Release) -> Iterator[str]:
    """To this page, to every language, and to the other formats."""
    if _public(release):
        yield void("link", rel="canonical", href=_page(release, release.locale))
    languages = {locale: _page(release, locale) for locale in release.locales}
    for locale, href in (*languages.items(), ("x-default", languages[_first(release)])):
        yield void("link", rel="alternate", hreflang=locale, href=href)
    for ending, media_type in _OTHER_FORMATS.items():
        yield void("link", rel="alternate", type=media_type, href=_file(release, ending))


def _first(release: Release) -> str:
    """The locale for readers of none of them: the one the statement was written in, if it goes out."""
    return release.source if release.source in release.locales else release.locales[0]


# --- Open Graph ------------------------------------------------------------------------------------------------------


def _open_graph(release: Release) -> Iterator[str]:
    """What messengers show of a link; without a public address there is no picture that they could fetch."""
    public = _public(release)
    picture = {"og:image": public + EMBLEM, "og:image:type": "image/png", "og:image:alt": release.furniture.emblem_alt}
    properties = {
        "og:type": "article",
        "og:url": _page(release, release.locale) if public else "",
        "og:title": plain(release.title),
        "og:description": description(release),
        "og:site_name": release.furniture.issuer,
        **(picture if public else {}),
        "og:locale": _open_graph_locale(release.locale),
        "article:published_time": _published(release),
    }
    others = [("og:locale:alternate", _open_graph_locale(one)) for one in release.locales if one != release.locale]
    for name, content in (*properties.items(), *others):
        if content:
            yield void("meta", property=name, content=content)


def _open_graph_locale(locale: str) -> str:
    """A locale as the Open Graph protocol writes it: `ar_EG`, language and territory (https://ogp.me/#optional)."""
    return "_".join(filter(None, (locale.partition("-")[0], locales.territory(locale))))


# --- schema.org ------------------------------------------------------------------------------------------------------


def _news_article(release: Release) -> str:
    """The release for search engines, as https://schema.org/NewsArticle."""
    public = _public(release)
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": _page(release, release.locale) if public else "",
        "mainEntityOfPage": _page(release, release.locale) if public else "",
        "headline": plain(release.title),
        "description": description(release),
        "inLanguage": release.locale,
        "datePublished": _published(release),
        "dateModified": _published(release),
        "identifier": release.number,
        "image": public + EMBLEM if public else "",
        "author": _issuer(release),
        "publisher": _issuer(release),
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": media_type, "contentUrl": _file(release, ending)}
            for ending, media_type in _OTHER_FORMATS.items()
        ],
        **_translations(release),
    }
    words = json.dumps({key: value for key, value in article.items() if value}, ensure_ascii=False)
    return words.replace("<", "\\u003c")  # otherwise a `</script>` in a title would end the element


def _issuer(release: Release) -> dict[str, str]:
    return {"@type": "GovernmentOrganization", "name": release.furniture.issuer}


def _translations(release: Release) -> dict[str, object]:
    """All other languages of the release, each where it belongs: with the text that it was translated from."""
    translated = [locale for locale in release.locales if locale not in {release.source, release.locale}]
    translations: dict[str, object] = (
        {"workTranslation": [_work(release, locale) for locale in translated]} if translated else {}
    )
    if release.locale == release.source:
        return translations
    return {"translationOfWork": {**_work(release, release.source), **translations}}


def _work(release: Release, locale: str) -> dict[str, str]:
    """A language of the release; one that does not go out has no address."""
    known = {"@type": "NewsArticle", "inLanguage": locale}
    return known | ({"url": _page(release, locale)} if locale in release.locales else {})


def _published(release: Release) -> str:
    return release.embargo.isoformat() if release.embargo else release.released.isoformat()
