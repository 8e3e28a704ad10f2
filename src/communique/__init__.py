"""Write a statement once; release it every year, in every language, cleared and on letterhead."""

__version__ = "0.1.0"
