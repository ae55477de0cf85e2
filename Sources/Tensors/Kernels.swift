import CKernels

/// The kernels' own switches.
public enum Kernels {
    /// Instruction sets that kernels are made for, narrowest first; each has all of those before it.
    ///
    /// The environment variable `DIORAMA_ISA` holds a program to one of them by its name, or to the widest that the machine
    /// has where that is less.
    public enum InstructionSet: String, Sendable, CaseIterable {
        case baseline, avx2, avx512, avx512bf16

        /// Those that this machine has.
        public static var available: ArraySlice<InstructionSet> { allCases[...Int(dk_isa_best())] }
        /// The one in use.
        public static var current: InstructionSet { allCases[Int(dk_isa())] }
    }

    /// AVX512-BF16 instructions; without them bf16 products run in f32 arithmetic.
    public static var hasBF16: Bool { dk_has_bf16() != 0 }
}
