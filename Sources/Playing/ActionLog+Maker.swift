import Tensors

extension ActionLog {
    /// What computed the pictures of a game: another one makes others, if only by a bit.
    public struct Maker: Sendable, Equatable {
        /// `Kernels.InstructionSet`; nil in logs that do not say.
        public var isa: String?
        /// The GPU's name; nil for the CPU.
        public var device: String?

        init() {}

        init(isa: String?, device: String?) { (self.isa, self.device) = (isa, device) }

        /// What this program computes with, on `device`; nil: the CPU.
        public init(on device: CUDADevice?) {
            self.init(isa: Kernels.InstructionSet.current.rawValue, device: device?.name)
        }

        /// Why a replay by `here` may make other pictures than the log's, as the end of a sentence.
        public func difference(from here: Maker) -> String {
            if device != here.device {
                return "it was made on \(device ?? "a CPU"), and this is \(here.device ?? "a CPU")"
            }
            if let isa, isa != here.isa {
                return "it was made with \(isa) instructions, and here it is \(here.isa ?? "others")"
            }
            return isa == nil
                ? "it was made on another machine or build, or with another checkpoint"
                : "it was made by another build, or the checkpoint's config.json is another"
        }
    }
}
