"""What is found out once and kept: about words, for all articles, and about one object."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Read = TypeVar("_Read")
_MOST_WORDS = 100_000  # kept; a run over years of news must not fill the memory


def kept(read: Callable[[str], _Read], most: int = _MOST_WORDS) -> Callable[[str], _Read]:
    """Keep what a function makes of each word: one that was seen before costs one look.

    Faster than ``functools.lru_cache``, which puts its entries in order at each look.
    """
    return _Kept(read, most).__getitem__


class _Kept(dict[str, _Read]):
    def __init__(self, read: Callable[[str], _Read], most: int) -> None:
        self.read = read
        self.most = most

    def __missing__(self, word: str) -> _Read:
        if len(self) >= self.most:
            self.clear()
        made = self[word] = self.read(word)
        return made


class once(Generic[_Read]):  # noqa: N801 - a decorator, like property
    """A property that is worked out when it is first asked for.

    As ``functools.cached_property``, without its lock: an article is read by one thread.
    """

    def __init__(self, find: Callable[[Any], _Read]) -> None:
        self.find = find
        self.name = find.__name__
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "once[_Read]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> _Read: ...
    def __get__(self, instance: object | None, owner: type) -> "once[_Read] | _Read":
        if instance is None:
            return self
        found = instance.__dict__[self.name] = self.find(instance)
        return found
