import Foundation
import Tensors

/// The JSON-lines log of a training: a line a step, and of no step that the run's saved state has not made.
final class TrainingLog {
    private let path: String
    private let descriptor: Int32
    /// The losses of the steps that were kept, in their order.
    let losses: [Float]

    private struct Line: Decodable {
        var step: Int
        var loss: Float
    }

    /// Opens the log at `url`, making it where there is none. Lines of steps after `steps`, which a killed training left, are dropped,
    /// as are broken ones and the earlier of two of one step.
    init(_ url: URL, steps: Int) throws {
        path = url.path
        let data = (try? Data(contentsOf: url)) ?? Data()
        let decoder = JSONDecoder()
        var (kept, losses): ([Data], [Float]) = ([], [])
        var next = steps + 1
        for text in data.split(separator: UInt8(ascii: "\n")).reversed() {
            guard let line = try? decoder.decode(Line.self, from: text), (1..<next).contains(line.step) else {
                continue
            }
            kept.append(text + Data("\n".utf8))
            losses.append(line.loss)
            next = line.step
        }
        self.losses = losses.reversed()
        let wanted = Data(kept.reversed().joined())
        if wanted != data { try AtomicFile.write(wanted, to: url) }
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw FileError("write", path, errno: errno) }
    }

    deinit { close(descriptor) }

    /// Adds the line of a step: seconds and arithmetic, in GFLOP/s, are of this process so far.
    func append(step: Int, loss: Float, seconds: Double, gflops: Double) throws {
        let line = Array("{\"step\":\(step),\"loss\":\(loss),\"seconds\":\(seconds),\"gflops\":\(gflops)}\n".utf8)
        var done = 0
        while done < line.count {
            let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress! + done, line.count - done) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw FileError("write", path, errno: errno) }
            done += count
        }
    }
}
