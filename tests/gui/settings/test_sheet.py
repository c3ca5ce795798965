from pytestqt.qtbot import QtBot

from gui.settings.sheet import Role, Sheet


def test_a_dialog_is_no_larger_than_the_screen_so_that_its_buttons_can_be_reached(qtbot: QtBot) -> None:
    sheet = Sheet("Models")
    qtbot.addWidget(sheet)
    button = sheet.add_button("Close", Role.RejectRole)
    room = sheet.screen().availableSize()
    sheet.resize(room.width() + 300, room.height() + 300)
    sheet.show()
    assert sheet.width() <= room.width()
    assert sheet.height() <= room.height()
    assert button.mapTo(sheet, button.rect().bottomRight()).y() < sheet.height()
