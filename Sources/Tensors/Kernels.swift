import CKernels

/// What the kernels found on this machine.
public enum Kernels {
    /// AVX512-BF16 instructions; without them bf16 products run in f32 arithmetic.
    public static var hasBF16: Bool { dk_has_bf16() != 0 }
}
