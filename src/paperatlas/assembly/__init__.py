"""Assembly: papers and extractions become one graph of nodes and statements with evidence."""

from paperatlas.assembly.assembler import Assembler

__all__ = ["Assembler"]
