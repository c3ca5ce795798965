import pytest

from core.library.abbreviations import abbreviations, written_out

LEDGER = [
    "Harbour dues and crane fees fell. Harbour dues and crane fees were paid late.",
    "Harbour Dues and\nCrane Fees | 12 | 14",
    "The keeper keeps his old ledger.",
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What is the HDCF of the port?", ["HDCF"]),
        ("How much was R&D, and SG&A, in USD?", ["R&D", "SG&A", "USD"]),
        ("Who leads JnJ?", ["JnJ"]),
        ("Is the UN right, or I?", []),
        ("Did McCoy see iOS or the FY2022 report of INTERNATIONAL?", []),
    ],
)
def test_abbreviations_are_told_by_their_capitals(question: str, found: list[str]) -> None:
    assert abbreviations(question) == found


@pytest.mark.parametrize("abbreviation", ["HDCF", "HD&CF", "HDnCF", "HDNCF", "HDACF"])
def test_an_abbreviation_is_written_out_as_the_documents_do(abbreviation: str) -> None:
    assert written_out(abbreviation, LEDGER) == "harbour dues and crane fees"


def test_what_the_documents_abbreviate_too_is_left_as_it_is() -> None:
    assert written_out("HDCF", [*LEDGER, "HDCF: see below."]) == ""
    assert written_out("HDCF", [*LEDGER, "The HDCFs are another matter."]) != ""


def test_the_two_that_are_said_most_are_both_read() -> None:
    texts = ["Sea floor maps."] * 3 + ["The ship's former master."] * 4 + ["Salt fish market."] * 5
    assert written_out("SFM", texts) == "salt fish market sea floor maps"


def test_words_that_stand_in_a_row_by_chance_are_no_abbreviation() -> None:
    assert written_out("HDCF", LEDGER[:1]) == ""  # said too rarely
    assert written_out("KOL", LEDGER * 3) == ""  # "keeps his old ledger"
    assert written_out("TKK", LEDGER * 3) == ""  # "the keeper keeps": begins with a word that says nothing
    assert written_out("FHD", LEDGER * 3) == ""  # over the end of a sentence
    assert written_out("SND", ["Hull, Salem, Newport, Dover."] * 3) == ""  # of a list without its "and"
    assert written_out("SND", ["Salem, Newport and Dover."] * 3) == "salem, newport and dover"
