import Worlds

extension CaseTruth {
    struct ViewKey: Hashable {
        var id: UInt16
        var frame: Int
    }

    /// How a thing is to be seen in a frame of the main branch; nil where it is not.
    func view(of id: UInt16, at frame: Int) -> ThingView? {
        let key = ViewKey(id: id, frame: frame)
        if let known = views.withLock({ $0[key] }) { return known }
        var made: ThingView?
        if let world = worlds[frame], main[frame].truth?.instances.contains(id) == true {
            made = ThingView(id, in: main[frame], without: world.removing(id).observation().frame)
        }
        let kept = made
        views.withLock { $0[key] = .some(kept) }
        return kept
    }
}
