import pytest

from core.errors import ModelTemplateUnusable
from core.model.template import ASSISTANT, PLAIN_STOP, SYSTEM, USER, ChatTemplate

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
NO_SYSTEM = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}"
    "{% for m in messages %}[{{ m['role'] }}]{{ m['content'] | trim }}{% endfor %}[assistant]"
)


def test_the_pieces_stand_around_the_messages() -> None:
    pieces = ChatTemplate(CHATML, name="m").pieces((SYSTEM, USER))
    assert pieces == (
        "<|im_start|>system\n",
        "<|im_end|>\n<|im_start|>user\n",
        "<|im_end|>\n<|im_start|>assistant\n",
    )


def test_a_longer_conversation_begins_with_the_pieces_of_a_shorter_one() -> None:
    template = ChatTemplate(CHATML, name="m")
    short, long = template.pieces((SYSTEM, USER)), template.pieces((SYSTEM, USER, ASSISTANT, USER))
    assert long[: len(short)] == short


def test_a_template_that_refuses_a_system_message_is_used_without_one() -> None:
    template = ChatTemplate(NO_SYSTEM, name="m", bos="<s>")
    assert not template.has_system
    assert template.pieces((USER,)) == ("<s>[user]", "[assistant]")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{% for", "unexpected"),
        ("{{ raise_exception('never') }}", "never"),
        ("{{ messages[-1].content }}", "leaves out"),
        ("{{ messages | nonsense }}", "nonsense"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_template_that_does_not_work_is_named(source: str, reason: str) -> None:
    with pytest.raises(ModelTemplateUnusable, match=reason) as caught:
        ChatTemplate(source, name="odd.gguf")
    assert "odd.gguf" in str(caught.value)


def test_a_model_without_a_template_is_addressed_in_plain_text() -> None:
    template = ChatTemplate(None, name="base")
    assert template.stop_text == PLAIN_STOP
    assert template.pieces((SYSTEM, USER, ASSISTANT, USER)) == (
        "",
        "\n\n",
        "\n\nAnswer: ",
        "\n\n",
        "\n\nAnswer:",
    )


def test_a_model_with_turns_needs_no_text_to_stop_at() -> None:
    assert ChatTemplate(CHATML, name="m").stop_text == ""
