"""Several files chosen at once become rows of their own, as if each had been added."""

from __future__ import annotations

from django.http import HttpRequest

# After the prefix of the rows: the field that takes several files.
FIELD = "-several"
MOST_ROWS = 1000


def add_rows_for_files(request: HttpRequest) -> None:
    """Put a new row into the form for each file that was chosen or dropped with others."""
    chosen = [name for name in request.FILES if name.endswith(FIELD)]
    if not chosen:
        return
    posted = request.POST.copy()
    for name in chosen:
        prefix = name.removesuffix(FIELD)
        total = posted.get(f"{prefix}-TOTAL_FORMS", "")
        if not (total.isascii() and total.isdecimal() and int(total) <= MOST_ROWS):
            continue
        uploads = request.FILES.pop(name)
        for number, upload in enumerate(uploads, int(total)):
            request.FILES[f"{prefix}-{number}-file"] = upload
        posted[f"{prefix}-TOTAL_FORMS"] = str(int(total) + len(uploads))
    request.POST = posted  # type: ignore[assignment]  # a copy, which may be changed
