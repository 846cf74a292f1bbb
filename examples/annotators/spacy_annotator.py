"""Asks spaCy for names and dates: postil convert letters/ -o tei/ --annotator "python3 spacy_annotator.py en_core_web_md"."""
import json
import sys

import spacy

TYPES = {"PERSON": "persName", "PER": "persName", "GPE": "placeName", "LOC": "placeName", "ORG": "orgName"}

model = sys.argv[1] if len(sys.argv) > 1 else "en_core_web_md"
nlp = spacy.load(model, disable=["lemmatizer"])
sys.stdin.reconfigure(encoding="utf-8")
sys.stdout.reconfigure(encoding="utf-8")
sys.stdin.readline()  # postil's greeting
name = f"spaCy {spacy.__version__}, {model} {nlp.meta['version']}"
print(json.dumps({"protocol": "postil-annotator", "version": 1, "name": name}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    spans = [
        {"start": ent.start_char, "end": ent.end_char, "type": TYPES[ent.label_], "text": ent.text, "cert": "medium"}
        for ent in nlp(question["text"]).ents if ent.label_ in TYPES
    ]
    print(json.dumps({"id": question["id"], "spans": spans}), flush=True)
