#!/usr/bin/env python3
"""Checks that every target of Package.swift names the modules that its files import, and no others."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
text = re.sub(r"//[^\n]*", "", (root / "Package.swift").read_text())
kinds = r"^ {8}\.(target|executableTarget|testTarget|systemLibrary)\("
starts = list(re.finditer(kinds + r'\s*name:\s*"(\w+)"', text, re.M))
names = {m[2] for m in starts} | {"ArgumentParser", "Yams"}
programs = {m[2] for m in starts if m[1] == "executableTarget"}
# A trait's name; and tests run programs without importing them.
ignored = {"Window", "MPI"}
failures = []


def bracketed(body):
    """What stands between the brackets of a target's dependencies."""
    start = body.find("dependencies:")
    if start < 0:
        return ""
    depth = 0
    for end in range(body.index("[", start), len(body)):
        depth += (body[end] == "[") - (body[end] == "]")
        if depth == 0:
            return body[start:end]
    return ""


for here, following in zip(starts, starts[1:] + [None]):
    name, body = here[2], text[here.end() : following.start() if following else len(text)]
    if here[1] == "systemLibrary":
        continue
    declared = set(re.findall(r'"(\w+)"', bracketed(body))) - ignored
    path = re.search(r'path:\s*"([^"]+)"', body)
    folder = root / (path[1] if path else ("Tests" if here[1] == "testTarget" else "Sources") + "/" + name)
    imported = set()
    for file in folder.rglob("*.swift"):
        imported |= set(re.findall(r"^\s*(?:@\w+\s+)?import (?:struct |class |enum |func )?(\w+)", file.read_text(), re.M))
    imported = (imported & names) - {name}
    for other in sorted(imported - declared):
        failures.append(f"Package.swift: {name} imports {other}; name it among its dependencies.")
    for other in sorted(declared - imported - programs):
        failures.append(f"Package.swift: {name} names {other} and imports it nowhere; leave it out.")
products = set(re.findall(r'"(\w+)"', "".join(re.findall(r"\.library\(.*?targets: \[(.*?)\]", text, re.S))))
for file in (root / "Tests/Example").rglob("main.swift"):
    for other in sorted((set(re.findall(r"^import (\w+)", file.read_text(), re.M)) & names) - products):
        failures.append(f"Package.swift: {file.name} of Tests/Example imports {other}, which no library product holds.")
print("\n".join(failures) or "Package.swift names every arrow that is imported, and no other.")
sys.exit(1 if failures else 0)
