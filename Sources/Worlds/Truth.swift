import Camera

/// What the reference world knows about one frame and a learned world does not.
public struct Truth: Sendable {
    public var pose: Pose
    public var intrinsics: Intrinsics
    /// Distance along the viewing axis in metres, one a pixel; sky is `Float.infinity`.
    public var depth: [Float]
    /// Instance id of what each pixel shows; 0 is sky, 1 is ground and fixed walls.
    public var instances: [UInt16]
    public var objects: [ObjectState]
    /// Events that happened during the step that led to this frame.
    public var events: [Event]

    public init(
        pose: Pose, intrinsics: Intrinsics, depth: [Float] = [], instances: [UInt16] = [],
        objects: [ObjectState] = [], events: [Event] = []
    ) {
        (self.pose, self.intrinsics, self.depth) = (pose, intrinsics, depth)
        (self.instances, self.objects, self.events) = (instances, objects, events)
    }

    /// How many pixels show an instance.
    public func visiblePixels(of id: UInt16) -> Int { instances.count { $0 == id } }

    public typealias Pose = CameraPose
    public typealias Intrinsics = Pinhole

    public struct ObjectState: Hashable, Codable, Sendable {
        public var id: UInt16
        /// e.g. "ball", "dog", "door".
        public var kind: String
        public var position: SIMD3<Float>
        public var velocity: SIMD3<Float>
        /// Kind-specific: bites taken, open = 1, lit = 1, painted strokes.
        public var state: Float
        public init(id: UInt16, kind: String, position: SIMD3<Float>, velocity: SIMD3<Float>, state: Float) {
            (self.id, self.kind, self.position) = (id, kind, position)
            (self.velocity, self.state) = (velocity, state)
        }
    }

    public struct Event: Hashable, Codable, Sendable {
        /// Frame number since reset.
        public var frame: Int
        /// e.g. "bite", "push", "open", "bounce".
        public var kind: String
        public var object: UInt16
        /// What caused it: "use", "contact", "gravity" or another object's id.
        public var cause: String
        public init(frame: Int, kind: String, object: UInt16, cause: String) {
            (self.frame, self.kind, self.object, self.cause) = (frame, kind, object, cause)
        }
    }
}
