import pytest

from companion.data.own.fields import number, numbers, part, whole, word

ITEM = {"id": 3, "name": "cat", "width": 2.5, "none": None, "empty": "", "yes": True, "nan": float("nan")}


def test_by_hand():
    assert part(ITEM, "none") is None
    assert (whole(ITEM, "id"), word(ITEM, "name"), number(ITEM, "width"), number(ITEM, "id")) == (3, "cat", 2.5, 3)
    assert numbers([1, 2.5], "bbox", 2) == [1, 2.5]
    assert numbers([], "counts", None) == []


@pytest.mark.parametrize("item", [ITEM, None, ["other"], "other"])
def test_missing(item):
    for get in (part, whole, word, number):
        with pytest.raises(ValueError, match="^has no 'other'$"):
            get(item, "other")


@pytest.mark.parametrize("key", ["name", "width", "none", "yes"])
def test_not_whole(key):
    with pytest.raises(ValueError, match=f"^'{key}' must be a whole number, got "):
        whole(ITEM, key)


@pytest.mark.parametrize("key", ["id", "none", "empty"])
def test_no_word(key):
    with pytest.raises(ValueError, match=f"^'{key}' must be a text, got "):
        word(ITEM, key)


@pytest.mark.parametrize("key", ["name", "none", "yes", "nan"])
def test_no_number(key):
    with pytest.raises(ValueError, match=f"^'{key}' must be a finite number, got "):
        number(ITEM, key)
    with pytest.raises(ValueError, match="^'bbox' must hold 2 finite numbers$"):
        numbers([1, ITEM[key]], "bbox", 2)


@pytest.mark.parametrize("values", [None, 3, "12", {"a": 1}, (1, 2)])
def test_no_list(values):
    with pytest.raises(ValueError, match="^'counts' must hold finite numbers$"):
        numbers(values, "counts", None)


@pytest.mark.parametrize("values", [[], [1], [1, 2, 3]])
def test_wrong_length(values):
    with pytest.raises(ValueError, match="^'bbox' must hold 2 finite numbers$"):
        numbers(values, "bbox", 2)


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf")], ids=["large", "small", "infinite"])
def test_beyond_every_number(value):
    with pytest.raises(ValueError, match=r"^'bbox' must hold 2 finite numbers$"):
        numbers([1, value], "bbox", 2)
    with pytest.raises(ValueError, match="^'width' must be a finite number, got .{3,70}$"):
        number({"width": value}, "width")
