import Tensors

/// The GPU of this machine, opened once; nil where there is none that the engine can use.
public let usableGPU = try? CUDADevice()
