extension WorldKind {
    /// Episodes of sets, looked at.
    static let recorded = WorldKind(
        owns: { $0.hasPrefix(RecordedWorld.prefix) }, make: { try RecordedWorld($0.world) },
        start: { settings, _ in try settings.start(width: 256, height: 160) })
}
