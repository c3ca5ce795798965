"""The bar above the panes: open, what the model reads, and which model it is."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QToolButton, QWidget

from core.answering.events import Mode
from core.model.fitness import TOY_PARAMETERS
from gui.actions import Actions
from gui.ask.wording import preparing
from gui.desk import Desk
from gui.icons import BESIDE_TEXT, icon
from gui.translating import say
from gui.widgets.segmented_switch import Segment, SegmentedSwitch

MODES = {
    "whole": (Mode.WHOLE,),
    "retrieved": (Mode.RETRIEVED,),
    "compare": (Mode.WHOLE, Mode.RETRIEVED),
}


class TopBar(QWidget):
    """Shows and sets the modes in which the next question is answered."""

    modes_changed = Signal()
    models_asked = Signal()

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._actions = desk, actions
        self._open = self._tool("open", self.tr("Open"))  # first made, first reached
        self.switch = self._switch()
        self.closed_book = QCheckBox(self.tr("Closed book"), self)
        self.closed_book.setToolTip(
            self.tr("Compare with what the model knows without reading anything ({0})").format(
                actions["closed_book"].shortcut().toString()
            )
        )
        self.closed_book.toggled.connect(self._tell)
        policy = self.closed_book.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the switch would move away under the mouse
        self.closed_book.setSizePolicy(policy)
        self.model_button = QPushButton(icon("model"), "", self)
        self.model_button.setProperty("kind", "quiet")
        self.model_button.setIconSize(BESIDE_TEXT)
        self.model_button.clicked.connect(self.models_asked)
        self._lay_out()
        self._connect_actions()
        desk.model_changed.connect(self._show_model)
        self.choose("retrieved")
        self._show_model()

    @property
    def choice(self) -> str:
        """The chosen segment: "whole", "retrieved" or "compare"."""
        return self.switch.value

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The modes in which the next question is answered."""
        with_closed = self.choice == "compare" and self.closed_book.isChecked()
        return (*MODES[self.choice], Mode.CLOSED) if with_closed else MODES[self.choice]

    def choose(self, choice: str) -> None:
        """Choose a segment."""
        self.switch.choose(choice)
        self._tell()

    def _switch(self) -> SegmentedSwitch:
        whole = self.tr("The model reads everything: best for questions about the whole")
        retrieved = self.tr("The model reads the passages found for the question: fast, best for facts")
        segments = (
            self._segment("whole", self.tr("Whole document"), whole),
            self._segment("retrieved", self.tr("Retrieved chunks"), retrieved),
            self._segment("compare", self.tr("Compare"), self.tr("Both answer side by side")),
        )
        switch = SegmentedSwitch(self.tr("What the model reads"), segments, self)
        switch.chosen.connect(lambda _value: self._tell())
        return switch

    def _segment(self, value: str, text: str, help_text: str) -> Segment:
        shortcut = self._actions[f"mode_{value}"].shortcut().toString()
        colour = "accent" if value == "compare" else value
        return Segment(value, text, value, help_text, colour, shortcut)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self.switch)
        row.addWidget(self.closed_book)
        row.addStretch(1)
        row.addWidget(self.model_button)
        row.addWidget(self._tool("settings"))

    def _tool(self, name: str, text: str = "") -> QToolButton:
        action: QAction = self._actions[name]
        button = QToolButton(self)
        button.setIcon(action.icon())
        button.setIconSize(QSize(24 if text else 18, 18))
        button.setText(text)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        button.setToolButtonStyle(style)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def _connect_actions(self) -> None:
        for name in MODES:
            action = self._actions[f"mode_{name}"]
            action.triggered.connect(lambda _checked=False, chosen=name: self.choose(chosen))
        self._actions["closed_book"].toggled.connect(self._toggle_closed_book)

    def _toggle_closed_book(self, is_on: bool) -> None:
        self.closed_book.setChecked(is_on)
        if is_on and self.choice != "compare":
            self.choose("compare")

    def _tell(self) -> None:
        self.closed_book.setVisible(self.choice == "compare")
        for name in MODES:
            self._actions[f"mode_{name}"].setChecked(name == self.choice)
        self._actions["closed_book"].setChecked(self.closed_book.isChecked())
        self.modes_changed.emit()

    def _show_model(self) -> None:
        text, tip, icon_name, colour = self._model_words()
        shown = self.model_button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, 190)
        self.model_button.setText(shown)
        self.model_button.setIcon(icon(icon_name, colour))
        self.model_button.setToolTip(tip)
        self.model_button.setAccessibleName(self.tr("Model: ") + text)

    def _model_words(self) -> tuple[str, str, str, str]:
        desk = self._desk
        if desk.model is not None:
            model = desk.model
            window = self.tr("window of {0} tokens").format(f"{model.context_tokens:,}")
            tip = f"{model.path.name}\n{model.quantisation}, {window}, {model.device}"
            if model.parameter_count < TOY_PARAMETERS:
                tip += "\n" + self.tr("A toy: good for trying OpenBook, not for trusting.")
                return model.name, tip, "warning", "warning"
            return model.name, tip, "model", "text"
        if desk.is_loading:
            step = preparing(desk.preparing) if desk.preparing else self.tr("Loading the model…")
            is_made = desk.preparing is not None and not desk.preparing.is_loading
            shown = self.tr("Preparing the model…") if is_made else self.tr("Loading the model…")
            return shown, step, "model", "dim"
        reason = say(desk.model_failure.sentence) if desk.model_failure else self.tr("No model")
        return self.tr("Choose a model"), reason, "warning", "danger"
