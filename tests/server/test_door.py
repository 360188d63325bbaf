"""How many sockets come in (R18)."""

from server.door import Door


def test_so_many_of_one_address_and_so_many_in_all() -> None:
    door = Door(per_address=2, in_all=3)
    assert [door.enter("a"), door.enter("a"), door.enter("a")] == [True, True, False]
    assert [door.enter("b"), door.enter("c")] == [True, False]
    door.leave("a")
    assert [door.enter("c"), door.enter("c")] == [True, False]


def test_who_left_leaves_nothing_behind() -> None:
    door = Door()
    door.enter("a")
    door.leave("a")
    assert not door._inside
