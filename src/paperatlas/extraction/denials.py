"""The words by which a sentence denies a relation that its other words make likely.

Each kind was counted on held-out papers: of the statements that it denies, less than a quarter were right.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from paperatlas.extraction.coordination import words_around

if TYPE_CHECKING:
    from spacy.tokens import Span

    from paperatlas.extraction.relation_features import Pair
    from paperatlas.extraction.tokenizer import TokenSpan

__all__ = ["is_denied"]

_ANY_MODEL: Final = (
    r"(?: (?:an?|the|our|even|strong(?:er)?|larger?|powerful|proprietary|models?|such as|like|by|of)){0,4}"
)

_USES: Final = frozenset(("applied-to", "based-on", "trains-on"))

_NEGATION = re.compile(
    r"\b(?:without|instead of|rather than|as opposed to|in place of|free of|w/o|independent(?:ly)? of|avoid(?:s|ing)?|"
    r"(?:do|does|did|is|are|was|were) not|never|no longer|(?:need|require)s? no|"
    r"no (?:need|reliance|access|distillation|data|supervision)|nor|neither|"
    r"(?:obviat|eliminat)(?:es|ing)(?: the)? (?:need|reliance))\b"
    r"(?: (?!across\b|and\b|but\b|while\b|on (?:the|both)\b|only\b|limited\b|just\b|compromis|sacrific|degrad|"
    r"los|hurt|drop|(?:re-?|fine-?)?train|re-|fine-?tun|modif|chang|updat|alter)[\w'’/-]+){0,6} ?$",
    re.IGNORECASE,
)

_LIKENESS = re.compile(
    r"\b(?:unlike|inspired by|motivated by|in contrast to|contrary to|similar to|analogous to|reminiscent of)\b"
    r"(?: (?!and\b)[\w'’\[\]-]+){0,7} ?$",
    re.IGNORECASE,
)

_RIVALRY = re.compile(
    r"\b(?:approach(?:es|ing)|on (?:a )?par with|(?:comparable|compared|relative) (?:to|with)|competitive with|"
    r"(?:outperform|surpass|exceed|rival|beat|trail)(?:e?s|ed|ing)?|match(?:es)?|"
    r"(?:better|worse|faster|higher|lower) than|superior to|inferior to|versus|vs\.?)"
    r"(?: (?!in\b|on\b|across\b|for\b|with\b|using\b|when\b|of\b|to\b|by\b)[^\W\d][\w'’-]*){0,3} ?$",
    re.IGNORECASE,
)

_JUDGE_BEFORE = re.compile(
    r"\b(?:judges?|evaluators?|graders?|raters?|as-a-judge)"
    r"(?:,? (?:such as|like|including|with|using|by|namely)|:|,| ?\()?(?: the)? ?$|"
    r"\b(?:judged|scored|rated|graded) (?:by|with|using)" + _ANY_MODEL + " ?$",
    re.IGNORECASE,
)

_JUDGE_AFTER = re.compile(
    r"[ -]?(?:\([^()]{0,40}\) )?(?:(?:acting|serving|used|employed) )?(?:as|serves as)[ -](?:(?:an?|the|our|automatic|"
    r"automated|external|independent)[ -])*(?:judge|evaluator|grader|scorer|rater|critic|annotator)s?\b|"
    r"[ -]?(?:based )?(?:judge|evaluator|grader|rater)s?\b|[ -](?:evaluation|judge?ment|rating|win[ -]rate)s?\b",
    re.IGNORECASE,
)

_SCORE_AFTER = re.compile(
    r"[ -]?(?:text |image |text-image |image-text |feature |cosine |directional )?"
    r"(?:score|metric|similarit(?:y|ie)|distance)s?\b(?! (?:only|just|below|above|at|over|near|highest|lowest|the|\d))",
    re.IGNORECASE,
)

_MEASURE_BEFORE = re.compile(
    r"\b(?:measured|quantified) (?:by|with|in|using)(?: the)? ?$|\bin terms of ?$|"
    r"\d[\d.]*(?: ?%| ?pp| points?)? (?:higher|lower)(?: in)? ?$",
    re.IGNORECASE,
)

_PLACE_BEFORE = re.compile(
    r"\b(?:deployed|deployment|launched|rolled out|adopted|in production|in use|serving users|"
    r"(?:online|A/B|live)(?: A/B)? (?:experiment|test)s?|(?:online|live|production|industrial) [\w-]+)"
    r"(?: [\w-]+){0,2} (?:at|by|inside|within)(?: the)? ?$|"
    r"\b(?:in production|rolled out|launched|(?:online|live)(?: A/B)? (?:experiment|test)s?|A/B tests?)"
    r" (?:at|on|in|to|by)(?: the)? ?$",
    re.IGNORECASE,
)

_PLACE_AFTER = re.compile(
    r"(?:['’]s)? (?:(?:mobile|online|production|live|main|music|video|shopping) )?(?:apps?|application|platform|"
    r"search engine|marketplace|website|homepage|feed|storefront|users|production (?:system|environment|traffic))\b",
    re.IGNORECASE,
)

_PLACE_VERB = re.compile(r"\b(?:deploy|integrat|launch|adopt|roll|serv|produc|A/B|online)\w*", re.IGNORECASE)

_RIVALS_DATA = re.compile(
    r"\b(?:with|to|than|over|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|match(?:es|ing)?|beat(?:s|ing)?)"
    r"(?: (?!ours?\b|we\b)[\w-]+){0,3} (?:models?|those|ones|methods?|counterparts?|baselines?|systems?|versions?)"
    r" (?:that (?:are|were) )?(?:pre-?|fine-?)?(?:trained|tuned)(?: [\w-]+){0,3} on(?: the)? ?$",
    re.IGNORECASE,
)

_TESTED_ON = re.compile(
    r"(?<!based )(?<!trained )(?<!tuned )\b(?:on|across)"
    r"(?: the| both|(?: [\w-]+){1,6}? (?:benchmark|data ?set|task|suite)s?"
    r"(?:,? (?:such as|like|including|e\.g\.,)|:| ?\(|,)*)? ?$",
    re.IGNORECASE,
)

_RUN_WITH = re.compile(
    r"\b(?:compatib\w+ with|effective (?:against|for|with)|appl(?:y|ying|ies|ied|icable) to|generali[sz]\w+ to|"
    r"plugged into|integrat\w+ (?:into|with)|(?:across|for|(?<!compared )(?<!relative )(?<!superior )(?:to|with)|on)"
    r" (?:various|diverse|different|multiple|several|many|both|a (?:range|variety) of))"
    r"(?: (?!than\b|over\b|compared\b|outperform|surpass)[\w'’-]+){0,6}"
    r"(?:,? (?:such as|like|including|e\.g\.,|i\.e\.,)|:| ?\((?:e\.g\.,?|including|i\.e\.,?)?)* ?$",
    re.IGNORECASE,
)

_OWN_PLACE_AFTER = re.compile(r" (?:on|in|by)\b", re.IGNORECASE)


def is_denied(pair: Pair, predicate: str) -> bool:
    """Return whether the words around an end deny that the sentence of a pair states a predicate.

    Args:
        pair: The pair; the words around a name are read only where its sentence has it.
        predicate: The name of the predicate.
    """
    if predicate in _USES and pair.start and not _is_own(pair) and _is_negated(pair.sentence, pair.start):
        return True
    if pair.end is None:
        return False
    before, after = words_around(pair.sentence, pair.end)
    if _RIVALRY.search(before):
        return predicate == "applied-to"
    if _NEGATION.search(before):
        return True
    if predicate == "compares-to":
        return _tested_on(before, after) or _is_measure(pair, before, after) or bool(_RUN_WITH.search(before))
    return _is_unused(pair, predicate, before, after)


def _is_unused(pair: Pair, predicate: str, before: str, after: str) -> bool:
    """Return whether the object is only alike, the data of rivals, a judge, a score or a place of deployment."""
    if predicate == "trains-on":
        return _is_own(pair) and bool(_RIVALS_DATA.search(before))
    return (
        (predicate != "evaluates-on" and bool(_LIKENESS.search(before)))
        or _is_measure(pair, before, after)
        or _is_place(before, after)
    )


def _is_own(pair: Pair) -> bool:
    """Return whether the subject is the paper or what it introduces."""
    return pair.subject is None or pair.subject.introduced


def _is_negated(sentence: Span, name: TokenSpan) -> bool:
    """Return whether a sentence says that a name is not used."""
    return bool(_NEGATION.search(words_around(sentence, name)[0]))


def _tested_on(before: str, after: str) -> bool:
    """Return whether results are reported on the object, rather than against it."""
    return bool(_TESTED_ON.search(before)) and not _OWN_PLACE_AFTER.match(after)


def _is_measure(pair: Pair, before: str, after: str) -> bool:
    """Return whether the object judges or scores the results; a dataset may give its name to a score."""
    return pair.object.type != "Dataset" and bool(
        _JUDGE_BEFORE.search(before)
        or _MEASURE_BEFORE.search(before)
        or _JUDGE_AFTER.match(after)
        or _SCORE_AFTER.match(after)
    )


def _is_place(before: str, after: str) -> bool:
    """Return whether the object is where something is in use, such as a company or its product."""
    return bool(_PLACE_BEFORE.search(before) or (_PLACE_AFTER.match(after) and _PLACE_VERB.search(before)))
