import WorldModel

/// The probes that metrics read with, loaded when one first asks.
enum Probes {
    private static let loaded = Result { try ProbeFolder.shipped.motion() }

    static func motion() throws -> MotionProbe { try loaded.get() }
}
