"""`communique proof` shows every page of every language, and says which could not be drawn and why."""

from __future__ import annotations

import io
import json
import pathlib

import pytest
from click.testing import CliRunner, Result
from lxml import html as parser
from PIL import Image

from communique.cli.proof import proof
from communique.cli.session import Session
from communique.diagnostics import FileProblem

ROOT = pathlib.Path(__file__).parents[1]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        proof, ["-C", str(ROOT), "-y", "2027", *arguments], obj=Session(), catch_exceptions=False, standalone_mode=False
    )


def test_every_page_of_every_language_is_on_the_sheet(tmp_path: pathlib.Path) -> None:
    item = json.loads(run("black-january", "-l", "en,ar", "--to", str(tmp_path), "--json").stdout)["items"][0]
    page = parser.document_fromstring((tmp_path / "index.html").read_bytes())
    shown = page.xpath("//img/@src")
    assert shown == [name for names in item["releases"].values() for name in names]
    assert set(item["releases"]) == {"black-january-2027.en", "black-january-2027.ar"}
    assert {path.name for path in tmp_path.glob("*.png")} == set(shown)
    assert page.xpath("//ul[@class='pages']/@dir") == ["ltr", "rtl"]


def test_a_page_is_large_enough_to_judge_its_letters(tmp_path: pathlib.Path) -> None:
    run("lirre-treaty", "-l", "fr", "--to", str(tmp_path))
    image = Image.open(io.BytesIO((tmp_path / "lirre-treaty-2027.fr-1.png").read_bytes()))
    assert (image.mode, image.width) == ("L", 1000)


def test_a_folder_that_cannot_be_written_is_named_with_a_remedy(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileProblem) as caught:
        run("lirre-treaty", "-l", "fr", "--to", str(tmp_path / "file" / "proof"))
    assert "--to" in caught.value.diagnostics[0].hint
