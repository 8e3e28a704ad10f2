"""Problems gathered while work goes on, and how a command ends because of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from communique.diagnostics import CommuniqueError, Diagnostic, ExitCode, Severity, in_order

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class Findings:
    """The problems met on the way, and the exit code they ask for."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.exit_code = ExitCode.DONE

    def attempt(
        self, work: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result | None:
        """Do something that may fail; what was wrong is kept, and None comes back."""
        try:
            return work(*args, **kwargs)
        except CommuniqueError as error:
            self.add(error.diagnostics, error.exit_code)
            return None

    def add(self, diagnostics: Sequence[Diagnostic], exit_code: ExitCode = ExitCode.PROBLEMS) -> None:
        """Keep some problems; warnings and notes do not change how the command ends."""
        self.diagnostics.extend(diagnostics)
        if any(problem.severity is Severity.ERROR for problem in diagnostics):
            self.exit_code = max(self.exit_code, exit_code)

    @property
    def ordered(self) -> tuple[Diagnostic, ...]:
        """All of them in the order of their places, each once."""
        return in_order(self.diagnostics)
