#!/usr/bin/env python3
"""Runs what `diorama benchmark --device cuda` measures of transformers in PyTorch on the same GPU: streaming of the
`yardstick`, and training.

    diorama benchmark --export-yardstick /tmp/yardstick
    diorama benchmark --device cuda --cases yardstick training --json >/tmp/own.json
    python3 Benchmarks/peers/compare_cuda.py --export /tmp/yardstick --beside /tmp/own.json

It needs nothing but a Python with PyTorch for CUDA, which it does not install. Streaming is checked against the
exported output, and the gradients of compiled training against those of eager training with a mask. PyTorch trains with
f32 weights and autocast to bf16, block-causal FlexAttention where compiled, and fused AdamW, which is less work than
the Muon and the averaged weights of Diorama; arithmetic is counted as Diorama counts it, so without the optimizer.

Rows come in order of importance, or in that of --only, each as soon as it is known: `compiled` is torch.compile of the
whole (for streaming with CUDA graphs), `regional` of a block, once for all blocks, and of what comes before and after
them: much sooner done, but nothing is fused across blocks, so that it is only the least that PyTorch can do. `tuned` is
the mode max-autotune-no-cudagraphs, `masked` is compiled with scaled_dot_product_attention and a mask, `eager` is not
compiled and has that mask too. What was compiled once is kept by PyTorch, so that a row which took too long takes less
when it is run again (TORCHINDUCTOR_CACHE_DIR says where).
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

ROWS = ["yardstick.compiled", "training.100M.regional", "training.100M.compiled", "training.10M.regional",
        "training.10M.compiled", "yardstick.eager", "training.100M.eager", "training.10M.eager",
        "training.100M.masked", "training.10M.masked", "training.100M.tuned", "training.10M.tuned",
        "training.15M.compiled"]
# What is not begun with less time left.
LEAST = 5


def arguments():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--export", help="the folder that `diorama benchmark --export-yardstick` wrote")
    parser.add_argument("--beside", help="what `diorama benchmark --device cuda --json` printed")
    parser.add_argument("--seconds", type=float, default=300, help="at most so long for everything")
    parser.add_argument("--each", type=float, default=75, help="at most so long for each row, compiling included")
    parser.add_argument("--only", help="rows to run, in this order, by their beginnings, with commas between them")
    parser.add_argument("--json", help="a file for the rows; it is written anew after each")
    parser.add_argument("--python", default=sys.executable, help="the Python that has PyTorch")
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"], help="cpu only tries the script")
    parser.add_argument("--clips", type=int, help="clips a step, instead of as many as Diorama takes")
    return parser.parse_args()


class Row:
    """A process of its own for each row, so that none can harm another; it loads PyTorch while the last measures."""

    def __init__(self, name, a):
        self.name = name
        here = os.path.dirname(os.path.abspath(__file__))
        command = [a.python, os.path.join(here, "measure_cuda.py"), name, "--device", a.device]
        command += ["--export", a.export] if a.export else []
        command += ["--clips", str(a.clips)] if a.clips else []
        # Files, for compilers that outlive a process would hold its pipes open.
        self.output, self.errors = tempfile.TemporaryFile("w+"), tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=self.output, stderr=self.errors, text=True, start_new_session=True)

    def measured(self, limit):
        failed = None
        try:
            self.process.stdin.write("go\n")
            self.process.stdin.flush()
            self.process.wait(limit)
        except BrokenPipeError:
            self.process.wait()
        except subprocess.TimeoutExpired:
            failed = {"row": self.name, "failed": f"not done within {limit:.0f} s"}
        self.end()
        lines, errors = (file.seek(0) or file.read().strip().splitlines() for file in (self.output, self.errors))
        report = failed
        if lines and lines[-1].startswith("{"):
            report = json.loads(lines[-1])
        elif not failed:
            said = errors[-1][:160] if errors else f"ended with {self.process.returncode}"
            report = {"row": self.name, "failed": said}
        if "failed" in report or report.get("attention") == "mask":
            report["errors"] = errors[-20:]
        return report

    def end(self):
        """Ends it and the compilers that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def line(report, beside):
    name = report["row"].ljust(24)
    if "failed" in report:
        noted = [x for x in report.get("errors", []) if " s: " in x[:8]]
        return f"{name}{report['failed']}" + (f" ({noted[-1]})" if noted else "")
    details = f"first step {report['firstSeconds']:.0f} s"
    if "framesPerSecond" in report:
        rate = report["framesPerSecond"]
        text = f"{rate:9.1f} frames/s{'':23}"
        ratio = beside.get("yardstick.bf16.fps", 0) / rate
    else:
        rate, time, size = report["clipsPerSecond"], report["milliseconds"], report["row"].split(".")[1]
        text = f"{rate:9.0f} clips/s {time:9.2f} ms a step"
        # Another count of a step's arithmetic is another step.
        theirs, count = (beside.get(f"training.{size}.{key}", 0) for key in ("ms", "tflops"))
        ratio = time / theirs if theirs else 0
        details += f", {report['attention']} attention, {report['graphs']} graphs"
        if theirs and abs(theirs * count * 1e-3 / report["tflopPerStep"] - 1) > 0.01:
            details += f", {report['tflopPerStep']:.2f} TFLOP a step but Diorama counts {theirs * count * 1e-3:.2f}"
            ratio = 0
    text += f" {report['tflops']:8.1f} TFLOP/s" + (f"  Diorama is {ratio:4.2f}x" if ratio else "")
    return f"{name}{text}  differs by {report['difference']:.1e} ({details})"


def main():
    begin = time.monotonic()
    a = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    beside = {}
    if a.beside:
        with open(a.beside) as file:
            beside = json.load(file)
    wanted = [y.strip() for y in (a.only or "").split(",")]
    names = list(dict.fromkeys(x for y in wanted for x in ROWS if x.startswith(y)))
    if not names:
        sys.exit(f"compare_cuda.py: --only {a.only} leaves no row; there are {', '.join(ROWS)}.")
    reports, heading, running = [], None, [Row(names[0], a)]
    try:
        for i, name in enumerate(names):
            left = a.seconds - (time.monotonic() - begin)
            if left < LEAST:
                print(f"No time is left for {', '.join(names[i:])}.", flush=True)
                break
            if i + 1 < len(names):
                running.append(Row(names[i + 1], a))
            report = running[0].measured(min(left, a.each))
            running.pop(0)
            report["elapsedSeconds"] = time.monotonic() - begin
            reports.append(report)
            if heading is None and "machine" in report:
                heading = f"PyTorch {report['torch']}, {report['machine']}"
                print(heading, flush=True)
            print(line(report, beside), flush=True)
            if a.json:
                with open(a.json + ".part", "w") as file:
                    json.dump({"rows": reports, "beside": beside}, file, indent=2)
                os.replace(a.json + ".part", a.json)
            if "unusable" in report:
                print(f"{a.python} has no PyTorch that can use a GPU here.", flush=True)
                break
    finally:
        for row in running:
            row.end()
    sys.exit(1 if any("failed" in report for report in reports) else 0)


main()
