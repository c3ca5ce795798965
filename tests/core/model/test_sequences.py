"""The table of what is held: forks, follow-ups, shared cells, and who makes room for whom. No model."""

import random
from collections.abc import Sequence

import pytest

from core.model.sequences import Held, Prompt, Sequences, common_prefix, needed_cells

DOCUMENT = list(range(1000, 1200))


class Reader:
    """Reads prompts as the engine does, into a table that it checks after each step."""

    def __init__(self, capacity_tokens: int, most: int = 16, *, is_whole_only: bool = False) -> None:
        self.table = Sequences(capacity_tokens, most, is_whole_only=is_whole_only)

    def read(self, *prompts: Prompt, answer: Sequence[int] = ()) -> list[int]:
        """Hold the prompts, each with `answer` after it, and return how much of each was held before."""
        for held, keep in self.table.to_drop(prompts, len(answer) * len(prompts)):
            self.cut(held, keep)
        opened, cached = [], []
        for prompt in prompts:
            opened.append(self.acquire(prompt, is_alone=len(prompts) == 1))
            cached.append(len(opened[-1].tokens))
            self.table.extend(opened[-1], prompt.tokens[cached[-1] :])
            self.check()
        for held in opened:
            self.table.extend(held, answer)
            self.check()
        for held in opened:
            if held.is_sparse:
                self.cut(held, 0)
                continue
            for covered in self.table.close(held):
                self.cut(covered, 0)
        return cached

    def acquire(self, prompt: Prompt, *, is_alone: bool) -> Held:
        source = self.table.holding(prompt.shareable) if prompt.is_sparse else None
        if source is not None:
            return self.table.sparse_copy(source, prompt.prefix_tokens, [(0, 1), (3, 5)])
        fork = self.table.find(prompt)
        if fork.source is None:
            return self.table.open()
        if fork.takes_over and is_alone:
            fork.source.is_open = True
            return fork.source
        return self.table.copy(fork.source, fork.length)

    def cut(self, held: Held, keep: int) -> None:
        if keep:
            held.trim(keep)
        else:
            self.table.drop(held)

    def check(self) -> None:
        assert self.table.used_cells() <= self.table.capacity_tokens
        ids = [held.seq_id for held in self.table]
        assert len(set(ids)) == len(ids)
        tokens_of: dict[int, tuple[int, ...]] = {}
        for held in self.table:
            assert len(held.tokens) == len(held.cells)
            for length, cell in enumerate(held.cells, 1):
                assert tokens_of.setdefault(cell, tuple(held.tokens[:length])) == tuple(held.tokens[:length])

    def held(self) -> list[list[int]]:
        return sorted(held.tokens for held in self.table)


def asked(*question: int) -> Prompt:
    return Prompt([*DOCUMENT, *question], len(DOCUMENT))


def test_what_two_texts_begin_with_is_counted() -> None:
    assert common_prefix([], [1]) == 0
    assert common_prefix([1, 2, 3], [1, 2, 3, 4]) == 3
    assert common_prefix([1, 2, 3], [1, 2, 4, 3]) == 2
    assert common_prefix([0], [1]) == 0


def test_the_first_prompt_finds_nothing() -> None:
    reader = Reader(500)
    assert reader.read(asked(1, 2)) == [0]
    assert reader.held() == [[*DOCUMENT, 1, 2]]


def test_a_second_question_forks_at_the_document() -> None:
    reader = Reader(500)
    reader.read(Prompt(DOCUMENT, len(DOCUMENT)))
    assert reader.read(asked(1, 2), answer=[7, 8]) == [200]
    assert reader.read(asked(3), answer=[9]) == [200]
    assert reader.table.used_cells() == 200 + 4 + 2


def test_a_follow_up_takes_over_what_it_goes_on_from() -> None:
    reader = Reader(500)
    reader.read(asked(1, 2), answer=[7, 8])
    assert reader.read(asked(1, 2, 7, 8, 5), answer=[6]) == [204]
    assert len(reader.held()) == 1


def test_the_last_token_of_a_prompt_is_always_read() -> None:
    reader = Reader(500)
    prompt = Prompt([1, 2, 3])
    reader.read(prompt, answer=[4])
    assert reader.read(prompt) == [2]
    assert reader.read(Prompt([1, 2, 3, 4])) == [3]


