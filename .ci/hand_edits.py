#!/usr/bin/env python3
"""Hand corrections survive: 50 documents of shared/eval are converted, each result gets ten edits by script, transcripts and
options change, and all are converted again. No edit may be lost or doubled, every result must be valid, and what could
not be brought together must be reported.

    hand_edits.py POSTIL SHARED [SEED]
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

POSTIL, SHARED = os.path.abspath(sys.argv[1]), sys.argv[2]
DICE = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
PROFILE = """extends = "archival"
description = "Illegible words are spaces"

[[siglum]]
id = "space-for-illegible"
pattern = 'illegible'
tei = { element = "space" }
example = "the [illegible] side"
gives = 'the <space/> side'
see = "https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-space.html"
"""
MARKS = re.compile(r"<(persName|placeName|orgName|date)((?: [^>]*)?)>([^<]{3,40})</\1>")


def run(*arguments):
    return subprocess.run([POSTIL, *arguments], capture_output=True, text=True)


def in_paragraph(body, at):
    """Whether a place is in the running text of a p itself."""
    tags = re.findall(r"<(/?)(\w+)[^>]*>", body[max(0, body.rfind("<p", 0, at)) : at])
    inside = body.rfind("<", 0, at) <= body.rfind(">", 0, at)
    depth = sum(-1 if close else 1 for close, _ in tags if _ not in ("gap", "pb", "lb"))
    return inside and bool(tags) and tags[0][1] == "p" and depth == 1


def choose(pattern, body, wanted=lambda match: True):
    found = [match for match in re.finditer(pattern, body) if wanted(match)]
    return DICE.choice(found) if found else None


def spliced(body, match, text):
    return body[: match.start()] + text + body[match.end() :]


def edit(body, number):
    """One edit: the new text, and what must stand there once from now on, or must not come back."""
    mark = f'n="hand{number}"'
    kind = DICE.choice(["add", "remove", "retype", "attribute", "word", "split", "note"])
    running = lambda match: in_paragraph(body, match.start())
    free = lambda match: "hand" not in match.group(2)
    if kind == "add" and (match := choose(r"(?<= )[A-Za-z]{5,}(?=[ ,.;])", body, running)):
        return spliced(body, match, f"<term {mark}>{match.group()}</term>"), ("once", mark)
    if kind == "remove" and (match := choose(MARKS, body, free)):
        before = body[max(0, match.start() - 12) : match.start()]
        return spliced(body, match, match.group(3)), ("gone", before + match.group())
    if kind == "retype" and (match := choose(MARKS, body, free)):
        return spliced(body, match, f'<rs type="other" {mark}>{match.group(3)}</rs>'), ("once", mark)
    if kind == "attribute" and (match := choose(MARKS, body, free)):
        name, attributes, words = match.groups()
        return spliced(body, match, f"<{name}{attributes} {mark}>{words}</{name}>"), ("once", mark)
    if kind == "word" and (match := choose(r"(?<= )[a-z]{5,}(?=[ ,.;])", body, running)):
        return spliced(body, match, f"{match.group()}qhand{number}"), ("once", f"qhand{number}")
    if kind == "split" and (match := choose(r"\.\n +(?=[A-Z])", body, running)):
        return spliced(body, match, f".</p>\n        <p {mark}>"), ("once", mark)
    if kind == "note" and (match := choose(r"(?<=\.)(?=</p>)", body)):
        return spliced(body, match, f"<note {mark}>By the editor.</note>"), ("once", mark)
    return body, None


def changed(text):
    """A transcript with a word, a sentence and a paragraph that are new."""
    if match := choose(r"(?<= )[a-z]{5,}(?= )", text):
        text = spliced(text, match, "newword")
    if match := choose(r"(?<=[a-z]\. )(?=[A-Z])", text):
        text = spliced(text, match, "He newsentence met Mr. Harwell in Geneva. ")
    if match := choose(r"(?<=\n\n)", text, lambda match: match.start() > 300):
        text = spliced(text, match, "A newparagraph was found in Paris.\n\n")
    return text


def main():
    work = tempfile.mkdtemp()
    transcripts, results = os.path.join(work, "in"), os.path.join(work, "out")
    os.mkdir(transcripts)
    for name in ("frus", "ehri_en"):
        folder = os.path.join(work, name)
        unpack = os.path.join(SHARED, "eval", "unpack.py")
        source = os.path.join(SHARED, "eval", "dev", f"{name}.jsonl")
        subprocess.run([sys.executable, unpack, source, folder], check=True, capture_output=True)
        files = sorted(file for file in os.listdir(folder) if file.endswith(".txt"))
        for file in DICE.sample(files, 25):
            shutil.copy(os.path.join(folder, file), transcripts)
    assert run("convert", transcripts, "-o", results, "-q").returncode == 0
    edits, edited = {}, {}
    for file in sorted(os.listdir(results)):
        if not file.endswith(".xml"):
            continue
        path = os.path.join(results, file)
        xml = open(path, encoding="utf-8").read()
        head, body = xml[: xml.index("<body")], xml[xml.index("<body") :]
        edits[file] = []
        for number in range(10):
            body, expected = edit(body, number)
            edits[file] += [expected] if expected else []
        edited[file] = head + body
        open(path, "w", encoding="utf-8").write(head + body)
    assert run("validate", results, "-q").returncode == 0, "the edits themselves must be valid"
    for file in sorted(os.listdir(transcripts)):
        path = os.path.join(transcripts, file)
        text = changed(open(path, encoding="utf-8").read())
        open(path, "w", encoding="utf-8").write(text)
    profile = os.path.join(work, "ours.toml")
    open(profile, "w", encoding="utf-8").write(PROFILE)
    options = ["--profile", profile, "--min-cert", "medium", "--format", "short"]
    said = run("convert", transcripts, "-o", results, *options)
    assert said.returncode == 0, said.stderr
    wrong = []
    for file, expected in edits.items():
        xml = open(os.path.join(results, file), encoding="utf-8").read()
        for kind, text in expected:
            found = len(re.findall(re.escape(text) + r"(?![0-9])", xml))
            if kind == "once" and found != 1:
                wrong.append(f"{file}: `{text}` stands there {found} times")
            if kind == "gone" and found > edited[file].count(text):
                wrong.append(f"{file}: `{text}` came back")
        is_reported = f"{file}:" in said.stdout + said.stderr
        for word in ("newword", "newsentence", "newparagraph"):
            stem = os.path.join(transcripts, file[:-4] + ".txt")
            if word in open(stem, encoding="utf-8").read() and xml.count(word) != 1 and not is_reported:
                wrong.append(f"{file}: `{word}` stands there {xml.count(word)} times, and nothing is said of it")
    if run("validate", results, "-q").returncode != 0:
        wrong.append("a result is not valid")
    conflicts = (said.stdout + said.stderr).count("[M001]")
    shutil.rmtree(work)
    print(f"hand edits: {sum(map(len, edits.values()))} in {len(edits)} documents, {conflicts} conflicts reported, {len(wrong)} wrong")
    print("\n".join(wrong))
    sys.exit(bool(wrong))


main()
