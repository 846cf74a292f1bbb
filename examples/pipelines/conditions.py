#!/usr/bin/env python3
"""Checks, with lxml, what publishing systems need of a folder of TEI files.

A title, and an author where the document has one, in the header; every pointer to a person, place or organization leads
to an entry with an xml:id; no xml:id twice; the body is not empty.
"""
import pathlib
import sys

from lxml import etree

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def problems(path):
    root = etree.parse(str(path)).getroot()
    if not root.xpath("normalize-space(t:teiHeader/t:fileDesc/t:titleStmt/t:title)", namespaces=TEI):
        yield "no title"
    if root.xpath("t:teiHeader/t:fileDesc/t:titleStmt/t:author[not(normalize-space())]", namespaces=TEI):
        yield "an empty author"
    if not root.xpath("normalize-space(t:text/t:body)", namespaces=TEI):
        yield "an empty body"
    ids = root.xpath("//@xml:id")
    if len(ids) != len(set(ids)):
        yield "an xml:id stands twice"
    entries = set(root.xpath("t:standOff//*/@xml:id", namespaces=TEI))
    for mention in root.xpath("//t:persName/@ref | //t:placeName/@ref | //t:orgName/@ref", namespaces=TEI):
        for pointer in mention.split():
            if pointer.startswith("#") and pointer[1:] not in entries:
                yield f"{pointer} leads nowhere"


def main(folder):
    files = sorted(pathlib.Path(folder).rglob("*.xml"))
    found = [f"{path}: {problem}" for path in files for problem in problems(path)]
    print("\n".join(found) or f"{len(files)} documents are fit for publishing")
    return 1 if found or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
