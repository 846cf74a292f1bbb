#!/usr/bin/env python3
"""Every dependency has a licence of this list; a new one is a decision of its own."""
import json
import re
import subprocess
import sys

ALLOWED = {"MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "Unlicense", "Zlib", "CC0-1.0", "MPL-2.0"}


def fits(expression: str) -> bool:
    """Whether one alternative of an SPDX expression is allowed in all its parts."""
    flat = expression.replace("/", " OR ").replace("(", " ").replace(")", " ")
    return any(
        all(part.strip() in ALLOWED for part in re.split(r"\s+AND\s+", alternative))
        for alternative in re.split(r"\s+OR\s+", flat)
    )


metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked"]))
wrong = [(p["name"], p["license"]) for p in metadata["packages"] if not fits(p["license"] or "none")]
for name, licence in wrong:
    print(f"{name}: the licence {licence} is not on the list")
print(f"{len(metadata['packages'])} packages, {len(wrong)} with a licence that is not on the list")
sys.exit(1 if wrong else 0)
