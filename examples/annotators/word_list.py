"""Finds the words of a list, one `type<TAB>name` a line. Needs nothing but Python; a pattern for adapters of your own."""
import json
import sys

sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
with open(sys.argv[1], encoding="utf-8") as file:
    names = [line.rstrip("\n").split("\t") for line in file if "\t" in line]
sys.stdin.readline()  # postil's greeting
print(json.dumps({"protocol": "postil-annotator", "version": 1, "name": "word list"}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    text, spans = question["text"], []
    for kind, name in names:
        start = text.find(name)
        while start >= 0:
            spans.append({"start": start, "end": start + len(name), "type": kind, "text": name, "cert": "medium"})
            start = text.find(name, start + len(name))
    print(json.dumps({"id": question["id"], "spans": spans}), flush=True)
