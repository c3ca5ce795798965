"""The look of the window: ink on warm paper, light and dark, as colours, measures, fonts and one stylesheet.

appearance = theme.apply(app)          # Fusion, palette, fonts and stylesheet; follows the system from now on
appearance.choose("dark")              # or "light", or "system" again
theme.current().accent                 # read inside paintEvent, so that a change needs a repaint only

A widget gets its look from the dynamic property "kind" (`assets/openbook.qss` lists them), never from colours
of its own. `mark` and `cite` are full colours, for a strip of pages; over a page they are laid on thinly:
`theme.tint(mark)`.
"""

from dataclasses import dataclass, fields
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import ASSETS

FALLBACK_FAMILIES = (
    "Inter", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans",
    "SF Hebrew", "Arial Hebrew", "Noto Sans Hebrew", "Arial", "David",
)  # fmt: skip
LEAST_LINE_PX = 18  # of a button or a field
FONT_SCALES = {"small": 0.9, "body": 1.0, "heading": 1.15, "title": 1.5}
SEMIBOLD = {"heading", "title"}


@dataclass(frozen=True, slots=True)
class Theme:
    """All colours, as "#rrggbb", and the two measures that everything is laid out by, in pixels."""

    is_dark: bool
    window: str
    surface: str
    raised: str
    sunken: str
    border: str
    strong_border: str
    text: str
    dim: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    good: str
    warning: str
    danger: str
    warning_soft: str
    danger_soft: str
    mark: str
    cite: str
    whole: str
    retrieved: str
    closed: str
    gap: int = 8
    radius: int = 8


LIGHT = Theme(
    is_dark=False,
    window="#f5f2ec",
    surface="#fdfcf9",
    raised="#ffffff",
    sunken="#ebe7df",
    border="#dfd9ce",
    strong_border="#8d867a",
    text="#26231f",
    dim="#625c53",
    accent="#3c4bb3",
    accent_hover="#323f9b",
    on_accent="#ffffff",
    accent_soft="#e4e6f6",
    good="#2a7040",
    warning="#8a5300",
    danger="#b3312a",
    warning_soft="#fbeed3",
    danger_soft="#fae3df",
    mark="#b07f0c",
    cite="#c04a12",
    whole="#10697c",
    retrieved="#96540c",
    closed="#8b4179",
)
DARK = Theme(
    is_dark=True,
    window="#1b1a18",
    surface="#23221f",
    raised="#2c2a27",
    sunken="#151413",
    border="#3a3733",
    strong_border="#857e73",
    text="#ece8e1",
    dim="#ada69a",
    accent="#a3aefb",
    accent_hover="#b8c1ff",
    on_accent="#171a38",
    accent_soft="#30345a",
    good="#7fca92",
    warning="#eeb55c",
    danger="#ff9488",
    warning_soft="#41331a",
    danger_soft="#482623",
    mark="#d9ab3a",
    cite="#ff8f56",
    whole="#6cc6d9",
    retrieved="#eea75a",
    closed="#e09bd0",
)

_shown = LIGHT


def current() -> Theme:
    """Return the theme that is shown."""
    return _shown


def tint(colour: str, alpha: float = 0.3) -> QColor:
    """Return `colour` thinned, to be laid over a page or a line; 0 is nothing, 1 is all of it."""
    thin = QColor(colour)
    thin.setAlphaF(alpha)
    return thin


def font(role: str = "body") -> QFont:
    """Return the interface font in the size of its role: small, body, heading or title."""
    scaled = QFont(QGuiApplication.font())
    if scaled.pointSizeF() > 0:
        scaled.setPointSizeF(scaled.pointSizeF() * FONT_SCALES[role])
    else:
        scaled.setPixelSize(round(scaled.pixelSize() * FONT_SCALES[role]))
    if role in SEMIBOLD:
        scaled.setWeight(QFont.Weight.DemiBold)
    return scaled


class Appearance(QObject):
    """What is chosen and what is shown; follows the system's light and dark while "system" is chosen."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = "system"
        # Where the platform does not say, its own palette does; ours replaces it in a moment.
        self._began_dark = app.palette().window().color().lightness() < 128
        self._system_font = QFont(app.font())
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> str:
        """What the person chose: "system", "light" or "dark"."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Show the light or the dark theme, or the system's."""
        self._choice = choice
        hints = self._app.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:  # the title bar and the system's own dialogs then match
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._show()

    def _follow(self) -> None:
        if self._wanted() is not _shown:
            self._show()

    def _wanted(self) -> Theme:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        scheme = self._app.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return DARK if self._began_dark else LIGHT
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT

    def _show(self) -> None:
        global _shown
        _shown = self._wanted()
        self._app.setPalette(palette(_shown))
        self._app.setFont(_with_fallbacks(self._system_font))
        self._app.setStyleSheet(stylesheet(_shown, self._app.font()))
        self.changed.emit()


def apply(app: QApplication, choice: str = "system") -> Appearance:
    """Give `app` its look and return what changes it; a second call only chooses anew."""
    appearance = app.findChild(Appearance) or Appearance(app)
    appearance.choose(choice)
    return appearance


def palette(theme: Theme) -> QPalette:
    """Return the palette for what is painted by Qt itself, and for texts in rich documents."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.window,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.dim,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.danger,
        QPalette.ColorRole.ToolTipBase: theme.text,
        QPalette.ColorRole.ToolTipText: theme.surface,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.LinkVisited: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.border,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Dark: theme.strong_border,
        QPalette.ColorRole.Shadow: theme.strong_border,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.strong_border))
    return made


def stylesheet(theme: Theme, base: QFont) -> str:
    """Return the application's one stylesheet: the template in assets, with the theme's values."""
    values = {each.name: str(getattr(theme, each.name)) for each in fields(theme)}
    values |= {f"{role}_size": _size(base, scale) for role, scale in FONT_SCALES.items()}
    values["line_height"] = f"{max(LEAST_LINE_PX, QFontMetrics(base).height())}px"
    values["controls"] = (ASSETS / "icons" / "controls" / ("dark" if theme.is_dark else "light")).as_posix()
    return Template(_template()).substitute(values)


@cache
def _template() -> str:
    return (ASSETS / "openbook.qss").read_text(encoding="utf-8")


def _size(base: QFont, scale: float) -> str:
    if base.pointSizeF() > 0:
        return f"{base.pointSizeF() * scale:.1f}pt"
    return f"{round(base.pixelSize() * scale)}px"


def _with_fallbacks(system: QFont) -> QFont:
    font = QFont(system)
    own = system.families() or [system.family()]
    font.setFamilies(list(dict.fromkeys([*own, *FALLBACK_FAMILIES])))
    return font
