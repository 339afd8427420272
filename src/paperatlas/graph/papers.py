"""The records of reading: papers as files list them, source files and issues. All are immutable."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Date", "ListedLab", "Paper", "ReadIssue", "SourceFile", "SourceLocation", "paper_identifier"]


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is known.

    Attributes:
        year: The year; None if the listing prints none.
        month: The month, 1 to 12.
        day: The day of the month, 1 to 31.
        year_inferred: Whether the year was inferred from other dates of the page.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_inferred: bool = False

    def __str__(self) -> str:
        """Return the form of XML Schema: a date, a year and month, a year, or ``--06-23`` where no year is known.

        >>> str(Date(2024, 8, 13)), str(Date(2024)), str(Date(month=6, day=23))
        ('2024-08-13', '2024', '--06-23')
        """
        if self.year is None:
            return f"--{self.month or 1:02}-{self.day or 1:02}"
        parts = (f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """The place of a record on a page.

    Attributes:
        page: The name of the page.
        line: The line at which the record starts, counted from 1.
    """

    page: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A page or file that was read.

    Attributes:
        name: The name of the page.
        layout: The name of the reader that read it.
        sha256: The hash of its bytes, in hexadecimal.
        records: The number of papers that it lists.
    """

    name: str
    layout: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True, order=True)
class ListedLab:
    """An organisation as a listing names it.

    Attributes:
        name: The shown name, for instance ``NVIDIA``.
        short: The short name beside it, for instance ``nvidia``, or None.
    """

    name: str
    short: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as one record of a page lists it.

    Attributes:
        id: The identifier in the source, else the page and the line.
        title: The title, on one line.
        abstract: The abstract, on one line.
        location: The place of the record.
        authors: The names of authors that the record shows, in order.
        authors_line: The words of the record that name them; empty for structured files.
        authors_complete: Whether ``authors`` are all; false after "et al." and if the record only counts them.
        author_count: The number of authors that the record states.
        labs: The organisations that the record names.
        labs_line: The words of the record that name them; empty for structured files.
        affiliations: Pairs of author and organisation that the source states for that author.
        date: The date of the paper.
        categories: Subject classes, for instance ``CL``.
        has_code: Whether the record flags code; None if its layout has no such flag.
        comment_count: The number of comments that the record states.
        upvotes: The number of upvotes that the record states.
        url: The page of the paper.
        code_url: The repository of its code.
        project_url: The page of the project.
    """

    id: str
    title: str
    abstract: str
    location: SourceLocation
    authors: tuple[str, ...] = ()
    authors_line: str = ""
    authors_complete: bool = True
    author_count: int | None = None
    labs: tuple[ListedLab, ...] = ()
    labs_line: str = ""
    affiliations: tuple[tuple[str, str], ...] = ()
    date: Date | None = None
    categories: tuple[str, ...] = ()
    has_code: bool | None = None
    comment_count: int | None = None
    upvotes: int | None = None
    url: str | None = None
    code_url: str | None = None
    project_url: str | None = None

    @property
    def text(self) -> str:
        """Title, newline, abstract: the text of all offsets."""
        return f"{self.title}\n{self.abstract}"

    @property
    def identifier(self) -> str | None:
        """The arXiv id (``arxiv:2405.15738``) or DOI (``doi:10…``) that the id or the address holds, if any.

        >>> Paper("7", "T", "A", SourceLocation("p", 1), url="https://arxiv.org/abs/2405.15738v2").identifier
        'arxiv:2405.15738'
        """
        return paper_identifier(self.id) or paper_identifier(self.url or "")


_ARXIV = re.compile(
    r"(?:arxiv:\s?|arxiv\.org/(?:abs|pdf|html)/|huggingface\.co/papers/|10\.48550/arxiv\.|^)(\d{4}\.\d{4,5})(?:v\d+)?\b(?![./]\d)",
    re.IGNORECASE,
)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>?#]+")


def paper_identifier(text: str) -> str | None:
    """Return the arXiv id or else the DOI that an id or an address of a paper holds, or None.

    >>> paper_identifier("https://huggingface.co/papers/2405.15738"), paper_identifier("https://doi.org/10.1234/AB")
    ('arxiv:2405.15738', 'doi:10.1234/ab')
    """
    arxiv = _ARXIV.search(text)
    if arxiv:
        return f"arxiv:{arxiv[1]}"
    doi = _DOI.search(text)
    return f"doi:{doi[0].lower()}" if doi else None


@dataclass(frozen=True, slots=True, order=True)
class ReadIssue:
    """A fault of a record or a page.

    Attributes:
        page: The name of the page.
        line: The line of the record, counted from 1; 0 for the whole page.
        message: The fault and its remedy.
        skipped: Whether the record or the page was left out.
    """

    page: str
    line: int
    message: str
    skipped: bool

    def __str__(self) -> str:
        """Return page, line and message, as compilers write them."""
        return f"{self.page}:{self.line}: {self.message}" if self.line else f"{self.page}: {self.message}"
