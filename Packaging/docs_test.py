#!/usr/bin/env python3
"""Runs the commands of README and docs, as they stand in the Markdown.

    Packaging/docs_test.py .build/release/diorama [FILE.md ...]

Every `diorama` command has its options looked up in --help, so that none is told of that does not exist. Commands that take
seconds are run, in an empty folder with what the text around them takes for granted; SLOW says why the others are not.
"""
import glob, os, re, shlex, subprocess, sys, tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: Beginnings of commands that are only looked up, and why.
SLOW = {
    r"make |sudo make|swift |pip |python3? ": "needs the network, a build, or minutes",
    r"diorama train": "minutes to hours; tried by the tests at toy sizes",
    r"diorama compare (nano small|small small)": "minutes",
    r"diorama compare runs/before": "its exit status depends on the runs",
    r"diorama play(?!.*--headless)": "opens a window; the window's tests do",
    r"diorama serve": "runs until it is stopped; its tests do",
    r".*--device cuda|.*--export-yardstick": "a GPU or PyTorch",
    r"diorama import (vpt|crafter|doom)": "recordings of other programs",
    r"diorama evaluate.*(mine|held-back|standard|\+oracle)": "a training or minutes",
    r"diorama evaluate --suite smoke": "a minute",
    r"diorama benchmark|diorama verify|diorama pack runs": "minutes, or a run of one's own",
    r"diorama (rewrite|generate|caption)": "needs a checkpoint of its own",
}
#: What the documents take for granted.
SETUP = """
diorama record --output walks --episodes 2 --frames 40 --size 64x48
diorama inspect walks --episode 0 --mp4 recordings/first.mp4
diorama evaluate --suite smoke --world cheat:frozen --size 32x32 --no-frames --out runs/nano
diorama evaluate --suite smoke --world cheat:blank --size 32x32 --no-frames --out runs/small
"""
#: What a part of a command is called in the folder where it is run.
WORDS = {"Scenarios/": ROOT + "/Scenarios/", "set --episode": "walks --episode"}


def commands(path):
    """(line, command, whether it is to be run) of every fenced or indented block, and of code in sentences and tables; continued lines are joined."""
    inside, text = False, ""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.startswith("```"):
            inside = not inside
            continue
        if inside or line.startswith("    "):
            text += line.strip()
            if text.endswith("\\"):
                text = text[:-1]
                continue
            if re.match(r"(sudo )?(diorama|make|pip|python3?|swift) ", text):
                yield number, re.sub(r"\s+#.*$", "", text), True
            text = ""
        else:
            for code in re.findall(r"`(diorama [^`]+)`", line):
                yield number, code, False


def known_options(program, words):
    """Long options in the help of the subcommand that `words` begin with."""
    path = []
    for word in words:
        if not re.fullmatch(r"[a-z]+", word) or len(path) == 2:
            break
        path.append(word)
    while True:
        run = subprocess.run([program, *path, "--help"], capture_output=True, text=True)
        if run.returncode == 0 and (not path or f"diorama {' '.join(path)}" in run.stdout or len(path) == 1):
            text = run.stdout
            if path[:1] == ["evaluate"]:
                text += subprocess.run([program, "evaluate", "run", "--help"], capture_output=True, text=True).stdout
            return set(re.findall(r"--[a-z0-9-]+", text))
        if not path:
            return set()
        path.pop()


def main():
    program = os.path.abspath(sys.argv[1])
    files = sys.argv[2:] or ["README.md", *sorted(glob.glob("docs/*.md", root_dir=ROOT)), "Python/README.md"]
    folder = tempfile.mkdtemp(prefix="diorama-docs-")
    os.makedirs(folder + "/bin")
    os.makedirs(folder + "/recordings")
    os.symlink(program, folder + "/bin/diorama")
    environment = dict(
        os.environ, PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=folder, XDG_STATE_HOME=folder + "/state",
        XDG_CONFIG_HOME=folder + "/config")
    environment.pop("DISPLAY", None)

    def run(command):
        for word, place in WORDS.items():
            command = command.replace(word, place)
        return subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, text=True, timeout=300,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    for command in SETUP.strip().splitlines():
        made = run(command)
        if made.returncode:
            sys.exit(f"{command}: exit status {made.returncode}\n{made.stdout[-2000:]}")
    failures, counts = [], {"run": 0, "looked up": 0, "left out": 0}
    helps = {}
    for file in files:
        for line, command, is_block in commands(os.path.join(ROOT, file)):
            place = f"{file}:{line}: {command}"
            try:
                words = shlex.split(command.split(" > ")[0].split(" | ")[0])
            except ValueError:
                counts["left out"] += 1
                continue
            if words[0] == "diorama":
                key = tuple(words[1:3])
                if key not in helps:
                    helps[key] = known_options(program, words[1:])
                for option in [w.split("=")[0] for w in words if w.startswith("--")]:
                    if option not in helps[key] | {"--version", "--help", "--generate-completion-script"}:
                        failures.append(f"{place}: there is no option {option}")
            reason = next((why for start, why in SLOW.items() if re.match(start, command)), None)
            if not is_block or reason or words[0] != "diorama" or len(words) < 3:
                counts["looked up" if words[0] == "diorama" else "left out"] += 1
                continue
            os.makedirs(folder + "/.local/share/bash-completion/completions", exist_ok=True)
            try:
                done = run(command)
            except subprocess.TimeoutExpired:
                failures.append(f"{place}: not done after five minutes")
                continue
            print(place, flush=True)
            counts["run"] += 1
            if done.returncode:
                failures.append(f"{place}: exit status {done.returncode}\n    {done.stdout.strip()[-400:]}")
    subprocess.run(["rm", "-rf", folder])
    print(", ".join(f"{n} commands {what}" for what, n in counts.items()))
    if failures:
        sys.exit("\n".join(failures))


main()
