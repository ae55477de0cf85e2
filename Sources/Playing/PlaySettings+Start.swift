import Worlds

extension PlaySettings {
    /// Where a world of that size begins unless the settings name another one, with the frames that they give.
    public func start(width: Int, height: Int) throws -> Start {
        Start(
            scene: scene, seed: seed, description: description, width: self.width ?? width,
            height: self.height ?? height, history: try history())
    }
}
