from gui.pages.labels import PageLabels


def test_a_label_as_printed_goes_before_a_number() -> None:
    labels = PageLabels(["i", "ii", "1", "2", "3"], 5)
    assert [labels.page_called(text) for text in ("ii", "II", " 2 ", "5", "6", "", "x")] == [
        2, 2, 4, 5, None, None, None,
    ]  # fmt: skip


def test_pages_without_labels_go_by_their_numbers() -> None:
    labels = PageLabels(["", "A-1"], 3)
    assert [labels[number] for number in (1, 2, 3)] == ["1", "A-1", "3"]
