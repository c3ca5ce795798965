from PySide6.QtCore import QRect, QRectF

from core.documents.tile import BYTES_PER_PIXEL
from gui.pages.tiles import SIDE, Sheet, TileCache, TileKey, preview_of, stretched

SMALL, LARGE = Sheet(1, 300, 400), Sheet(1, 2500, 3300)


def pixels(key: TileKey) -> bytes:
    return b"\x80" * (BYTES_PER_PIXEL * key.place.width() * key.place.height())


def kept(cache: TileCache, *keys: TileKey) -> TileCache:
    for key in keys:
        cache.put(key, pixels(key))
    return cache


def test_the_tiles_of_a_sheet_cover_it_without_overlap() -> None:
    area = sum(key.place.width() * key.place.height() for key in LARGE.tiles())
    assert area == LARGE.width * LARGE.height
    assert all(max(key.place.width(), key.place.height()) <= SIDE for key in LARGE.tiles())
    assert len(SMALL.tiles()) == 1


def test_only_tiles_that_are_touched_are_wanted() -> None:
    part = QRect(0, 900, 800, 300)
    wanted = LARGE.tiles(part)
    assert wanted == [key for key in LARGE.tiles() if key.place.intersects(part)]
    assert LARGE.tiles(QRect(-50, -50, 10, 10)) == [TileKey(LARGE)]


def test_a_tile_is_asked_for_by_its_place_on_the_sheet() -> None:
    tile = TileKey(LARGE, 1, 2).tile()
    assert (tile.page_number, tile.page_width, tile.page_height) == (1, 2500, 3300)
    assert QRect(tile.left, tile.top, tile.width, tile.height) == TileKey(LARGE, 1, 2).place


def test_the_least_used_tiles_go_when_there_is_no_room() -> None:
    sheets = [Sheet(number, 100, 100) for number in range(1, 6)]
    cache = TileCache(limit_bytes=3 * 100 * 100 * BYTES_PER_PIXEL)
    kept(cache, *map(TileKey, sheets[:3]))
    cache.get(TileKey(sheets[0]))
    kept(cache, TileKey(sheets[3]))
    assert [TileKey(sheet) in cache for sheet in sheets] == [True, False, True, True, False]
    assert cache.size_bytes == 3 * 100 * 100 * BYTES_PER_PIXEL


def test_a_tile_that_comes_twice_is_counted_once() -> None:
    cache = kept(TileCache(), TileKey(SMALL), TileKey(SMALL))
    assert cache.size_bytes == 300 * 400 * BYTES_PER_PIXEL


def test_one_tile_larger_than_all_room_is_kept_all_the_same() -> None:
    assert TileKey(SMALL) in kept(TileCache(limit_bytes=10), TileKey(SMALL))


def test_a_whole_page_stands_in_before_a_part_that_is_sharper() -> None:
    cache = kept(TileCache(), TileKey(SMALL), TileKey(Sheet(1, 1250, 1650), 0, 0))
    assert cache.stand_in(LARGE) == [TileKey(SMALL)]
    kept(cache, *Sheet(1, 1250, 1650).tiles())
    assert set(cache.stand_in(LARGE)) == set(Sheet(1, 1250, 1650).tiles())


def test_a_page_turned_otherwise_does_not_stand_in() -> None:
    cache = kept(TileCache(), TileKey(SMALL))
    assert cache.stand_in(Sheet(1, 400, 300, 1)) == []
    assert cache.stand_in(Sheet(2, 600, 800)) == []


def test_nothing_stands_in_after_all_was_let_go() -> None:
    cache = kept(TileCache(), TileKey(SMALL))
    cache.clear()
    assert (cache.size_bytes, cache.stand_in(LARGE), cache.get(TileKey(SMALL))) == (0, [], None)


def test_a_tile_is_stretched_to_its_part_of_the_page() -> None:
    key = TileKey(LARGE, LARGE.columns - 1, LARGE.rows - 1)
    page = QRectF(10, 20, 250, 330)
    assert stretched(key, page).bottomRight() == page.bottomRight()
    assert stretched(TileKey(LARGE), page).topLeft() == page.topLeft()


def test_a_preview_is_one_small_tile_in_the_shape_of_the_page() -> None:
    sheet = preview_of(3, (792, 612), 1, 1.0).sheet
    assert (sheet.columns, sheet.rows, sheet.page_number) == (1, 1, 3)
    assert sheet.height > sheet.width
