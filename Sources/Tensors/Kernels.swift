import CKernels
import Foundation

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

        /// Throws `FileError` where `DIORAMA_ISA` names none.
        public static func checkChoice(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
            guard let name = environment["DIORAMA_ISA"], !name.isEmpty, Self(rawValue: name) == nil else { return }
            throw FileError(
                "The environment variable DIORAMA_ISA is '\(name.prefix(40))': give one of "
                    + "\(allCases.map(\.rawValue).joined(separator: ", ")), or unset it for the widest there is.")
        }
    }

    /// Register tiles of bf16 products; each instruction set has one of its own and all those before it. `avx512` multiplies
    /// in f32, and gives the bits of `avx512bf16` where that rounds as Intel documents it.
    public enum Tile: String, Sendable, Codable, CaseIterable {
        case portable, avx2, avx512, avx512bf16

        var kind: Int32 { Int32(Self.allCases.firstIndex(of: self)!) }
        /// Those of the instruction set in use.
        static var available: ArraySlice<Tile> { allCases[...Int(dk_isa())] }
        /// The one in use.
        public static var current: Tile { allCases[Int(dk_tile_kind())] }
    }

    /// AVX512-BF16 instructions; without them bf16 products run in f32 arithmetic.
    public static var hasBF16: Bool { dk_has_bf16() != 0 }

    /// The int8 kernels in use, all of which give the same bits.
    public static var int8: String {
        switch Int(dk_int8_kind()) {
        case DK_INT8_AVX512_VNNI: "AVX512-VNNI"
        case DK_INT8_AVX_VNNI: "AVX-VNNI"
        case DK_INT8_AVX2: "AVX2"
        default: "portable"
        }
    }

    /// Whether int8 products have instructions of their own: AVX2 or VNNI.
    public static var hasFastInt8: Bool { Int(dk_int8_kind()) != DK_INT8_PORTABLE }

    /// Whether attention is fastest in int8.
    static var prefersInt8: Bool { dk_prefers_int8() != 0 }

    /// Whether attention is faster in 16-bit whole numbers than in bf16.
    static var prefersInt16: Bool { dk_prefers_int16() != 0 }

    /// Panels of columns that the register tile takes at once; the narrow ones leave the choice to the sharing of work.
    static var panelsAtOnce: Int { Int(dk_isa()) >= DK_AVX512 || Int(dk_int8_kind()) == DK_INT8_AVX512_VNNI ? 3 : 1 }
}
