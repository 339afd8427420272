"""Words behind the name of a model or a dataset that name one of its variants.

*Marks* stand behind a name for nothing else: ``GPT-4o mini``. *Adjectives* are ordinary words as well: ``GPT-2 large``,
but "Llama large language models".
"""

from __future__ import annotations

from typing import Final

__all__ = ["SIZE_ADJECTIVES", "SIZE_MARKS", "TUNING_ADJECTIVES", "TUNING_MARKS", "VARIANT_ADJECTIVES", "VARIANT_MARKS"]

SIZE_MARKS: Final = frozenset(("nano", "mini", "xlarge", "lite", "pro", "flash", "turbo", "haiku", "sonnet", "opus"))
"""Words that size a model, and nothing else behind a name."""

SIZE_ADJECTIVES: Final = frozenset(
    ("tiny", "micro", "small", "base", "medium", "large", "light", "max", "plus", "ultra", "huge", "instant")
)
"""Words that size a model, or describe the noun behind them."""

TUNING_MARKS: Final = frozenset(("instruct",))
"""Words for the tuning of a model, and nothing else behind a name."""

TUNING_ADJECTIVES: Final = frozenset(("chat", "thinking"))
"""Words for the tuning of a model, or for what the noun behind them is about."""

VARIANT_MARKS: Final = SIZE_MARKS | TUNING_MARKS | {"coder", "realtime", "flash-lite"}
"""All marks."""

VARIANT_ADJECTIVES: Final = SIZE_ADJECTIVES | TUNING_ADJECTIVES | {"preview", "verified"}
"""All adjectives."""
