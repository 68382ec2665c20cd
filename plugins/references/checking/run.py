"""One check of the whole library: what to ask, in which order, and what came back.

It can be stopped at any moment and goes on where it was: after every answer the state
is handed to ``save``. What could not be asked keeps what was known of it before.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ..library.doi import lower_doi
from ..library.titles import clean_text, is_notice
from ..lookup.crossref import batches
from ..lookup.deposit import Deposit, Update
from ..lookup.find import restore_case
from ..lookup.parts import UnaskableError
from ..lookup.web import OtherWorkError, ServiceError, UnknownWorkError
from .compare import compare, is_same_work
from .notices import find_notices, notice_of, title_is_notice
from .results import CheckResult, CheckResults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    file: CheckResults = field(default_factory=CheckResults)  #: as it is now
    failures: dict[str, str] = field(default_factory=dict)  #: key to what went wrong

    def run(self, before: CheckResults) -> CheckResults:
        """Ask for every work that is due, and return the file."""
        self._resume(before)
        due = [work for work in self.references if work.key not in self.file.asked]
        self.save(self.file)
        spelled = {
            work.doi: restore_case(work.text("DOI"), work.doi)
            for work in due
            if work.doi
        }
        for batch in batches(spelled.values()):
            named = set(map(lower_doi, batch))
            self._ask_batch(batch, [work for work in due if work.doi in named])
            self.save(self.file)
        for work in due:
            if not work.doi:
                self._ask_without_doi(work)
                self.save(self.file)
        if not self.failures:
            self.file = CheckResults(self.file.works, self._today)
        self.save(self.file)
        return self.file

    @property
    def _today(self) -> str:
        return self.now.date().isoformat()

    def _resume(self, before: CheckResults) -> None:
        dois = {work.key: work.doi for work in self.references}
        works = {
            key: work for key, work in before.works.items() if dois.get(key) == work.doi
        }
        since = self.now.isoformat(timespec="seconds")
        self.file = CheckResults(works, before.complete, since)
        with suppress(ValueError, TypeError):  # where no check was under way
            age = self.now - datetime.fromisoformat(before.since)
            if timedelta(0) <= age <= PATIENCE:
                asked = tuple(key for key in before.asked if key in works)
                self.file = replace(self.file, since=before.since, asked=asked)

    def _ask_batch(self, dois: Sequence[str], works: Sequence[Reference]) -> None:
        try:
            found = self.lookup.crossref.works(dois)
            open_ones = [doi for doi in dois if lower_doi(doi) not in found.refused]
            said = self.lookup.crossref.notices(open_ones)
        except ServiceError as error:
            self.failures |= {work.key: str(error) for work in works}
            return
        for work in works:
            if work.doi in found.refused:
                self.failures[work.key] = str(found.refused[work.doi])
                continue
            deposit, updates = found.get(work.doi), said.get(work.doi, ())
            why = said.refused.get(work.doi)
            if self._keeps_notices(work, why):
                continue
            if deposit and not compare(work, deposit).differences:
                self._note(work, deposit, updates, why=str(why or ""))
            else:
                self._ask_alone(work, updates, str(why or ""))

    def _keeps_notices(self, work: Reference, why: ServiceError | None) -> bool:
        """Return whether a work's last result stays: nobody could say what is new.

        One without any is compared all the same, and its notices are unknown; so they
        are where the service takes no such question (400).
        """
        if why is None or isinstance(why, UnaskableError):
            return False
        known = self.file.works.get(work.key)
        if why.status == 400 and not (known and known.notices):
            return False
        self.failures[work.key] = str(why)
        return known is not None

    def _ask_alone(
        self, work: Reference, said: Sequence[Update], unasked: str = ""
    ) -> None:
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
            known = self.file.works.get(work.key)
            if known and known.deposit:
                # DOIs are for ever (DOI Handbook, 1.6): rather the service errs.
                why = f"{error} It was known on {known.date}. Try again later."
                self.failures[work.key] = why
                return
            suggestion = None
            with suppress(ServiceError):  # without a suggestion nothing is lost
                suggestion = self._search(work)
            doi, why = suggestion.doi if suggestion else "", str(error)
            self._note(work, why=why, is_missing=True, found_doi=doi)
        else:
            self._note(work, deposit, said, why=unasked)

    def _ask_without_doi(self, work: Reference) -> None:
        if work.type not in SEARCHED and not work.pmid:
            self._note(work, why=NO_RECORD)
            return
        try:
            deposit = self._find(work)
            if deposit is None:
                self._note(work, why=NO_NUMBER)
                return
            doi = deposit.doi
            said = self.lookup.crossref.notices([doi])
        except (OtherWorkError, ServiceError) as error:
            self.failures[work.key] = str(error)
            return
        why = said.refused.get(doi)
        if not self._keeps_notices(work, why):
            updates = said.get(doi, ())
            self._note(work, deposit, updates, why=str(why or ""), found_doi=doi)

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

    def _note(
        self,
        work: Reference,
        deposit: Deposit | None = None,
        said: Sequence[Update] = (),
        *,
        why: str = "",
        is_missing: bool = False,
        found_doi: str = "",
    ) -> None:
        checked = CheckResult(
            *(work.key, work.doi, self._today, deposit),
            find_notices(deposit, said) if deposit else (),
            _notice_of(work, deposit) if deposit and work.doi else None,
            *(why, is_missing, found_doi),
        )
        works = {**self.file.works, work.key: checked}
        behind = () if work.key in self.failures else (work.key,)
        asked = tuple(dict.fromkeys((*self.file.asked, *behind)))
        self.file = replace(self.file, works=works, asked=asked)


def _notice_of(work: Reference, deposit: Deposit) -> Update | None:
    """Return the article that a cited notice is about; of some only a title tells."""
    if title_is_notice(deposit) and not is_notice(work.title):
        return Update("notice")
    return notice_of(deposit)
