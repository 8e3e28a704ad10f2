"""The list of fonts, what is installed of it, and what fontconfig is told."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest

from communique import fonts
from communique.diagnostics import Code, EnvironmentProblem, ExitCode, Severity
from communique.fonts import carried, installing

SOURCE = Path(__file__).parents[1] / "src"
FILES = fonts.folder()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A font folder in which set-up has not been."""
    place = tmp_path / "font_files"
    monkeypatch.setattr(fonts, "folder", lambda: place)
    return place


@pytest.fixture
def installed(empty: Path) -> Path:
    """A font folder of its own that holds every font."""
    real = FILES
    assert real.is_dir(), "the fonts are missing: run `./communique --setup-only`"
    shutil.copytree(real, empty, copy_function=os.symlink)
    return empty


def spoil(path: Path) -> None:
    """Change one byte, in a copy that takes the place of the link."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def listed(file: str) -> fonts.Face:
    return next(face for face in fonts.faces() if face.file == file)


# --- the list ----------------------------------------------------------------------------------------------------------


def test_every_family_a_style_sheet_may_name_is_on_the_list() -> None:
    scripts = {script for face in fonts.every_face() for script in face.scripts}
    named = {family for script in scripts for family in fonts.families(script)}
    whole = {f"Noto Serif CJK {language}" for language in ("SC", "TC", "JP", "KR")}
    assert named - whole == {face.family for face in fonts.every_face()} - {"Noto Serif CJK"}


def test_a_script_has_its_own_family_first_and_noto_serif_last() -> None:
    assert fonts.families("Arab") == ("Noto Naskh Arabic", "Noto Serif")


def test_a_reduced_family_stands_before_the_whole_one() -> None:
    assert fonts.families("Hans") == ("Noto Serif SC", "Noto Serif CJK SC", "Noto Serif")


@pytest.mark.parametrize("script", ["Latn", "Cyrl", "Grek", "Zyyy", ""])
def test_latin_cyrillic_greek_and_unknown_scripts_are_set_in_noto_serif(script: str) -> None:
    assert fonts.families(script) == ("Noto Serif",)


def test_every_face_names_a_package_a_licence_and_whole_digests() -> None:
    for face in fonts.faces():
        assert face.package.startswith("fonts-noto-"), face.file
        assert face.licence == "OFL-1.1", face.file
        assert face.sha256, face.file
        assert all(len(bytes.fromhex(digest)) == hashlib.sha256().digest_size for digest in face.sha256), face.file


@pytest.mark.parametrize(
    "language,script,level,signs",
    [
        ("SC", "Hans", 3755, ""),
        ("TC", "Hant", 5401, "兙兛兝兞兡兣卄嗧瓩糎"),
        ("JP", "Jpan", 2965, "仝"),
        ("KR", "Kore", 2350, ""),
    ],
)
def test_a_reduced_face_keeps_the_first_level_of_its_national_standard(
    language: str, script: str, level: int, signs: str
) -> None:
    """The sizes of level 1 stand in GB 2312-80, Big5, JIS X 0208 and KS X 1001; `signs` are ideographs among the signs."""
    face = next(face for face in fonts.reduced_faces() if face.file == f"NotoSerif{language}-Regular.otf")
    first, last = (0xAC00, 0xD7A3) if language == "KR" else (0x4E00, 0x9FFF)
    characters = {one for one in face.repertoire if first <= ord(one) <= last}
    assert face.scripts == (script,)
    assert characters >= set(signs)
    assert len(characters) == level + len(signs)


def test_the_list_is_read_without_any_library() -> None:
    program = "import sys; from communique import fonts; fonts.families('Arab'); print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"fontTools", "weasyprint", "pydantic", "click"} & set(run.stdout.split())


# --- what is here ------------------------------------------------------------------------------------------------------


def test_a_whole_set_has_no_problems(installed: Path) -> None:
    assert fonts.problems(thorough=True) == ()


def test_each_missing_face_is_named_and_says_what_to_do(empty: Path) -> None:
    problems = fonts.problems()
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert len(errors) == len(fonts.faces())
    assert {problem.code for problem in problems} == {Code.FONT}
    assert all("./communique doctor" in problem.hint for problem in errors)


def test_a_changed_byte_is_found(installed: Path) -> None:
    spoil(installed / "NotoSerif-Bold.ttf")
    (problem,) = fonts.problems()
    assert problem.severity is Severity.ERROR
    assert problem.location.file == str(installed / "NotoSerif-Bold.ttf")
    assert "is not the one listed" in problem.message


def test_a_change_that_keeps_size_and_time_is_found_by_a_thorough_look(installed: Path) -> None:
    path = installed / "NotoSerif-Bold.ttf"
    before = path.stat()
    spoil(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [problem.location.file for problem in fonts.problems(thorough=True)] == [str(path)]


def test_a_missing_reduced_face_is_a_warning_because_the_whole_font_stands_in(installed: Path) -> None:
    (installed / "NotoSerifSC-Regular.otf").unlink()
    (problem,) = fonts.problems()
    assert problem.severity is Severity.WARNING


def test_a_face_that_is_missing_for_word_is_a_warning_that_says_so(installed: Path) -> None:
    shutil.rmtree(installed / "word")
    problems = fonts.problems()
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert [Path(problem.location.file).name for problem in problems] == [face.file for face in fonts.reduced_faces()]
    assert all("DOCX" in problem.message for problem in problems)


@pytest.mark.slow
def test_a_broken_record_is_mended_by_the_next_set_up(installed: Path, tmp_path: Path) -> None:
    (installed / fonts.RECORD).unlink()
    (installed / fonts.RECORD).write_text("[1, 2", "utf-8")
    assert fonts.problems()
    installing.install(tmp_path)
    assert fonts.problems() == ()


def test_the_digest_changes_with_a_font_and_only_then(installed: Path) -> None:
    before = fonts.digest()
    assert fonts.digest() == before
    spoil(installed / "NotoSerifThai-Bold.ttf")
    assert fonts.digest() != before


# --- fontconfig --------------------------------------------------------------------------------------------------------


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A user with a cache folder of their own."""
    monkeypatch.setenv("FONTCONFIG_FILE", "to be replaced")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a cache & more"))
    return tmp_path / "a cache & more"


