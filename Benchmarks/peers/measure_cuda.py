"""Measures one row of `compare_cuda.py`: loads PyTorch, waits for a line on its input, and prints one JSON object."""

import argparse
import json
import math
import os
import statistics
import struct
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("row", help="for example yardstick.compiled or training.100M.compiled")
parser.add_argument("--export", help="the folder that `diorama benchmark --export-yardstick` wrote")
parser.add_argument("--device", default="cuda")
parser.add_argument("--clips", type=int, help="clips a step, instead of as many as Diorama takes")
a = parser.parse_args()

try:
    import torch
    import torch._dynamo
    import torch._inductor.compile_fx
    import torch.nn.attention.flex_attention

    import dit
    from network import Transformer
except ImportError as error:
    print(json.dumps({"row": a.row, "failed": str(error), "unusable": True}), flush=True)
    sys.exit(1)

MODES = {"compiled": "default", "regional": "default", "masked": "default", "tuned": "max-autotune-no-cudagraphs"}
# Outputs or gradients that differ by more are of something else: bf16 carries 8 bits.
LIMIT = 5e-2


def tensors(path):
    """The f32 tensors of a safetensors file."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    found = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        found[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin).view(
            entry["shape"])
    return found


def difference(pairs):
    """The root mean square of (got - expected) over that of expected."""
    square = lambda x: float((x.double() ** 2).sum())
    pairs = list(pairs)
    return math.sqrt(sum(square(x.double() - y.double()) for x, y in pairs) / sum(square(y) for _, y in pairs))


def note(text):
    """Says on the error output how far it is, which is all that is left of a row that takes too long."""
    print(f"{time.perf_counter() - begin:.0f} s: {text}", file=sys.stderr, flush=True)


def wait():
    if a.device == "cuda":
        torch.cuda.synchronize()


def seconds(body):
    wait()
    start = time.perf_counter()
    body()
    wait()
    return time.perf_counter() - start


def yardstick(kind):
    """One frame at a time, as Diorama streams: every frame is waited for."""
    if not a.export:
        raise ValueError("there is no exported yardstick; --export says where")
    with open(os.path.join(a.export, "config.json")) as file:
        config = json.load(file)
    given = tensors(os.path.join(a.export, "pass.safetensors"))
    network = Transformer(config).eval()
    network.load_state_dict(tensors(os.path.join(a.export, "transformer.safetensors")))
    turns = config["level"] * 1000 * torch.exp(-9.2103 * torch.arange(128) / 128)[None]
    tokens, context, pairs = given["tokens"].shape[0], given["keys"].shape[2], given["keys"].shape[3] // 2
    places = torch.arange(context, context + tokens)[:, None] / 10000.0 ** (torch.arange(pairs) / pairs)
    features = torch.cat((turns.cos(), turns.sin()), 1)
    network, *values = (x.to(a.device, torch.bfloat16) for x in (
        network, given["tokens"], features, given["actions"], given["keys"], given["values"], places.cos(),
        places.sin()))
    step = network if kind == "eager" else torch.compile(network, mode="reduce-overhead", dynamic=False)
    keys, cached = values[3].clone(), values[4].clone()
    last = None

    def frame():
        nonlocal last
        for _ in config["levels"]:
            # What a graph gave before may be written over.
            torch.compiler.cudagraph_mark_step_begin()
            last, k, v = step(*values[:3], keys, cached, *values[5:])
        # The oldest frame makes room for the newest.
        keys.copy_(torch.cat((keys[:, :, tokens:], k), 2))
        cached.copy_(torch.cat((cached[:, :, tokens:], v), 2))

    with torch.no_grad():
        first = seconds(frame)
        keys.copy_(values[3])
        cached.copy_(values[4])
        # Graphs are recorded at the second call and played from the third on.
        for _ in range(3):
            torch.compiler.cudagraph_mark_step_begin()
            last = step(*values[:3], keys, cached, *values[5:])[0].float().cpu()
        apart = difference([(last, given["output"])])
        for _ in range(10):
            frame()
        times = [seconds(frame) for _ in range(40)]
    rate = 1 / statistics.median(times)
    return {"framesPerSecond": rate, "tflops": rate * config["gflopPerFrame"] * 1e-3, "difference": apart,
            "firstSeconds": first}


def training(size, kind):
    """Steps of AdamW on new noise each time, none of them waited for: f32 weights, bf16 products."""
    width, depth, clips = dit.SIZES[size]
    clips = a.clips or clips
    torch.manual_seed(1)
    with torch.device(a.device):
        network = dit.ClipTransformer(width, depth)
        shape = (clips, dit.FRAMES, dit.TOKENS, dit.TOKEN_CHANNELS)
        clean, actions = torch.randn(shape), torch.rand(*shape[:2], dit.ACTION_INPUTS)
    parameters = list(network.parameters())
    optimizer = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.01, fused=True)

    def prepared():
        """What computes the loss."""
        options = {"mode": MODES.get(kind), "dynamic": False}
        if kind == "regional":
            network.compile_parts(**options)
        return network if kind in ("eager", "regional") else torch.compile(network, **options)

    def gradients(loss, attend, noise, levels):
        with torch.autocast(a.device, torch.bfloat16):
            value = loss(clean, noise, levels, actions, attend)
        value.backward()
        return value.detach()

    def drawn():
        return torch.randn_like(clean), torch.rand(shape[:2], device=a.device)

    given = drawn()
    gradients(network, dit.masked(a.device), *given)
    expected = [p.grad for p in parameters]
    optimizer.zero_grad(set_to_none=True)
    wait()
    note("has eager gradients to compare with")

    def checked(loss, attend):
        """Seconds of the first step, and how far its gradients are from eager ones with a mask."""
        first = seconds(lambda: gradients(loss, attend, *given))
        apart = difference((p.grad, e) for p, e in zip(parameters, expected))
        optimizer.zero_grad(set_to_none=True)
        note("has made the first step")
        return first, apart

    attention = "mask" if kind in ("eager", "masked") else "flex"
    attend = (dit.masked if attention == "mask" else dit.flexible)(a.device)
    loss = prepared()
    try:
        first, apart = checked(loss, attend)
    except Exception as error:
        if attention == "mask":
            raise
        print(f"FlexAttention: {error}", file=sys.stderr)
        optimizer.zero_grad(set_to_none=True)
        torch._dynamo.reset()
        torch._dynamo.utils.counters.clear()
        attention, attend = "mask", dit.masked(a.device)
        first, apart = checked(loss, attend)
    expected = None

    def step():
        value = gradients(loss, attend, *drawn())
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        return value

    short = a.device == "cpu"
    for _ in range(1 if short else 4):
        last = step()
    if short:
        times = [seconds(step) for _ in range(3)]
    else:
        marks = [torch.cuda.Event(enable_timing=True) for _ in range(21)]
        marks[0].record()
        for mark in marks[1:]:
            last = step()
            mark.record()
        wait()
        times = [x.elapsed_time(y) * 1e-3 for x, y in zip(marks, marks[1:])]
    if not math.isfinite(float(last)):
        raise ArithmeticError(f"the loss is {float(last)}")
    each, flops = statistics.median(times), dit.work(width, depth, clips)
    return {"milliseconds": each * 1e3, "clipsPerSecond": clips / each, "tflops": flops / each * 1e-12,
            "tflopPerStep": flops * 1e-12, "attention": attention, "difference": apart, "firstSeconds": first,
            "graphs": torch._dynamo.utils.counters["stats"]["unique_graphs"],
            "parameters": sum(p.numel() for p in parameters)}


if not sys.stdin.readline():
    sys.exit(0)
begin = time.perf_counter()
report = {"row": a.row, "torch": torch.__version__, "unusable": True}
try:
    report["machine"] = torch.cuda.get_device_name() if a.device == "cuda" else "CPU"
    report.pop("unusable")
    part, *rest = a.row.split(".")
    report.update({"yardstick": yardstick, "training": training}[part](*rest))
    if a.device == "cuda":
        report["gigabytes"] = torch.cuda.max_memory_allocated() * 1e-9
    if not report["difference"] < LIMIT:
        report["failed"] = f"differs by {report['difference']:.1e}"
except Exception as error:
    report["failed"] = f"{type(error).__name__}: {str(error).splitlines()[0][:160] if str(error) else ''}"
print(json.dumps(report), flush=True)
# Compilers that are left are ended by whoever began this.
os._exit(0)
