import pytest

from core.answering.denials import denies


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
        "No indication of a price is given in this part.",
        "The date is not specified in the document.",
        "This is not mentioned.",
        "It cannot be determined from the passages.",
        "I could not find that in the document.",
        "I don't know.",
        "The answer cannot be found in the text.",
        "The document is silent on this point.",
        "This part does not help to answer it.",
        "The founder is not mentioned in the document.",
        "It is not known.",
        "There is not enough information to answer.",
        "המסמך אינו אומר זאת.",
        "המסמך לא מציין מי חתם עליו.",
        "לא נאמר במסמך מי חתם על הדוח.",
        "אין במסמך מידע על כך.",
        "אין בקטע דבר על כך.",
        "לא ניתן לדעת מתי נפתחה המרפאה.",
        "Das Dokument sagt dazu nichts, es nennt keine Namen.",
        "Le document ne mentionne pas cette date.",
        "El documento no menciona esa fecha.",
        "В документе об этом не сказано.",
    ],
)
def test_that_the_document_does_not_say_is_known_in_many_words(sentence: str) -> None:
    assert denies(sentence)


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
        "The tenant's consent was not given.",
        "The cause of the rash is not known.",
        "The report shows that the company did not make a profit.",
        "We did not observe any side effects.",
        "No evidence of a fracture was found.",
        "The court acquitted him for insufficient evidence.",
        "The building materials do not contain lead.",
        "Das Dokument ist nicht unterschrieben.",
        "Le document n'est pas signé.",
        "В документе нет подписи.",
    ],
)
def test_a_fact_with_a_not_in_it_is_no_denial(sentence: str) -> None:
    assert not denies(sentence)
