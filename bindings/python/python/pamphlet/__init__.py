"""Full-text search over political texts as they really are.

>>> import pamphlet
>>> pamphlet.repair("The miners? union kept the pit?s books.").text
'The miners’ union kept the pit’s books.'
"""

from ._errors import (
    ClosedError,
    DocumentNotFoundError,
    ForeignFolderError,
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexVersionError,
    InvalidOptionError,
    PamphletError,
    PathNotFoundError,
    QueryError,
    StoppedError,
    StorageError,
    UnreadableError,
)
from ._index import Index
from ._ingest import Failure, Notice, Progress, Summary, Writer, extract, ingest
from ._native import VERSION as __version__
from ._repair import Edit, Repaired, Rule, repair, rules
from ._results import (
    Coded,
    Concordance,
    Count,
    Document,
    FacetValue,
    Figures,
    Group,
    Groups,
    Hit,
    Line,
    Point,
    Results,
    Snippet,
    Source,
    Trend,
)
from ._text import days_of

__all__ = [
    "ClosedError",
    "Coded",
    "Concordance",
    "Count",
    "Document",
    "DocumentNotFoundError",
    "Edit",
    "FacetValue",
    "Failure",
    "Figures",
    "ForeignFolderError",
    "Group",
    "Groups",
    "Hit",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexNotFoundError",
    "IndexVersionError",
    "InvalidOptionError",
    "Line",
    "Notice",
    "PamphletError",
    "PathNotFoundError",
    "Point",
    "Progress",
    "QueryError",
    "Repaired",
    "Results",
    "Rule",
    "Snippet",
    "Source",
    "StoppedError",
    "StorageError",
    "Summary",
    "Trend",
    "UnreadableError",
    "Writer",
    "__version__",
    "days_of",
    "extract",
    "ingest",
    "repair",
    "rules",
]
