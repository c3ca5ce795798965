import pytest

from core.answering.claims import claims, denies


def texts(answer: str) -> list[str]:
    return [claim.text for claim in claims(answer)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The document does not say.",
        "The provided passages do not explicitly mention who signed it.",
        "The text doesn't state when the clinic opened.",
        "The report contains no information about the chair.",
        "The document does not provide any information on that.",
        "There is no information about the chair in the text.",
        "There is no mention of revenue.",
        "The date is not specified in the document.",
        "This is not mentioned.",
        "It cannot be determined from the passages.",
        "I could not find that in the document.",
        "I don't know.",
        "The answer cannot be found in the text.",
        "The document is silent on this point.",
        "There is not enough information to answer.",
        "המסמך אינו אומר זאת.",
        "המסמך לא מציין מי חתם עליו.",
        "לא נאמר במסמך מי חתם על הדוח.",
        "אין במסמך מידע על כך.",
        "לא ניתן לדעת מתי נפתחה המרפאה.",
        "Das Dokument sagt dazu nichts, es nennt keine Namen.",
        "Le document ne mentionne pas cette date.",
        "El documento no menciona esa fecha.",
        "В документе об этом не сказано.",
    ],
)
def test_that_the_document_does_not_say_is_known_in_many_words(sentence: str) -> None:
    assert denies(sentence)
    assert claims(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The contract does not give the tenant a right to sublet.",
        "The report shows that revenue did not grow in 2023.",
        "The clinic is not open on Fridays.",
        "The text does not name the founder, but gives the year as 1998.",
        "No patient was turned away in 2022.",
        "הדייר אינו רשאי להשכיר את הדירה.",
        "The vaccine was not found to be harmful.",
    ],
)
def test_a_fact_with_a_not_in_it_is_a_claim(sentence: str) -> None:
    assert not denies(sentence)
    assert texts(sentence) == [sentence]


def test_headings_tables_lead_ins_questions_and_code_claim_nothing() -> None:
    answer = (
        "# The clinic in short\n\n**Its history**\n\nThere are two facts:\n\n"
        "1. The clinic opened in 1998.\n- **Founder:** Miriam Alon\n\n"
        "| Year | Patients |\n|---|---|\n| 2022 | 4,705 |\n\n```\nfour words of code\n```\n\nAnything else?"
    )
    assert texts(answer) == ["The clinic opened in 1998.", "**Founder:** Miriam Alon"]


def test_a_last_sentence_that_was_cut_off_claims_nothing() -> None:
    assert texts("The clinic opened in 1998. The sea") == ["The clinic opened in 1998."]
    assert texts("The sea") == ["The sea"]
    assert texts("- Denver Broncos\n- Carolina Panthers") == ["Denver Broncos", "Carolina Panthers"]


def test_a_claim_knows_its_place_in_the_answer() -> None:
    answer = "Yes.\n2. The clinic opened in 1998."
    assert [answer[each.start : each.end] for each in claims(answer)][-1].endswith("opened in 1998.")
    assert [each.is_certain for each in claims(answer)] == [False, True]
