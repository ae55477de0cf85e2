import Foundation
import ReferenceWorld
import Tensors
import WorldModel

/// A folder of trained probes: the weights of each, and in `hashes.json` their SHA-256, without which numbers that they
/// helped to make could not be made again.
public struct ProbeFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// The probes inside the package.
    public static let shipped = ProbeFolder(
        Bundle.module.resourceURL!.appendingPathComponent("Weights", isDirectory: true))

    private static let motionName = "motion"
    private var list: URL { url.appendingPathComponent("hashes.json") }
    private func weights(_ name: String) -> URL { url.appendingPathComponent("\(name).safetensors") }

    /// Probe name -> SHA-256 of its weights, as they were when they were written.
    public func hashes() throws -> [String: String] {
        guard let data = try? Data(contentsOf: list) else {
            throw FileError("\(list.path) cannot be read: the hashes of probes belong beside their weights.")
        }
        guard let hashes = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw FileError("\(list.path) is not JSON of names and hashes.")
        }
        return hashes
    }

    /// The probe that reads the camera's motion.
    public func motion() throws -> MotionProbe {
        let file = weights(Self.motionName)
        guard let hash = SHA256.of(file: file) else {
            throw FileError("\(file.path) cannot be read: `diorama train probes` makes it.")
        }
        guard try hash == hashes()[Self.motionName] else {
            throw FileError("\(file.path) is not the probe whose hash \(list.path) gives.")
        }
        let probe = Self.blank()
        try ParameterFile.load(probe.store, file)
        return probe
    }

    /// Writes a probe with its hash.
    public func write(motion probe: MotionProbe) throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let file = weights(Self.motionName)
        try ParameterFile.save(probe.store, file, .bf16)
        try AtomicFile.write(JSONText.data([Self.motionName: SHA256.of(file: file)]), to: list)
    }

    /// A probe of the reference world's camera; without a seed its weights are zeros, for others to come.
    public static func blank(seed: UInt64? = nil) -> MotionProbe {
        MotionProbe(fieldOfView: ReferenceWorld.fieldOfView, eyeHeight: ReferenceWorld.eyeHeight, seed: seed)
    }
}
