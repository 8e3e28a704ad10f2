"""The leanest script that makes the same pages: WeasyPrint, python-docx and a string of HTML; no checks, no letterhead.

    python benchmarks/floor.py FOLDER

Reads every `<locale>.md` of a folder and writes `<locale>.pdf`, `.docx` and `.html` beside it, in one process. It has one set
of fonts and one style sheet for all, and writes PDF/A with tags, as a release has. Nothing here reads a file back.
"""

from __future__ import annotations

import html
import pathlib
import sys

STYLE = "@page { size: A4; margin: 25mm } body { font: 10.5pt/1.45 'Noto Serif'; text-align: justify }"


def main() -> None:
    """Write the files of every language."""
    import docx
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from communique import fonts

    fonts.prepare()
    known = FontConfiguration()
    style = weasyprint.CSS(string=STYLE, font_config=known)
    for source in sorted(pathlib.Path(sys.argv[1]).glob("*.md")):
        title, *paragraphs = source.read_text("utf-8").removeprefix("# ").split("\n\n")
        words = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
        page = f'<!doctype html><html lang="{source.stem}"><title>{html.escape(title)}</title><h1>{html.escape(title)}</h1>{words}'
        source.with_suffix(".html").write_text(page, "utf-8")
        drawn = weasyprint.HTML(string=page).render(font_config=known, stylesheets=[style])
        source.with_suffix(".pdf").write_bytes(drawn.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True))
        document = docx.Document()
        document.add_heading(title)
        for one in paragraphs:
            document.add_paragraph(one)
        document.save(str(source.with_suffix(".docx")))


if __name__ == "__main__":
    main()
