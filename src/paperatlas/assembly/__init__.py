"""Assemble papers, candidate statements and resolved entities into one graph of statements with evidence."""

from paperatlas.assembly.assembler import Assembler

__all__ = ["Assembler"]
