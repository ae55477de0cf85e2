import Worlds

extension EpisodeImporter {
    /// Gives channels that walk by unknown metres those that recorded poses show.
    func measureTravel(_ known: [TruthSample], _ space: inout ActionSpace, late: Int) {
        for found in TravelEstimate.measure(known, space, late: late) {
            guard case .move(nil, let direction) = space.channels[found.channel].effect else { continue }
            let metres = (found.metres * 1000).rounded() / 1000
            space.channels[found.channel].effect = .move(metres: metres, direction)
            find(
                "Effects: '\(space.channels[found.channel].name)' walks \(metres) m a frame by the recorded poses "
                    + "(\(found.frames) frames, in \(Int(found.blocked * 100))% of which something stood in the way).")
        }
    }
}
