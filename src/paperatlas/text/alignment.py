"""A text that was rewritten, with the place in the original of each of its characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["AlignedText", "Piece"]

Piece = str | tuple[int, int] | tuple[str, int, int]
"""What replaces a match: new characters for all of it, a part of the text that stays, or new characters for a part."""


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text and, for each of its characters, the span of the original that it stands for.

    Attributes:
        original: The text before all rewriting.
        text: The text after it.
        starts: Where in the original each character starts.
        ends: Where it ends.
    """

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return a text that is its own original."""
        return cls(text, text, range(len(text)), range(1, len(text) + 1))

    def rewrite(
        self, pattern: re.Pattern[str], pieces_of: Callable[[re.Match[str]], Iterable[Piece] | None]
    ) -> AlignedText:
        r"""Return the text with each match of a pattern replaced by pieces.

        Args:
            pattern: The pattern.
            pieces_of: Returns the pieces for a match, or None to leave it as it is.

        >>> import re
        >>> bold = AlignedText.of("an **Otter** swims").rewrite(re.compile(r"\*\*(\w+)\*\*"), lambda m: [m.span(1)])
        >>> bold.text, bold.span(3, 8)
        ('an Otter swims', (5, 10))
        """
        changed = [
            (match.start(), match.end(), tuple(pieces))
            for match in pattern.finditer(self.text)
            if (pieces := pieces_of(match)) is not None
        ]
        return self._replaced(changed) if changed else self

    def _replaced(self, changed: Sequence[tuple[int, int, Sequence[Piece]]]) -> AlignedText:
        """Return the text with pieces in place of spans, which are in order and apart."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []

        def keep(start: int, end: int) -> None:
            parts.append(self.text[start:end])
            starts.extend(self.starts[start:end])
            ends.extend(self.ends[start:end])

        def add(piece: str, first: int, final: int) -> None:
            parts.append(piece)
            starts.extend([first] * len(piece))
            ends.extend([final] * len(piece))

        last = 0
        for start, end, pieces in changed:
            keep(last, start)
            first = self._edge(start)
            final = self.ends[end - 1] if end > start else first
            for piece in pieces:
                if isinstance(piece, str):
                    add(piece, first, final)
                elif len(piece) == 2:
                    keep(*piece)
                else:
                    add(piece[0], self.starts[piece[1]], self.ends[piece[2] - 1])
            last = end
        keep(last, len(self.text))
        return AlignedText(self.original, "".join(parts), starts, ends)

    def _edge(self, position: int) -> int:
        """Return where in the original the character at a position starts; the end of the original after the last."""
        return self.starts[position] if position < len(self.text) else len(self.original)

    def _count(self, sign: str, start: int, end: int) -> int:
        return self.original.count(sign, start, end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        r"""Return the span of the original that a span of the text stands for.

        If the original has one of two braces or tags there, the span takes in the markup beside it that was left out.

        Args:
            start: The first character.
            end: The one behind the last.

        >>> import re
        >>> small_capitals = re.compile(r"\\textsc{(\w+)}")
        >>> text = AlignedText.of(r"a \textsc{Stoat}-13B").rewrite(small_capitals, lambda m: [m.span(1)])
        >>> first, last = text.span(2, 11)
        >>> text.text[2:11], text.original[first:last]
        ('Stoat-13B', '\\textsc{Stoat}-13B')
        """
        first, last = self.starts[start], self.ends[end - 1]
        braces = self._count("{", first, last) - self._count("}", first, last)
        tags = self._count("<", first, last) - 2 * self._count("</", first, last)
        if start and (braces < 0 or tags < 0):
            first = min(first, self.ends[start - 1])
        if braces > 0 or tags > 0:
            last = max(last, self._edge(end))
        return first, last

    def outer_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original for a span of the text, with the markup around it that was left out.

        Args:
            start: The first character.
            end: The one behind the last; markup before it counts only if it is white space or the end of the text.
        """
        first = min(self.starts[start], self.ends[start - 1] if start else 0)
        closes = end == len(self.text) or self.text[end].isspace()
        return first, max(self.ends[end - 1], self._edge(end)) if closes else self.ends[end - 1]
