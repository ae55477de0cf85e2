"""Times the peers of `compare.py` inside the virtual environment; prints one JSON object a line for each."""

import argparse
import contextlib
import json
import os
import statistics
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("export", help="the folder that `diorama benchmark --export-yardstick` wrote")
parser.add_argument("--threads", type=int, required=True)
parser.add_argument("--frames", type=int, required=True)
parser.add_argument("--seconds", type=float, required=True)
parser.add_argument("--only")
a = parser.parse_args()
os.environ["OMP_NUM_THREADS"] = str(a.threads)

import numpy as np
import torch
from safetensors.torch import load_file

from network import Transformer

torch.set_num_threads(a.threads)
with open(os.path.join(a.export, "config.json")) as file:
    config = json.load(file)
given = load_file(os.path.join(a.export, "pass.safetensors"))
# Passes a frame: denoising ones and one that keeps keys and values.
levels = config["levels"]
# What differs by more does not compute the same: bf16 carries 8 bits through 12 blocks.
# Eight bits for weights and activations alike lose more, and each engine rounds in its own way.
LIMITS = {"f32": 1e-3, "bf16": 5e-2, "int8": 1e-1}


def inputs():
    half = 128
    frequencies = torch.exp(-9.2103 * torch.arange(half, dtype=torch.float32) / half)
    angles = config["level"] * 1000 * frequencies[None]
    tokens, context = given["tokens"].shape[0], given["keys"].shape[2]
    pairs = given["keys"].shape[3] // 2
    turns = torch.arange(context, context + tokens, dtype=torch.float32)[:, None] / (
        10000.0 ** (torch.arange(pairs, dtype=torch.float32) / pairs))[None]
    return [given["tokens"], torch.cat((angles.cos(), angles.sin()), 1), given["actions"], given["keys"],
            given["values"], turns.cos(), turns.sin()]


def model():
    network = Transformer(config).eval()
    network.load_state_dict(load_file(os.path.join(a.export, "transformer.safetensors")))
    return network


def difference(output):
    expected = given["output"].double()
    return float(((output.double() - expected) ** 2).mean().sqrt() / (expected**2).mean().sqrt())


def with_torch(dtype, compiled):
    network = model().to(dtype)
    values = [x.to(dtype) for x in inputs()]
    step = torch.compile(network, dynamic=False) if compiled else network
    keys, cached = values[3].clone(), values[4].clone()
    tokens = values[0].shape[0]

    def once():
        return step(*values)[0].float()

    def frame():
        nonlocal keys, cached
        for _ in levels:
            _, k, v = step(values[0], values[1], values[2], keys, cached, values[5], values[6])
        # The oldest frame makes room for the newest.
        keys.copy_(torch.cat((keys[:, :, tokens:], k), 2))
        cached.copy_(torch.cat((cached[:, :, tokens:], v), 2))

    return once, frame


@contextlib.contextmanager
def silence():
    """Standard output is for the measurements alone."""
    with open(os.devnull, "w") as nothing, contextlib.redirect_stdout(nothing):
        yield


def repeated(infer, arrays):
    """A pass, and a frame of passes, of an engine that maps arrays to arrays."""
    tokens = arrays[0].shape[0]

    def frame():
        for _ in levels:
            _, k, v = infer()
        # The oldest frame makes room for the newest.
        for cache, own in ((arrays[3], k), (arrays[4], v)):
            cache[:, :, :-tokens] = cache[:, :, tokens:]
            cache[:, :, -tokens:] = own

    return lambda: torch.from_numpy(np.array(infer()[0])), frame


def with_openvino(hint, quantized=False):
    import openvino

    values = inputs()
    converted = openvino.convert_model(
        model(), example_input=tuple(values), input=[tuple(x.shape) for x in values])
    if quantized:
        # After training, weights a channel and activations a tensor, by the ranges of the very pass that is timed.
        import nncf

        nncf.set_log_level("ERROR")
        data = nncf.Dataset([[x.numpy() for x in values]])
        with silence():
            converted = nncf.quantize(converted, data, model_type=nncf.ModelType.TRANSFORMER, subset_size=1)
    compiled = openvino.Core().compile_model(
        converted, "CPU",
        {"INFERENCE_PRECISION_HINT": hint, "INFERENCE_NUM_THREADS": a.threads, "NUM_STREAMS": 1,
         "PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()
    arrays = [x.numpy().copy() for x in values]
    return repeated(lambda: list(request.infer(arrays, share_inputs=True).values()), arrays)


def with_onnx(quantized):
    import logging
    import tempfile

    import onnxruntime

    logging.disable(logging.WARNING)
    values = inputs()
    names = ["tokens", "features", "actions", "keys", "values", "cosine", "sine"]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "pass.onnx")
        with silence():
            torch.onnx.export(model(), tuple(values), path, input_names=names, dynamo=True)
        if quantized:
            # Weights a channel; activations by the range that each has when it comes, as ONNX Runtime advises for transformers.
            from onnxruntime.quantization import QuantType, quantize_dynamic
            from onnxruntime.quantization.shape_inference import quant_pre_process

            ready, path = os.path.join(folder, "ready.onnx"), os.path.join(folder, "int8.onnx")
            quant_pre_process(os.path.join(folder, "pass.onnx"), ready)
            quantize_dynamic(ready, path, per_channel=True, weight_type=QuantType.QInt8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = a.threads, 1
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    arrays = [x.numpy().copy() for x in values]
    # What the graph does not need has been taken out of it.
    wanted = [(x.name, arrays[names.index(x.name)]) for x in session.get_inputs()]
    return repeated(lambda: session.run(None, dict(wanted)), arrays)


def timed(frame):
    """Frames a second: the median of as many frames as there is time for."""
    frame()
    times, begin = [], time.perf_counter()
    while len(times) < a.frames and (len(times) < 3 or time.perf_counter() - begin < a.seconds):
        start = time.perf_counter()
        frame()
        times.append(time.perf_counter() - start)
    return 1 / statistics.median(times)


peers = [
    ("PyTorch", "f32", lambda: with_torch(torch.float32, False)),
    ("PyTorch", "bf16", lambda: with_torch(torch.bfloat16, False)),
    ("PyTorch compiled", "f32", lambda: with_torch(torch.float32, True)),
    ("PyTorch compiled", "bf16", lambda: with_torch(torch.bfloat16, True)),
    ("OpenVINO", "f32", lambda: with_openvino("f32")),
    ("OpenVINO", "bf16", lambda: with_openvino("bf16")),
    ("OpenVINO", "int8", lambda: with_openvino("f32", quantized=True)),
    ("ONNX Runtime", "f32", lambda: with_onnx(quantized=False)),
    ("ONNX Runtime", "int8", lambda: with_onnx(quantized=True)),
]
for engine, arithmetic, make in peers:
    if a.only and not any(engine.lower().startswith(name.strip().lower()) for name in a.only.split(",")):
        continue
    report = {"engine": engine, "arithmetic": arithmetic}
    try:
        with torch.no_grad():
            once, frame = make()
            report["difference"] = difference(once())
            if not report["difference"] < LIMITS[arithmetic]:
                report["failed"] = f"its output differs by {report['difference']:.1e}"
            else:
                report["framesPerSecond"] = timed(frame)
    except Exception as error:
        report["failed"] = f"{type(error).__name__}: {str(error).splitlines()[0][:80] if str(error) else ''}"
    print(json.dumps(report), flush=True)
