from core.answering.claims import claims


def texts(answer: str) -> list[str]:
    return [claim.text for claim in claims(answer)]


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


def test_that_the_document_does_not_say_claims_nothing() -> None:
    assert texts("The document does not say. The clinic opened in 1998.") == ["The clinic opened in 1998."]
