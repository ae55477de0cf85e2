import Foundation
import Tensors
import Worlds

/// A random change of all colours: contrast, brightness and gamma for every channel.
struct Tint {
    private let tables: [[UInt8]]

    init(_ random: inout PhiloxGenerator) {
        tables = (0..<3).map { _ in
            let gain = 0.7 + 0.6 * random.uniform()
            let offset = 0.2 * random.uniform() - 0.1
            let gamma = 0.8 + 0.45 * random.uniform()
            return (0..<256).map { UInt8(max(0, min(255, 255 * (powf(Float($0) / 255, gamma) * gain + offset)))) }
        }
    }

    func apply(to frame: inout Frame) {
        frame.pixels.withUnsafeMutableBufferPointer { pixels in
            for i in pixels.indices { pixels[i] = tables[i % 3][Int(pixels[i])] }
        }
    }
}
