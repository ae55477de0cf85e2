#!/usr/bin/env python3
"""Finds scores of shipped checkpoints that a document's table tells differently from the checkpoint's card.

In a row whose first cell names a checkpoint in backticks every number with decimals must stand in the card, or be one
of its numbers rounded.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
cards = {file.parent.name: file.read_text() for file in root.glob("Sources/WorldModel/Checkpoints/*/README.md")}
number = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.]*\d)")
failures = []
rows = 0
for name in ["README.md", "docs/scores.md"]:
    for line, text in enumerate((root / name).read_text().splitlines(), 1):
        row = re.match(r"\|\s*`([\w-]+)[^|]*\|(.*)", text)
        if not row or row[1] not in cards:
            continue
        rows += 1
        known = number.findall(cards[row[1]])
        for told in number.findall(row[2]):
            digits = len(told.split(".")[1])
            # Half a unit of the last digit either way: rounding 0.85 to 0.8 or 0.9 is nobody's error.
            if not any(len(k.split(".")[1]) >= digits and abs(float(k) - float(told)) <= 0.5001 * 10**-digits for k in known):
                failures.append(f"{name}:{line}: {told} of {row[1]} does not stand in its card; tell what the card tells.")
if not rows:
    failures.append("No table of README.md or docs/scores.md names a checkpoint.")
print("\n".join(failures) or f"{rows} rows of scores tell what the cards tell.")
sys.exit(1 if failures else 0)
