from dataclasses import dataclass
from pathlib import Path

import pytest

from core.library.naming import names

HEAD = "UNITED STATES SECURITIES AND EXCHANGE COMMISSION"


@dataclass(frozen=True)
class Listed:
    document_id: str
    title: str
    path: Path


def _names(*documents: tuple[str, str]) -> list[str]:
    listed = [Listed(str(at), title, Path(path)) for at, (title, path) in enumerate(documents)]
    found = names(listed)
    return [found[each.document_id] for each in listed]


def test_a_title_of_its_own_is_kept() -> None:
    assert _names(("BERT", "/a/1810.pdf"), ("RoBERTa", "/a/1907.pdf")) == ["BERT", "RoBERTa"]


def test_equal_titles_are_told_apart_by_their_files_which_come_first() -> None:
    assert _names(("Annual Report", "/a/2019.pdf"), ("annual report", "/a/2020.pdf"), ("BERT", "/b.pdf")) == [
        "2019.pdf · Annual Report",
        "2020.pdf · annual report",
        "BERT",
    ]


@pytest.mark.parametrize(
    "title",
    [
        HEAD,
        "FORM 10-K",
        "Securities and Exchange Commission Washington, D.C. 20549",
        "For immediate release",
        "",
    ],
)
def test_the_head_of_a_form_is_no_name_even_where_it_is_the_only_one(title: str) -> None:
    assert _names((title, "/filings/NIKE_2018_10K.pdf")) == ["NIKE_2018_10K.pdf"]


@pytest.mark.parametrize(
    "title", ["Form 10-K for Pepsico INC filed 02/09/2023", "The form of a sonnet", "Formica"]
)
def test_what_says_more_than_the_form_is_a_title(title: str) -> None:
    assert _names((title, "/filings/x.pdf")) == [title]


def test_files_of_one_name_are_told_apart_by_their_folders() -> None:
    assert _names((HEAD, "/nike/10k.pdf"), (HEAD, "/netflix/10k.pdf"), (HEAD, "/a/costco.pdf")) == [
        str(Path("nike/10k.pdf")),
        str(Path("netflix/10k.pdf")),
        "costco.pdf",
    ]


def test_a_title_that_came_from_the_file_is_not_said_twice() -> None:
    assert _names(("report", "/a/report.pdf"), ("report", "/b/report.pdf")) == [
        str(Path("a/report.pdf")),
        str(Path("b/report.pdf")),
    ]
