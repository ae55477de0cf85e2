import Camera
import Scenarios
import Worlds

/// The way of one thing through the frames of the main branch, in truth and as a candidate shows it: where it is found in
/// the picture, carried to metres at its true distance from the eye.
struct ThingPath: Sendable {
    struct Point: Sendable {
        var frame: Int
        var truth: SIMD3<Double>
        /// Nil where it is not found.
        var made: SIMD3<Double>?
    }

    /// In the frames in which the thing is to be seen.
    let points: [Point]

    init(_ id: UInt16, _ evidence: Evidence, _ frames: some Sequence<Int>) {
        let truth = evidence.truth
        points = frames.compactMap { t in
            guard let view = truth.view(of: id, at: t),
                let state = truth.truth(t).objects.first(where: { $0.id == id })
            else { return nil }
            let place = SIMD3<Double>(state.position)
            let frame = evidence.main[t]
            // The truth's own picture needs no search.
            if frame == truth.main[t].frame { return Point(frame: t, truth: place, made: place) }
            let camera = Camera(truth.truth(t).pose, truth.truth(t).intrinsics)
            let far = Double(camera.project(state.position - camera.eye).z)
            guard let offset = view.find(in: frame, reach: frame.width / 3) else {
                return Point(frame: t, truth: place, made: nil)
            }
            let across = SIMD3<Double>(camera.right) * (offset.x * far / Double(camera.pinhole.fx))
            let down = SIMD3<Double>(camera.up) * (offset.y * far / Double(camera.pinhole.fy))
            return Point(frame: t, truth: place, made: place + across - down)
        }
    }

    /// Share of the points at which the thing is found.
    var found: Double {
        points.isEmpty ? 0 : Double(points.count { $0.made != nil }) / Double(points.count)
    }
}

extension CaseTruth {
    /// State of a thing in every frame of the main branch; nil where it is not in the scene all the time.
    func states(of id: UInt16) -> [Truth.ObjectState]? {
        let states = main.indices.compactMap { t in truth(t).objects.first { $0.id == id } }
        return states.count == frameCount ? states : nil
    }

    /// Ids of the objects that a term names.
    func ids(_ term: ScenarioTerm) -> [UInt16] { term.subjects.compactMap { scenario.objects[$0] } }
}
