"""What no native speaker has signed in a release: its translation, and the forms of the grammar that its texts use."""

from __future__ import annotations

from communique.compose import forms_used
from communique.diagnostics import Code, Diagnostic, Location
from communique.grammar import Grammar
from communique.model import Catalog, Edition


def unreviewed(edition: Edition, locale: str, catalog: Catalog | None, grammar: Grammar) -> tuple[Diagnostic, ...]:
    """Name what is not signed. `catalog` is None for the locale the statement was written in."""
    problems = [_catalog(locale, catalog)] if catalog and not catalog.reviewed_by else []
    forms = grammar.unreviewed({*forms_used(edition, locale, catalog, grammar), _dateline(grammar)})
    return (*problems, *([_forms(locale, grammar, forms)] if forms else []))


def _dateline(grammar: Grammar) -> tuple[str, str]:
    """Every letterhead dates a release, whatever its texts ask for."""
    return "date", grammar.sections["date"].base


def _catalog(locale: str, catalog: Catalog) -> Diagnostic:
    hint = "let a native speaker read the release, and write the name in the header: `X-Communique-Reviewed-By`"
    return Diagnostic(Code.UNREVIEWED, "nobody has signed this translation", catalog.location, hint, locale=locale)


def _forms(locale: str, grammar: Grammar, forms: tuple[tuple[str, str], ...]) -> Diagnostic:
    named = ", ".join(f"`{{{section}}}@{form}`" for section, form in forms)
    hint = f"let a native speaker sign the page of `communique language {locale}`, and write the name as `reviewed_by`"
    message = f"nobody has signed the forms in use: {named}"
    return Diagnostic(Code.UNREVIEWED, message, Location(grammar.file), hint, locale=locale)