def test_a_prefix_that_is_not_whole_is_forked_at_a_cut() -> None:
    reader = Reader(500)
    reader.read(Prompt(DOCUMENT[:150]))
    other = Prompt([*DOCUMENT[:149], *range(60)], 200)
    assert reader.read(other) == [128]


def test_all_of_a_stopped_read_is_used_whatever_its_length() -> None:
    reader = Reader(500)
    reader.read(Prompt(DOCUMENT[:150]))
    assert reader.read(asked(1)) == [150]


def test_later_prompts_of_a_request_fork_from_the_earlier() -> None:
    reader = Reader(300)
    assert reader.read(asked(1, 2), asked(3), asked(4), answer=[9] * 10) == [0, 200, 200]
    assert reader.table.used_cells() == 200 + 4 + 30


def test_held_tokens_are_told_from_those_that_are_not() -> None:
    reader = Reader(500)
    reader.read(asked(1))
    assert reader.table.holding(DOCUMENT) is not None
    assert reader.table.holding([*DOCUMENT, 2]) is None
    assert Sequences(10, 2).holding([1]) is None


def test_what_another_sequence_holds_all_of_is_not_kept_twice() -> None:
    reader = Reader(500)
    reader.read(asked(1, 2), answer=[7])
    reader.read(asked(1, 2), answer=[7, 8])
    assert reader.held() == [[*DOCUMENT, 1, 2, 7, 8]]


def test_what_was_used_longest_ago_makes_room() -> None:
    reader = Reader(30)
    for start in (100, 200, 300):
        reader.read(Prompt(range(start, start + 10)))
    reader.read(Prompt([*range(100, 110), 1]))  # needs one more cell: the oldest goes, but not what it uses
    assert reader.held() == [[*range(100, 110), 1], [*range(300, 310)]]


def test_making_room_keeps_what_the_prompt_begins_with() -> None:
    reader = Reader(230)
    reader.read(asked(1, 2), answer=[7] * 20)
    reader.read(Prompt([5, 6]))
    assert reader.read(asked(3), answer=[8] * 25) == [200]
    assert reader.held() == [[5, 6], [*DOCUMENT, 3, *[8] * 25]]


def test_a_document_survives_as_long_as_its_questions_are_asked() -> None:
    reader = Reader(260)
    reader.read(Prompt(DOCUMENT, len(DOCUMENT)))
    for number in range(20):
        assert reader.read(asked(number), answer=[number] * 30) == [200]


def test_sequence_ids_are_made_free_as_well() -> None:
    reader = Reader(500, most=3)
    for number in range(10):
        assert reader.read(asked(number), answer=[5]) == [200 if number else 0]
    assert len(reader.held()) <= 3


def test_no_more_goes_than_must() -> None:
    reader = Reader(100)
    reader.read(Prompt(range(40)))
    reader.read(Prompt(range(50, 80)))
    assert not list(reader.table.to_drop([Prompt(range(200, 220))], 10))


def test_siblings_hold_the_same_prefix_and_go_another_way() -> None:
    reader = Reader(500)
    reader.read(asked(1, 2), answer=[7])
    reader.read(Prompt([1, 2, 3]))
    (sibling,) = reader.table.siblings(asked(4))
    assert sibling.tokens == [*DOCUMENT, 1, 2, 7]
    assert reader.table.siblings(Prompt([*DOCUMENT, 4])) == [], "only where the prefix is known"


def test_what_is_being_written_is_no_sibling() -> None:
    table = Sequences(500, 4)
    table.extend(table.open(), [*DOCUMENT, 1])
    assert table.siblings(asked(2)) == []


def test_a_sequence_that_cannot_be_cut_is_used_whole_or_not_at_all() -> None:
    reader = Reader(500, is_whole_only=True)
    reader.read(asked(1), answer=[7])
    assert reader.read(asked(1, 7, 2)) == [202]
    assert reader.read(asked(3)) == [0]


def test_a_sequence_that_cannot_be_cut_goes_whole() -> None:
    reader = Reader(250, is_whole_only=True)
    reader.read(asked(1))
    assert reader.read(asked(2), answer=[5] * 40) == [0]
    assert reader.held() == [[*DOCUMENT, 2, *[5] * 40]]


