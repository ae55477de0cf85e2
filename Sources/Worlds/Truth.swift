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

    /// Camera pose: metres and radians; y is up, yaw 0 looks along +z and grows to the right, pitch grows upwards.
    public struct Pose: Hashable, Codable, Sendable {
        public var x, y, z, yaw, pitch: Float
        public init(x: Float, y: Float, z: Float, yaw: Float, pitch: Float) {
            (self.x, self.y, self.z, self.yaw, self.pitch) = (x, y, z, yaw, pitch)
        }
    }

    /// Pinhole camera, in pixels.
    public struct Intrinsics: Hashable, Codable, Sendable {
        public var fx, fy, cx, cy: Float
        public init(fx: Float, fy: Float, cx: Float, cy: Float) {
            (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
        }
    }

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
