import WorldModel

/// The probes that metrics read with, loaded when one first asks.
enum Probes {
    private static let loaded = Result { try ProbeFolder.shipped.motion() }

    private static let read = Result { try ProbeFolder.shipped.captioner() }

    static func captioner() throws -> Captioner { try read.get() }

    static func motion() throws -> MotionProbe { try loaded.get() }
}
