import ReferenceWorld
import Tensors
import Worlds

extension WorldKind {
    /// The simulator.
    static let reference = WorldKind(
        names: ["reference"], scenes: ReferenceWorld.scenes, owns: { $0 == "reference" },
        make: { _ in ReferenceWorld(truth: false) },
        start: { settings, _ in
            let start = try settings.start(width: 256, height: 160)
            guard start.history.isEmpty else {
                throw FileError(
                    "The reference world begins in a scene, not in a picture or an episode; choose a checkpoint.")
            }
            return start
        })
}