def test_prompts_that_find_the_same_in_two_sequences_still_fit() -> None:
    reader = Reader(260)
    reader.read(Prompt([*DOCUMENT[:100], 1]))
    reader.read(Prompt([*DOCUMENT[:99], 2], 0))
    reader.read(Prompt([*range(60), 3]))
    table = reader.table
    twin = table.open()  # as two reads that forked at different cuts leave it
    table.extend(twin, [*DOCUMENT[:99], 4])
    table.close(twin)
    reader.read(Prompt([*DOCUMENT[:100], 1, 5]), Prompt([*DOCUMENT[:99], 4, 6]), answer=[7] * 60)


def test_two_follow_ups_share_what_cannot_be_cut() -> None:
    reader = Reader(300, is_whole_only=True)
    reader.read(asked(1))
    assert reader.read(asked(1, 2), asked(1, 3), answer=[7] * 40) == [201, 201]


def test_prompts_share_cells_before_anything_is_read() -> None:
    assert needed_cells([asked(1)], 10) == 211
    assert needed_cells([asked(1), asked(2, 3)], 10) == 213
    assert needed_cells([asked(1), Prompt([5, 6])], 0) == 203
    assert needed_cells([], 0) == 0


def test_what_has_gaps_costs_no_cells_and_is_never_found() -> None:
    reader = Reader(300)
    reader.read(asked(1))
    before = reader.table.used_cells()
    source = reader.table.holding(DOCUMENT)
    assert source is not None
    sparse = reader.table.sparse_copy(source, 200, [(0, 10), (8, 20), (199, 200)])
    assert (sparse.attended_tokens, reader.table.used_cells()) == (21, before)
    reader.table.extend(sparse, [7, 8])
    assert sparse.attended_tokens == 23
    assert reader.table.find(asked(7, 8, 9)).length == 200
    assert reader.table.holding([*DOCUMENT, 7]) is None


def test_a_prompt_with_gaps_shares_no_more_than_its_prefix() -> None:
    sparse = Prompt(asked(1, 2, 3).tokens, 200, is_sparse=True)
    assert needed_cells([asked(1, 2, 3), sparse], 0) == 206
    assert needed_cells([sparse, asked(1, 2, 3)], 0) == 206
    reader = Reader(300)
    reader.read(asked(*range(80)))
    assert reader.table.find(Prompt(asked(*range(90)).tokens, 200, is_sparse=True)).length == 200


@pytest.mark.parametrize("seed", range(24))
def test_whatever_is_asked_for_the_table_never_outgrows_the_memory(seed: int) -> None:
    chance = random.Random(seed)
    capacity, is_whole_only = chance.randint(150, 700), chance.random() < 0.3
    reader = Reader(capacity, most=chance.randint(4, 16), is_whole_only=is_whole_only)
    for _ in range(60):
        prompts = [random_prompt(chance, reader, not is_whole_only) for _ in range(chance.randint(1, 3))]
        answer = [chance.randint(0, 9) for _ in range(chance.randint(0, 40))]
        needed = needed_cells(prompts, len(answer) * len(prompts), is_whole_only=is_whole_only)
        if needed <= capacity:
            reader.read(*prompts, answer=answer)


def random_prompt(chance: random.Random, reader: Reader, may_have_gaps: bool) -> Prompt:
    """Return a question about one of two documents, or a follow-up to what is held."""
    held = list(reader.table)
    if held and chance.random() < 0.4:
        tokens = list(chance.choice(held).tokens)
        begin = tokens[: chance.randint(1, len(tokens))]
    else:
        begin = [chance.choice([1, 2])] * chance.randint(1, 300)
    prefix_tokens = chance.choice([0, len(begin), chance.randint(1, len(begin))])
    tokens = [*begin, *(chance.randint(0, 9) for _ in range(chance.randint(1, 40)))]
    is_held = prefix_tokens > 4 and reader.table.holding(begin[:prefix_tokens]) is not None
    return Prompt(tokens, prefix_tokens, is_sparse=is_held and may_have_gaps and chance.random() < 0.5)
