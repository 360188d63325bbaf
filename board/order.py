"""Orders between orders: fractional indexes in base 62, key for key those of the npm package `fractional-indexing`.

A key is an integer part, whose first letter says how long it is, and a fraction without a trailing zero. Two people who
insert at one spot get different keys if each passes random bits as `jitter`: every bit halves the gap once more."""

from collections.abc import Iterable

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ZERO, LAST = DIGITS[0], DIGITS[-1]
SMALLEST_INTEGER = "A" + ZERO * 26


class OrderError(ValueError):
    """A key that is no order, or two keys that do not ascend."""


def between(low: str | None, high: str | None, jitter: Iterable[bool] = ()) -> str:
    """A key above `low` and below `high`; None is the end of the list on that side."""
    for end in (low, high):
        if end is not None:
            _check(end)
    if low is not None and high is not None and low >= high:
        raise OrderError(f"{low!r} does not stand before {high!r}")
    key = _between(low, high)
    for upper in jitter:
        low, high = (key, high) if upper else (low, key)
        key = _between(low, high)
    return key


def spread(low: str | None, high: str | None, count: int) -> list[str]:
    """`count` ascending keys between the two, evenly spread."""
    if count <= 0:
        return []
    if high is None:
        return _climb(low, count)
    if low is None:
        return _descend(high, count)
    middle = count // 2
    key = between(low, high)
    return [*spread(low, key, middle), key, *spread(key, high, count - middle - 1)]


def is_order(value: object) -> bool:
    """Whether the value is a well-formed key."""
    try:
        _check(value if isinstance(value, str) else "")
    except OrderError:
        return False
    return True


def _climb(low: str | None, count: int) -> list[str]:
    keys: list[str] = []
    for _ in range(count):
        low = between(low, None)
        keys.append(low)
    return keys


def _descend(high: str, count: int) -> list[str]:
    keys: list[str] = []
    for _ in range(count):
        high = between(None, high)
        keys.append(high)
    return keys[::-1]


def _between(low: str | None, high: str | None) -> str:
    if low is None:
        return _before(high)
    whole, fraction = _split(low)
    if high is None:
        bigger = _increment(whole)
        return whole + _middle(fraction, None) if bigger is None else bigger
    high_whole, high_fraction = _split(high)
    if whole == high_whole:
        return whole + _middle(fraction, high_fraction)
    bigger = _increment(whole)
    if bigger is not None and bigger < high:
        return bigger
    return whole + _middle(fraction, None)


def _before(high: str | None) -> str:
    if high is None:
        return "a" + ZERO
    whole, fraction = _split(high)
    if whole == SMALLEST_INTEGER:
        return whole + _middle("", fraction)
    if whole < high:
        return whole
    smaller = _decrement(whole)
    if smaller is None:
        raise OrderError(f"nothing stands before {high!r}")
    return smaller


def _middle(low: str, high: str | None) -> str:
    """The fraction halfway between two fractions; None is 1."""
    if high is not None:
        shared = _shared(low, high)
        if shared:
            return high[:shared] + _middle(low[shared:], high[shared:])
    bottom = DIGITS.index(low[0]) if low else 0
    top = DIGITS.index(high[0]) if high else len(DIGITS)
    if top - bottom > 1:
        return DIGITS[(bottom + top + 1) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[bottom] + _middle(low[1:], None)


def _shared(low: str, high: str) -> int:
    """How many leading digits two fractions share, the shorter one continued with zeros."""
    length = 0
    while length < len(high) and (low[length] if length < len(low) else ZERO) == high[length]:
        length += 1
    return length


def _split(key: str) -> tuple[str, str]:
    length = _integer_length(key[:1])
    return key[:length], key[length:]


def _integer_length(head: str) -> int:
    if "a" <= head <= "z":
        return ord(head) - ord("a") + 2
    if "A" <= head <= "Z":
        return ord("Z") - ord(head) + 2
    raise OrderError(f"{head!r} does not begin an order")


def _increment(whole: str) -> str | None:
    head, digits = whole[0], list(whole[1:])
    for place in reversed(range(len(digits))):
        if digits[place] != LAST:
            digits[place] = DIGITS[DIGITS.index(digits[place]) + 1]
            return head + "".join(digits)
        digits[place] = ZERO
    if head == "z":
        return None
    if head == "Z":
        return "a" + ZERO
    bigger = chr(ord(head) + 1)
    return bigger + ZERO * (_integer_length(bigger) - 1)


def _decrement(whole: str) -> str | None:
    head, digits = whole[0], list(whole[1:])
    for place in reversed(range(len(digits))):
        if digits[place] != ZERO:
            digits[place] = DIGITS[DIGITS.index(digits[place]) - 1]
            return head + "".join(digits)
        digits[place] = LAST
    if head == "A":
        return None
    if head == "a":
        return "Z" + LAST
    smaller = chr(ord(head) - 1)
    return smaller + LAST * (_integer_length(smaller) - 1)


def _check(key: str) -> None:
    whole, fraction = _split(key)
    ill = len(whole) < _integer_length(key[:1]) or key == SMALLEST_INTEGER or fraction.endswith(ZERO)
    if ill or not set(key) <= set(DIGITS):
        raise OrderError(f"{key!r} is no order")
