import Communication
import Worlds

extension DepthTrainer.Example {
    /// The examples of all processes, each of which has made `own`, of pictures of one size.
    static func gathered(
        _ own: [Self], size: (width: Int, height: Int), _ processes: any Communicator
    ) -> [Self] {
        guard processes.size > 1 else { return own }
        let pixels = size.width * size.height
        return processes.gather(own.flatMap(\.bytes)).flatMap { bytes in
            stride(from: 0, to: bytes.count, by: pixels * 9).map {
                Self(bytes: bytes[$0..<$0 + pixels * 9], size)
            }
        }
    }

    /// Three bytes of colour, four of the ground's disparity and two of the true one, each for all pixels.
    private var bytes: [UInt8] {
        frame.pixels + ground.withUnsafeBytes { Array($0) } + disparity.withUnsafeBytes { Array($0) }
    }

    private init(bytes: ArraySlice<UInt8>, _ size: (width: Int, height: Int)) {
        let (pixels, start) = (size.width * size.height, bytes.startIndex)
        func numbers<T>(_ from: Int, _ type: T.Type) -> [T] {
            let part = Array(bytes[start + from..<start + from + pixels * MemoryLayout<T>.size])
            return part.withUnsafeBytes { raw in
                (0..<pixels).map { raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.size, as: type) }
            }
        }
        self.init(
            frame: Frame(width: size.width, height: size.height, pixels: Array(bytes.prefix(pixels * 3))),
            ground: numbers(pixels * 3, Float.self), disparity: numbers(pixels * 7, UInt16.self))
    }
}
