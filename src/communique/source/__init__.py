"""What was authored: statements, their editions, and the registers of figures and office-holders."""

from communique.source.editions import belongs, load_edition
from communique.source.statements import FENCE, load_statement

__all__ = ["FENCE", "belongs", "load_edition", "load_statement"]
