#!/usr/bin/env python3
"""Makes the documentation of the library products with DocC; any warning is an error.

    docs.py BUILD OUTPUT    BUILD: a folder of `swift build --show-bin-path`

The tutorial's code is Tests/Example, cut at blank lines: what the tests build is what a reader sees.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

root = pathlib.Path(__file__).resolve().parent.parent
build, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
package = (root / "Package.swift").read_text()
modules = set(re.findall(r'"(\w+)"', "".join(re.findall(r"\.library\(.*?targets: \[(.*?)\]", package, re.S))))
maps = [*build.glob("*.build/module.modulemap"), *root.glob("Sources/*/module.modulemap")]
yaml = [folder / "checkouts/Yams/Sources/CYaml/include/module.modulemap" for folder in build.absolute().parents]
maps += [file for file in yaml if file.exists()][:1]
with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    symbols, catalog = scratch / "symbols", scratch / "Diorama.docc"
    symbols.mkdir()
    for module in sorted(modules | {"Camera"}):
        subprocess.run(
            ["swift", "symbolgraph-extract", "-module-name", module, "-I", build / "Modules"]
            + [word for map in maps for word in ("-Xcc", f"-fmodule-map-file={map}")]
            + ["-target", f"{subprocess.check_output(['uname', '-m'], text=True).strip()}-unknown-linux-gnu"]
            + ["-minimum-access-level", "public", "-output-dir", symbols],
            check=True,
        )
    shutil.copytree(root / "docs/Diorama.docc", catalog)
    shutil.copy(root / "docs/window.png", catalog)
    shutil.copy(root / "Tests/Example/Package.swift", catalog)
    parts = (root / "Tests/Example/Sources/example/main.swift").read_text().split("\n\n")
    for count in range(1, len(parts) + 1):
        (catalog / f"step{count}.swift").write_text("\n\n".join(parts[:count]).rstrip() + "\n")
    output.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["docc", "convert", catalog, "--additional-symbol-graph-dir", symbols, "--output-dir", output]
        + ["--fallback-display-name", "Diorama", "--fallback-bundle-identifier", "diorama"]
        + ["--transform-for-static-hosting", "--warnings-as-errors"],
    )
if made.returncode:
    sys.exit(f"DocC found the faults above (status {made.returncode}).")
print(f"{output}: documentation of {', '.join(sorted(modules))}.")
