"""One check of the whole library: what to ask, in which order, and what came back.

It can be stopped at any moment and goes on where it was: after every answer the state
is handed to ``save``. What could not be asked keeps what was known of it before.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..library.titles import clean_text, is_notice
from ..lookup.crossref import batches
from ..lookup.deposit import Deposit, Update
from ..lookup.find import restore_case
from ..lookup.web import OtherWorkError, ServiceError, UnknownWorkError
from .compare import compare, is_same_work
from .notices import find_notices, notice_of, title_is_notice
from .results import CheckResult, CheckResults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..library.reference import Reference
    from ..lookup.find import Lookup

#: Kinds of works that Crossref may hold although the library has no DOI for them.
SEARCHED = frozenset(
    ("article-journal", "article", "chapter", "paper-conference", "book", "report")
)
#: An interrupted check that is older begins anew.
PATIENCE = timedelta(days=7)
NO_NUMBER = "It has no DOI and no PubMed number, and a search finds no record of it."
NO_RECORD = "Works of this kind have no publisher’s record."


@dataclass
class Check:
    """One sitting over the library."""

    references: Sequence[Reference]
    lookup: Lookup
    now: datetime
    save: Callable[[CheckResults], None]
    works: dict[str, CheckResult] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)  #: key to what went wrong
    since: str = ""
    complete: str = ""

    def run(self, before: CheckResults) -> CheckResults:
        """Ask for every work that is due, and return the file."""
        self._resume(before)
        due = [work for work in self.references if work.key not in self.asked]
        self._save()
        by_doi: dict[str, list[Reference]] = {}
        spelled: dict[str, str] = {}
        for work in due:
            if work.doi:
                by_doi.setdefault(work.doi, []).append(work)
                spelled[work.doi] = restore_case(work.text("DOI"), work.doi)
        for batch in batches(spelled.values()):
            self._ask_batch(batch, by_doi)
            self._save()
        for work in due:
            if not work.doi:
                self._ask_without_doi(work)
                self._save()
        if not self.failures:
            self.complete, self.since = self._today, ""
            self.asked.clear()
        return self._save()

    @property
    def _today(self) -> str:
        return self.now.date().isoformat()

    def _resume(self, before: CheckResults) -> None:
        keys = {work.key: work.doi for work in self.references}
        self.works = {
            key: work
            for key, work in before.works.items()
            if keys.get(key) == work.doi and key in keys
        }
        self.complete = before.complete
        self.since = self.now.isoformat(timespec="seconds")
        if before.since:
            try:
                began = datetime.fromisoformat(before.since)
                fresh = timedelta(0) <= self.now - began <= PATIENCE
            except (ValueError, TypeError):
                fresh = False
            if fresh:
                self.since = before.since
                self.asked = set(before.asked) & set(self.works)

    def _save(self) -> CheckResults:
        file = CheckResults(
            dict(self.works),
            self.complete,
            self.since,
            tuple(sorted(self.asked)) if self.since else (),
        )
        self.save(file)
        return file

    def _ask_batch(
        self, dois: Sequence[str], works: Mapping[str, Sequence[Reference]]
    ) -> None:
        try:
            found = self.lookup.crossref.works(dois)
            said = self.lookup.crossref.notices(dois)
        except ServiceError as error:
            for doi in dois:
                for work in works[doi.lower()]:
                    self.failures[work.key] = str(error)
            return
        for doi in map(str.lower, dois):
            for work in works[doi]:
                deposit = found.get(doi)
                if deposit and not compare(work, deposit).differences:
                    self._know(work, deposit, said.get(doi, ()))
                else:
                    self._ask_alone(work, said.get(doi, ()))

    def _ask_alone(self, work: Reference, said: Sequence[Update]) -> None:
        """Ask for a DOI that the list did not bring, or that seems to differ.

        A list leaves out fields, such as the year of the issue: nothing is said to be
        wrong before the whole record has been seen.
        """
        try:
            deposit = self.lookup.lookup_doi(work.text("DOI")).deposit
        except (OtherWorkError, ServiceError) as error:
            # Whoever speaks of another work has said nothing of this one.
            self.failures[work.key] = str(error)
        except UnknownWorkError as error:
            known = self.works.get(work.key)
            if known and known.deposit:
                # DOIs are for ever (DOI Handbook, 1.6): rather the service errs.
                why = f"{error} It was known on {known.date}. Try again later."
                self.failures[work.key] = why
                return
            suggestion = None
            with suppress(ServiceError):  # without a suggestion nothing is lost
                suggestion = self._search(work)
            doi, why = suggestion.doi if suggestion else "", str(error)
            missing = CheckResult(work.key, work.doi, self._today, is_missing=True)
            self._note(replace(missing, why=why, found_doi=doi))
        else:
            self._know(work, deposit, said)

    def _ask_without_doi(self, work: Reference) -> None:
        blank = CheckResult(work.key, "", self._today, why=NO_RECORD)
        if work.type not in SEARCHED and not work.pmid:
            self._note(blank)
            return
        try:
            deposit = self._find(work)
            said = self.lookup.crossref.notices([deposit.doi]) if deposit else {}
        except (OtherWorkError, ServiceError) as error:
            self.failures[work.key] = str(error)
            return
        if deposit is None:
            self._note(replace(blank, why=NO_NUMBER))
            return
        notices = find_notices(deposit, said.get(deposit.doi, ()))
        known = replace(blank, why="", deposit=deposit, notices=notices)
        self._note(replace(known, found_doi=deposit.doi))

    def _find(self, work: Reference) -> Deposit | None:
        """Return the record of a work by its description, else by PubMed's number."""
        found = self._search(work) if work.type in SEARCHED else None
        if found is None and work.pmid:
            try:
                return self.lookup.lookup_pmid(work.pmid).deposit
            except OtherWorkError:
                raise
            except UnknownWorkError:
                return None
        return found

    def _search(self, work: Reference) -> Deposit | None:
        names = [name.family or name.literal for name in work.name_list()[:1]]
        parts = (clean_text(work.title), *names, str(work.year or ""))
        found = self.lookup.search(" ".join(filter(None, parts))[:400], rows=3)
        right = (one.deposit for one in found if is_same_work(work, one.deposit))
        return next(right, None)

    def _know(self, work: Reference, deposit: Deposit, said: Sequence[Update]) -> None:
        self._note(
            CheckResult(
                key=work.key,
                doi=work.doi,
                date=self._today,
                deposit=deposit,
                notices=find_notices(deposit, said),
                notice_of=_notice_of(work, deposit),
            )
        )

    def _note(self, checked: CheckResult) -> None:
        self.works[checked.key] = checked
        self.asked.add(checked.key)


def _notice_of(work: Reference, deposit: Deposit) -> Update | None:
    """Return the article that a cited notice is about; of some only a title tells."""
    if title_is_notice(deposit) and not is_notice(work.title):
        return Update("notice")
    return notice_of(deposit)