def test_fontconfig_is_told_of_our_folder_only(installed: Path, environment: Path) -> None:
    fonts.prepare()
    configuration = ET.parse(os.environ["FONTCONFIG_FILE"]).getroot()  # noqa: S314 - written by the line above
    assert [element.text for element in configuration.iter("dir")] == [str(installed)]
    assert [Path(element.text or "").is_relative_to(environment) for element in configuration.iter("cachedir")] == [
        True
    ]


def test_fontconfig_sees_every_family_and_no_other(installed: Path, environment: Path) -> None:
    fonts.prepare()
    assert shutil.which("fc-list"), "this test needs the program fc-list (Debian: fontconfig)"
    run = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    seen = {family for line in run.stdout.splitlines() for family in line.split(",")}
    named = {family for face in fonts.every_face() for script in face.scripts for family in fonts.families(script)}
    assert {family for family in seen if family.isascii()} >= named
    assert all(family.startswith("Noto ") for family in seen if family.isascii())


def test_fontconfig_does_not_see_the_fonts_that_bear_the_name_of_another(installed: Path, environment: Path) -> None:
    fonts.prepare()
    assert list((installed / "word").iterdir())
    run = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True)
    assert f"{installed}/NotoSerif-Regular.ttf" in run.stdout
    assert f"{installed}/word/" not in run.stdout


def test_a_cache_that_cannot_be_written_stops_nothing(installed: Path, environment: Path) -> None:
    environment.write_text("a file where a folder should be", "utf-8")
    fonts.prepare()
    assert Path(os.environ["FONTCONFIG_FILE"]).is_file()


