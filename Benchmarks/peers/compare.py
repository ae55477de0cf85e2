#!/usr/bin/env python3
"""Runs Diorama's `yardstick` in PyTorch (eager and compiled), OpenVINO and ONNX Runtime, beside Diorama itself.

    make benchmark-peers                                  # builds Diorama first
    python3 Benchmarks/peers/compare.py --diorama .build/release/diorama --venv /tmp/peers

The packages go into a virtual environment that is thrown away afterwards, unless --venv names one to keep. Weights, one
pass's input and its output come from `diorama benchmark --export-yardstick`; every peer must give that output before it
is timed. PyPI's torch for x86-64 Linux brings CUDA's libraries along, some 3 GB; --torch names a smaller one where there
is one, such as torch==2.13.0+cpu from an index of CPU wheels.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile


def arguments():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--diorama", required=True, help="the built program")
    parser.add_argument("--venv", help="a virtual environment to use and keep; by default one is made and thrown away")
    parser.add_argument("--torch", default="torch", help="what pip installs as PyTorch")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of every program")
    parser.add_argument("--frames", type=int, default=15, help="frames timed for each peer; the median counts")
    parser.add_argument("--seconds", type=float, default=60, help="at most so long for each peer")
    parser.add_argument("--only", help="peers to run, by the beginnings of their names, with commas between them")
    parser.add_argument("--markdown", action="store_true", help="a Markdown table")
    return parser.parse_args()


def fail(sentence):
    sys.exit(f"benchmark-peers: {sentence}")


def environment(folder, torch):
    """The Python of a virtual environment that has what the peers need."""
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        made = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
        if made.returncode != 0:
            fail("Python cannot make a virtual environment; on Debian, install python3-venv.")
    wanted = ["numpy", "safetensors", torch, "openvino", "nncf", "onnx", "onnxscript", "onnxruntime"]
    needed = "import numpy, safetensors, torch, openvino, nncf, onnx, onnxscript, onnxruntime"
    if subprocess.run([python, "-c", needed], capture_output=True).returncode == 0:
        return python
    print(f"Installing {', '.join(wanted)} ...", file=sys.stderr)
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], capture_output=True, text=True)
    if installed.returncode != 0:
        lines = [line for line in installed.stderr.splitlines() if line.startswith("ERROR")]
        fail(f"pip could not install {', '.join(wanted)}, so there is nothing to compare with"
             f" ({lines[-1][7:] if lines else 'PyPI cannot be reached'}).")
    return python


def diorama(a, folder):
    """What Diorama reaches on this machine, as pairs of name and frames a second; exports the yardstick to `folder`."""
    environment = {**os.environ, "DIORAMA_THREADS": str(a.threads)}

    def run(*extra):
        done = subprocess.run([a.diorama, "benchmark", *extra], capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            fail(f"{a.diorama} benchmark {' '.join(extra)} failed: {done.stderr.strip()}")
        return done.stdout

    run("--export-yardstick", folder)
    measured = json.loads(run("--cases", "yardstick", "peak", "--json"))
    rates = [(k.split(".")[1], v) for k, v in measured.items() if k.startswith("yardstick.") and k.endswith(".fps")]
    return measured["machine"], sorted(rates, key=lambda rate: ["f32", "bf16", "int8"].index(rate[0]))


def table(rows, markdown):
    columns = ["engine", "arithmetic", "frames/s", "GFLOP/s", "Diorama is", "difference of the output"]
    if markdown:
        lines = [columns, ["---", "---", "---:", "---:", "---:", "---:"]] + rows
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)
    widths = [max(len(line[i]) for line in [columns] + rows) for i in range(len(columns))]
    return "\n".join("  ".join(cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths)))
                     for line in [columns] + rows)


def main():
    a = arguments()
    if not os.access(a.diorama, os.X_OK):
        fail(f"{a.diorama} is not a program; build it with `make build`.")
    work = tempfile.mkdtemp(prefix="diorama-peers-")
    try:
        python = environment(a.venv or os.path.join(work, "venv"), a.torch)
        export = os.path.join(work, "yardstick")
        machine, own = diorama(a, export)
        own = dict(own)
        with open(os.path.join(export, "config.json")) as file:
            work_a_frame = json.load(file)["gflopPerFrame"]
        rows = [["Diorama", kind, f"{rate:.1f}", f"{rate * work_a_frame:.0f}", "", ""] for kind, rate in own.items()]
        here = os.path.dirname(os.path.abspath(__file__))
        child = [python, os.path.join(here, "measure.py"), export, "--threads", str(a.threads), "--frames", str(a.frames),
                 "--seconds", str(a.seconds)] + (["--only", a.only] if a.only else [])
        measured = subprocess.Popen(child, stdout=subprocess.PIPE, text=True)
        agreed = True
        for line in measured.stdout:
            peer = json.loads(line)
            if "failed" in peer:
                rows.append([peer["engine"], peer["arithmetic"], "-", "-", "-", peer["failed"]])
                agreed = False
                continue
            rate, ours = peer["framesPerSecond"], own.get(peer["arithmetic"])
            rows.append([peer["engine"], peer["arithmetic"], f"{rate:.1f}", f"{rate * work_a_frame:.0f}",
                         f"{ours / rate:.1f}x" if ours else "", f"{peer['difference']:.1e}"])
        if measured.wait() != 0:
            fail("the peers ended early; what they wrote stands above.")
        print(machine, "", table(rows, a.markdown), sep="\n")
        print("\nThe difference is the root mean square of (peer - Diorama in f32) over that of Diorama's output.")
        sys.exit(0 if agreed else 1)
    finally:
        shutil.rmtree(work, ignore_errors=True)


main()
