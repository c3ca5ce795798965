"""The models dialog: which models there are, what fits, which one is used, and how to get more."""

import dataclasses
from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.model.fitness import Fit, Fitness
from core.settings import Settings, describe
from gui import icons
from gui.process.requests import LoadedModel
from gui.settings.fields import ChoiceField, Field, NumberField
from gui.settings.folders import WatchedFolders
from gui.settings.model_card import ModelCard, told
from gui.settings.model_sets import Download, SetCard, offered
from gui.settings.sheet import Role, Sheet
from gui.settings.survey import Survey, Surveyed, Wanted
from gui.translating import tr
from gui.widgets.text_label import TextLabel

SIZE = QSize(760, 620)
ITEM_BORDER = 1  # the stylesheet's, around a line of a list
FITNESS = Qt.ItemDataRole.UserRole


class ModelsDialog(Sheet):
    """Says with `chosen` the settings with another model, at once those with other watched folders.

    `coming` are the names of the sets that `download` is bringing already.
    `in_use` is the model in memory; without it, the one that the settings name counts as used.
    """

    chosen = Signal(Settings)

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        download: Download | None = None,
        coming: Collection[str] = (),
        in_use: LoadedModel | None = None,
    ) -> None:
        super().__init__(self.tr("Models"), parent)
        self._settings, self._in_use, self._coming = settings, in_use, coming
        self._files: tuple[Path, ...] = ()
        self._survey = Survey(self)
        self._survey.finished.connect(self._show_surveyed)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Models here, and models to get"))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.body.addWidget(self.tabs, 1)
        self.list = self._list()
        self.context_field = NumberField(describe("context_tokens"), is_whole=True, parent=self)
        self.kv_field = ChoiceField(describe("kv_type"), self)
        self.folders = WatchedFolders(settings.model_folders, self)
        self.folders.changed.connect(self._take_folders)
        self.sets = [SetCard(each, download, self) for each in offered()]
        self.tabs.addTab(self._owned_page(), self.tr("On this computer"))
        self.tabs.addTab(self._offered_page(), self.tr("Get models"))
        self.add_button(self.tr("Close"), Role.RejectRole)
        self.use = self.add_button(self.tr("Use this model"), Role.AcceptRole, "primary")
        self.use.setDefault(True)
        self.use.setEnabled(False)
        self.tabs.currentChanged.connect(lambda index: self.use.setVisible(index == 0))
        self.list.setFocus()
        self.resize(SIZE)
        self._look()

    @property
    def selected(self) -> Fitness | None:
        """The model that is selected in the list."""
        item = self.list.currentItem()
        model: Fitness | None = item.data(FITNESS) if item is not None else None
        return model

    def add_file(self, path: Path) -> None:
        """Offer a model that lies outside of all folders, and select it."""
        self._files = (*self._files, path)
        self._look(select=path)

    # What it is made of

    def _list(self) -> QListWidget:
        listed = QListWidget(self)
        listed.setAccessibleName(self.tr("Models on this computer"))
        listed.setProperty("kind", "cards")
        policy = listed.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # what is below stays below
        listed.setSizePolicy(policy)
        listed.setSpacing(2)
        listed.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.currentItemChanged.connect(lambda _now, _before: self._mind_use())
        listed.itemActivated.connect(lambda _item: self.use.click())
        return listed

    def _owned_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        self.state = TextLabel(self.tr("Looking for models…"), "dim", page)
        column.addWidget(self.state)
        column.addWidget(self.list, 1)
        column.addLayout(self._loading_rows())
        column.addWidget(self.folders)
        return page

    def _loading_rows(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setSpacing(10)
        rows.setColumnStretch(1, 1)
        values = {
            self.context_field: self._settings.context_tokens,
            self.kv_field: self._settings.kv_type,
        }
        for line, (field, value) in enumerate(values.items()):
            field.show_value(value)
            field.changed.connect(self._look)
            rows.addWidget(self._label_of(field), line, 0)
            rows.addWidget(field, line, 1)
        file = QPushButton(icons.icon("document"), self.tr("Add a file…"), self)
        file.setIconSize(icons.BESIDE_TEXT)
        file.setAutoDefault(False)
        file.clicked.connect(self._browse)
        rows.addWidget(file, 1, 2)
        return rows

    def _label_of(self, field: Field) -> QLabel:
        label = QLabel(tr(field.description.label), self)
        label.setBuddy(field.focusProxy() or field)
        return label

    def _offered_page(self) -> QWidget:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 12, 12, 0)
        column.setSpacing(12)
        column.addWidget(
            TextLabel(
                self.tr(
                    "OpenBook works with any GGUF file you have. These can be downloaded; "
                    "nothing is until you ask for it."
                ),
                "dim",
                inside,
            )
        )
        for card in self.sets:
            card.installed.connect(self._take_installed)
            column.addWidget(card)
            if card.set_name in self._coming:
                card.begin()
        column.addStretch()
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Get models"))
        return area

    # What happens in it

    def _look(self, *, select: Path | None = None) -> None:
        self._to_select = select
        files = self._files
        if len(Path(self._settings.model).parts) > 1:
            files = (*files, Path(self._settings.model).expanduser())
        wanted = Wanted(self.folders.folders, files, self.kv_field.value, int(self.context_field.value))
        if self._in_use is not None:
            wanted = dataclasses.replace(
                wanted, loaded=self._in_use.path, loaded_tokens=self._in_use.context_tokens
            )
        self._survey.begin(wanted)

    def _show_surveyed(self, surveyed: Surveyed) -> None:
        before = self._to_select or (self.selected.path if self.selected else None)
        self.list.clear()
        for model in surveyed.models:
            self._add(model, surveyed.available_bytes)
        self._select(before)
        has_any = bool(surveyed.models)
        self.state.setVisible(not has_any)
        self.list.setVisible(has_any)
        if not has_any and not self._files:
            self.tabs.setCurrentIndex(1)  # there is nothing to choose from
        self.state.setText(
            self.tr("There is no model on this computer yet. Get one, or add a GGUF file that you have.")
        )

    def _add(self, model: Fitness, available_bytes: int) -> None:
        is_in_use = self._is_in_use(model)
        item = QListWidgetItem(self.list)
        item.setData(FITNESS, model)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, told(model, available_bytes, is_in_use=is_in_use))
        item.setToolTip(str(model.path))
        card = ModelCard(model, available_bytes, is_in_use=is_in_use, parent=self.list)
        item.setSizeHint(QSize(0, card.sizeHint().height() + 2 * ITEM_BORDER))
        self.list.setItemWidget(item, card)

    def _is_in_use(self, model: Fitness) -> bool:
        if self._in_use is not None:
            return model.path.resolve() == self._in_use.path.resolve()
        named = self._settings.model
        return bool(named) and named in (model.path.stem, model.path.name, str(model.path))

    def _select(self, path: Path | None) -> None:
        items = [self.list.item(row) for row in range(self.list.count())]
        same = [item for item in items if path is not None and item.data(FITNESS).path == path]
        used = [item for item in items if self._is_in_use(item.data(FITNESS))]
        usable = [item for item in items if _is_usable(item.data(FITNESS))]
        for item in (*same, *used, *usable):
            self.list.setCurrentItem(item)
            return

    def _mind_use(self) -> None:
        self.use.setEnabled(_is_usable(self.selected))

    def _take_folders(self) -> None:
        self._settings = dataclasses.replace(self._settings, model_folders=self.folders.folders)
        self.chosen.emit(self._settings)
        self._look()

    def _take_installed(self, models: tuple[Path, ...]) -> None:
        ggufs = [path for path in models if path.suffix == ".gguf"]
        self._look(select=ggufs[0] if ggufs else None)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Add a model"), str(Path.home()), self.tr("GGUF models (*.gguf)")
        )
        if chosen:
            self.add_file(Path(chosen))

    def accept(self) -> None:
        """Say the settings with the model that is selected, and close."""
        if self.selected is None or not _is_usable(self.selected):
            return
        model = self._settings.model if self._is_in_use(self.selected) else str(self.selected.path)
        changed = dataclasses.replace(
            self._settings,
            model=model,
            kv_type=self.kv_field.value,
            context_tokens=int(self.context_field.value),
        )
        super().accept()
        self.chosen.emit(changed)


def _is_usable(model: Fitness | None) -> bool:
    return model is not None and model.fit in (Fit.WHOLE, Fit.SMALLER_WINDOW)
