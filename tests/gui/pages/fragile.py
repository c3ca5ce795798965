"""A child that does not bear every page: light to import, as a child is."""

import os
from collections.abc import Mapping
from typing import Any

from gui.pages.requests import DrawTile
from gui.pages.service import PagesService
from gui.process.child import Handler

DEADLY, BUGGY = 2, 3


class Fragile(PagesService):
    """Ends where page 2 is drawn, as a hostile file may make it, and fails where page 3 is."""

    def handlers(self) -> Mapping[type, Handler]:
        usual = super().handlers()

        def draw(request: DrawTile) -> Any:
            if request.page_number == DEADLY:
                os._exit(11)
            if request.page_number == BUGGY:
                raise ZeroDivisionError("nobody foresaw this")
            return usual[DrawTile].serve(request)

        return {**usual, DrawTile: Handler(usual[DrawTile].lane, draw)}
