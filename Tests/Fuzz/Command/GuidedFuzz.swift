#if GUIDED
    import Foundation
    import FuzzReaders

    /// libFuzzer: inputs that reach new code are kept and begun from. All arguments are its own; the reader stands in the
    /// environment, for it starts itself again.
    enum GuidedFuzz {
        static let variable = "DIORAMA_FUZZ_READER"
        nonisolated(unsafe) private static var reader: FuzzReader?

        static func run(_ name: String) throws {
            let folder = try ScratchFolder()
            reader = try FuzzReader.named(name, in: folder.url)
            guard let reader else { return print("There is no reader '\(name)'.") }
            // Its last argument is the folder of inputs.
            if let inputs = CommandLine.arguments.last, !inputs.hasPrefix("-") {
                try FileManager.default.createDirectory(atPath: inputs, withIntermediateDirectories: true)
                for (number, seed) in reader.seeds.enumerated() {
                    try Data(seed).write(to: URL(fileURLWithPath: inputs).appendingPathComponent("seed-\(number)"))
                }
            }
            var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
            _ = drive(&count, &arguments) { bytes, size in
                let input = Array(UnsafeBufferPointer(start: bytes, count: size))
                // A crash is how libFuzzer is told that an input is worth keeping.
                if case .nonsense(let what) = GuidedFuzz.reader!.verdict(input) { fatalError(what) }
                return 0
            }
        }
    }

    @_silgen_name("LLVMFuzzerRunDriver")
    private func drive(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
    ) -> CInt
#endif