def test_without_any_font_every_missing_one_is_told(empty: Path, environment: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        fonts.prepare()
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert len(caught.value.diagnostics) == len(fonts.every_face())


# --- set-up ------------------------------------------------------------------------------------------------------------


def package(tmp_path: Path, *files: str) -> Path:
    """A folder as an unpacked package leaves it, with these of our fonts."""
    place = tmp_path / "package" / "usr" / "share" / "fonts"
    place.mkdir(parents=True)
    for file in files:
        (place / file).symlink_to(FILES / file)
    return tmp_path / "package"


def test_listed_fonts_are_taken_from_any_depth_with_the_licence_beside(empty: Path, tmp_path: Path) -> None:
    installing.install(package(tmp_path, "NotoSerif-Regular.ttf"))
    digest = hashlib.sha256((empty / "NotoSerif-Regular.ttf").read_bytes()).hexdigest()
    assert digest in listed("NotoSerif-Regular.ttf").sha256
    assert "SIL OPEN FONT LICENSE Version 1.1" in (empty / "OFL-1.1.txt").read_text("utf-8")


def test_a_font_with_another_digest_is_left_out(empty: Path, tmp_path: Path) -> None:
    source = package(tmp_path, "NotoSerif-Regular.ttf")
    spoil(source / "usr/share/fonts/NotoSerif-Regular.ttf")
    installing.install(source)
    assert not (empty / "NotoSerif-Regular.ttf").exists()


def test_a_font_with_another_digest_that_is_accepted_is_told_ever_after(empty: Path, tmp_path: Path) -> None:
    source = package(tmp_path, "NotoSerif-Regular.ttf")
    spoil(source / "usr/share/fonts/NotoSerif-Regular.ttf")
    installing.install(source, accept_others=True)
    told = [one for one in fonts.problems(thorough=True) if one.location.file.endswith("/NotoSerif-Regular.ttf")]
    assert [(one.severity, "another build" in one.message) for one in told] == [(Severity.WARNING, True)]


def test_a_listed_build_replaces_an_accepted_one(empty: Path, tmp_path: Path) -> None:
    source = package(tmp_path, "NotoSerif-Regular.ttf")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(source / "usr/share/fonts/NotoSerif-Regular.ttf", other)
    spoil(other / "NotoSerif-Regular.ttf")
    installing.install(other, accept_others=True)
    installing.install(source)
    assert not [one for one in fonts.problems() if one.location.file.endswith("/NotoSerif-Regular.ttf")]


def test_nothing_but_whole_files_is_left_behind(empty: Path, tmp_path: Path) -> None:
    installing.install(package(tmp_path, "NotoSerif-Regular.ttf", "NotoSerifThai-Bold.ttf"))
    kept = {"NotoSerif-Regular.ttf", "NotoSerifThai-Bold.ttf", "OFL-1.1.txt", fonts.RECORD, fonts.UNSEEN}
    assert {path.name for path in empty.iterdir()} == kept
    assert {path.name for path in (empty / fonts.UNSEEN).iterdir()} == {
        "NotoSerif-Regular.odttf",
        "NotoSerifThai-Bold.odttf",
    }


@pytest.mark.slow
def test_reducing_twice_gives_the_same_bytes(empty: Path, tmp_path: Path) -> None:
    source = package(tmp_path, "NotoSerifCJK-Regular.ttc")
    installing.install(source)
    first = {path.name: path.read_bytes() for path in (*empty.glob("*.otf"), *empty.glob("word/*.ttf"))}
    shutil.rmtree(empty)
    installing.install(source)
    assert {path.name: path.read_bytes() for path in (*empty.glob("*.otf"), *empty.glob("word/*.ttf"))} == first
    made = [f"NotoSerif{language}-Regular" for language in ("JP", "KR", "SC", "TC")]
    assert sorted(first) == sorted(name + ending for name in made for ending in (".otf", ".ttf"))


@pytest.mark.slow
def test_what_word_is_given_has_the_same_letters_in_the_outlines_it_reads(installed: Path) -> None:
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.ttLib import TTFont

    for face in fonts.reduced_faces():
        with TTFont(installed / face.file, lazy=True) as ours, TTFont(installed / face.word_file, lazy=True) as words:
            assert (words["name"].getDebugName(1), words["name"].getDebugName(2)) == (face.whole_family, face.style)
            assert words.getBestCmap().keys() == ours.getBestCmap().keys()
            assert "glyf" in words
            assert "CFF " not in words
            for letter in "A0":
                boxes = []
                for font in (ours, words):
                    pen = BoundsPen(font.getGlyphSet())
                    font.getGlyphSet()[font.getBestCmap()[ord(letter)]].draw(pen)
                    boxes.append((*pen.bounds, font["hmtx"][font.getBestCmap()[ord(letter)]][0]))
                assert boxes[0] == pytest.approx(boxes[1], abs=1.5), (face.file, letter)


@pytest.mark.slow
def test_a_reduced_font_has_every_character_of_the_whole_one_that_it_should(installed: Path) -> None:
    from fontTools.ttLib import TTFont

    for face in fonts.reduced_faces():
        origin = TTFont(installed / face.origin, fontNumber=face.index, lazy=True)
        with origin as whole, TTFont(installed / face.file, lazy=True) as reduced:
            assert reduced["name"].getDebugName(1) == face.family
            wanted = set(map(ord, face.repertoire)) & whole.getBestCmap().keys()
            assert reduced.getBestCmap().keys() == wanted, face.file


def test_a_font_is_packed_for_word_at_set_up_as_a_build_would_pack_it(empty: Path, tmp_path: Path) -> None:
    face = listed("NotoSerifThai-Bold.ttf")
    installing.install(package(tmp_path, face.file))
    assert (empty / face.word_file).is_file()
    kept = carried.whole(face)
    carried.whole.cache_clear()
    (empty / face.word_file).unlink()
    made = carried.whole(face)
    carried.whole.cache_clear()
    assert (kept.checksum, kept.size) == (made.checksum, made.size)
    letters = zlib.decompress(kept.content, -zlib.MAX_WBITS)
    assert letters == zlib.decompress(made.content, -zlib.MAX_WBITS)
    assert letters[32:] == (empty / face.file).read_bytes()[32:]
    assert not any("Thai Bold" in problem.message for problem in fonts.problems())


def test_a_packed_font_that_is_damaged_is_told_and_mended(empty: Path, tmp_path: Path) -> None:
    face = listed("NotoSerifThai-Bold.ttf")
    source = package(tmp_path, face.file)
    installing.install(source)
    spoil(empty / face.word_file)
    assert any("Noto Serif Thai Bold is not as set-up packed it" in one.message for one in fonts.problems())
    installing.install(source)
    assert not any("Noto Serif Thai Bold" in one.message for one in fonts.problems())


def test_set_up_without_fonts_ends_with_the_code_for_the_environment(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert installing.main(["install", str(tmp_path)]) is ExitCode.ENVIRONMENT
    assert "NotoSerif-Regular.ttf" in capsys.readouterr().err


def test_the_record_says_what_a_reduced_font_was_made_from(installed: Path) -> None:
    record = json.loads((installed / fonts.RECORD).read_text("utf-8"))
    origin, maker = record["NotoSerifJP-Bold.otf"]["made_from"].split(" ")[:2]
    assert origin in listed("NotoSerifCJK-Bold.ttc").sha256
    assert maker == "HarfBuzz"
