extension WorldKind {
    /// Gymnasium environments, by way of the Python package.
    static let gymnasium = WorldKind(
        owns: { $0.hasPrefix(GymnasiumWorld.prefix) }, make: { try GymnasiumWorld($0.world) },
        start: { settings, _ in try settings.start(width: 128, height: 80) })
}
