"""How many: numbers in digits and in words, and nouns that are left out (*a red and a blue balloon*)."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.grammar import ADJECTIVES, WORDS
from vitascope.engines.previz.planner.phrases import Item, Kind, small_words
from vitascope.engines.previz.planner.words import Token, is_plural

MOST = 1_000_000
"""What larger numbers count as; a plan has fewer."""
YEARS, DATED = range(1000, 2101), frozenset({"in", "of", "circa", "since", "around", "year", "until", "from"})
"""Numbers that are years behind these words."""
AGES = (["year", "old"], ["years", "old"], ["month", "old"], ["months", "old"])
JOINING = frozenset({"and", "or", ","})
DOZEN, HUNDRED, THOUSAND = 12, 100, 1000
ONES = frozenset({"one", "ones"})
ALONE = frozenset({"a", "an", "one"})


def counted(items: Sequence[Item]) -> list[Item]:
    """The items with every number as one count, and without the numbers that count nothing shown."""
    found: list[Item] = []
    position = 0
    while position < len(items):
        end, value = _number(items, position)
        if end > position:
            found += _meant(items, position, end, value)
            end += _aged(items, end)
        else:
            found.append(items[position])
        position = max(end, position + 1)
    return _completed(found)


def _meant(items: Sequence[Item], start: int, end: int, value: int) -> list[Item]:
    """The items of a number: a count where something is counted; *35 years*, *two-headed* count nothing."""
    words = tuple(word for item in items[start:end] for word in item.words)
    after = items[end] if end < len(items) else None
    measured = after is not None and not WORDS.measures.isdisjoint(after.words[0].forms)
    compound = after is not None and after.words[0].hyphen and not after.has(Kind.NOUN)
    if measured or compound:
        return [Item.of(words, {})]
    digits = any(word.text.isdecimal() for word in words)
    if digits and not (_counts(items, end, value) and not _dated(items, start, value)):
        return [Item.of(words, {})]
    if value == 0:
        return [Item(words, {}, "no")]
    single = end == start + 1 and not digits
    return [items[start]] if single else [Item.of(words, {Kind.COUNT: str(value)})]


def _aged(items: Sequence[Item], end: int) -> int:
    """How many phrases behind a number tell an age: *5 years old* is nobody old."""
    return 2 if [item.text for item in items[end : end + 2]] in AGES else 0


def _dated(items: Sequence[Item], start: int, value: int) -> bool:
    return value in YEARS and start > 0 and items[start - 1].text in DATED


def _counts(items: Sequence[Item], end: int, value: int) -> bool:
    """Whether what is named behind a number is as many: *3 dogs*, but not *Formula 1 car*, *747 lands*."""
    for item in items[end : end + 4]:
        if item.words[0].mark or item.text in small_words():
            return False
        if item.has(Kind.NOUN):
            word = item.facts[Kind.NOUN].split()[-1]
            several = is_plural(item.last.text, word) or word in WORDS.same_in_plural
            several |= lexicon.noun(item.facts[Kind.NOUN]).plural
            if value == 1 or several:
                return True
        elif item.last.text.endswith("s") and not item.facts:
            return True
    return False


def _number(items: Sequence[Item], start: int) -> tuple[int, int]:
    """Where a number that begins here ends, and what it is; ``start`` where none does."""
    words = [item.text for item in items[start : start + 3]]
    if words == ["half", "a", "dozen"]:
        return start + 3, DOZEN // 2
    if words[:2] == ["half", "dozen"]:
        return start + 2, DOZEN // 2
    total, current, position = 0, 0, start
    while position < len(items):
        joined = position > start and items[position].text == "and" and current + total >= HUNDRED
        at = position + 1 if joined else position
        value = _figure(items, at)
        if value is None or not _follows(current, value, first=at == start):
            break
        if joined and value >= HUNDRED:
            break
        current = (
            max(current, 1) * value if at > start and value in {DOZEN, HUNDRED, THOUSAND} else current + value
        )
        if value == THOUSAND:
            total, current = total + current, 0
        position = at + 1
    return position, min(total + current, MOST)


def _figure(items: Sequence[Item], position: int) -> int | None:
    """The number that one phrase says."""
    if position >= len(items):
        return None
    item = items[position]
    if item.text.isdecimal() and item.text.isascii():
        return int(item.text[:7])
    if len(item.words) > 1 or item.text not in WORDS.numbers:
        return None
    return WORDS.numbers[item.text]


def _follows(current: int, value: int, *, first: bool) -> bool:
    """Whether a number goes on with this: *twenty five*, *two hundred*; *two three* does not."""
    if first or value in {DOZEN, HUNDRED, THOUSAND}:
        return True
    tens = current % HUNDRED
    return 0 < value < HUNDRED and (
        (tens == 0 and current > 0) or (value < 10 and tens >= 20 and tens % 10 == 0)
    )


def _completed(items: Sequence[Item]) -> list[Item]:
    """*A red and a blue balloon*, *a red balloon and a blue one*: the noun stands with each."""
    found: list[Item] = []
    latest: Item | None = None
    for position, item in enumerate(items):
        stands = item.text in ONES and latest is not None and position > 0 and _adjective(items[position - 1])
        if stands and latest is not None and not _goes_on(items, position + 1):
            found.append(_another(latest, several=item.text == "ones"))
            continue
        found.append(item)
        latest = item if item.has(Kind.NOUN) else latest
        shared = _shared(items, position)
        if shared is not None:
            found.append(_another(shared, several=not _alone(items, position)))
    return found


def _shared(items: Sequence[Item], position: int) -> Item | None:
    """The noun that an adjective stands for: behind it is *and*, another article or number, and the noun."""
    if not _adjective(items[position]) or _opening(items, position) is None:
        return None
    at = position + 1
    if at + 2 >= len(items) or items[at].text not in JOINING or not _opens(items[at + 1]):
        return None
    at += 2
    if not _adjective(items[at]):
        return None
    while at < len(items) and _adjective(items[at]):
        at += 1
    return items[at] if at < len(items) and items[at].has(Kind.NOUN) else None


def _opens(item: Item) -> bool:
    return item.text in {"a", "an"} or item.facts.keys() == {Kind.COUNT}


def _adjective(item: Item) -> bool:
    return item.has(*ADJECTIVES) and Kind.COUNT not in item.facts and not item.has(Kind.NOUN)


def _opening(items: Sequence[Item], position: int) -> Item | None:
    """The article or number before an adjective."""
    at = position
    while at >= 0 and _adjective(items[at]):
        at -= 1
    return items[at] if at >= 0 and _opens(items[at]) else None


def _alone(items: Sequence[Item], position: int) -> bool:
    opening = _opening(items, position)
    return opening is not None and opening.text in ALONE


def _goes_on(items: Sequence[Item], position: int) -> bool:
    """Whether a noun of its own follows."""
    return position < len(items) and items[position].has(Kind.NOUN) and not items[position].has(Kind.VERB)


def _another(item: Item, *, several: bool) -> Item:
    """The noun once more, in the singular or as it was said."""
    if several:
        return item
    name = item.facts[Kind.NOUN]
    return Item.of((Token(name, (name,)),), {Kind.NOUN: name})
