import Foundation
import Worlds

/// Plays for long and compares: what a frame costs early and late, and how much memory is in use.
public struct Soak: Sendable {
    /// Milliseconds a picture around frame 100 and at the end, as they were played.
    public private(set) var early = 0.0
    public private(set) var late = 0.0
    /// Cost of the last frame over that of frame 100, both played again in turns, so that what else goes on in the
    /// machine falls on both alike; the median of many pairs.
    public private(set) var ratio = 1.0
    /// Resident memory in bytes at some frames.
    public private(set) var resident: [(frame: Int, bytes: Int)] = []
    private static let youth = 100
    private static let pairs = 301

    /// Plays `frames` frames, walking and turning about.
    public static func run(_ player: Player, frames: Int, progress: (Int) -> Void = { _ in }) throws -> Soak {
        var (player, soak) = (player, Soak())
        var costs: [Double] = []
        var young: Rollout?
        let channels = player.actionSpace
        // At frame 100, when the timeline has all the past that it keeps, half-way and at the end.
        let moments = [youth, 3000, frames / 2, frames].filter { $0 <= frames }
        while player.timeline.end < frames {
            let begin = ContinuousClock.now
            let action = action(player.timeline.end, channels)
            for _ in 0..<player.framesPerStep { _ = try player.apply(.action(action)) }
            costs.append((ContinuousClock.now - begin) / .milliseconds(1) / Double(player.framesPerStep))
            let end = player.timeline.end
            if young == nil && end >= youth { young = player.timeline.tip }
            for moment in moments where moment <= end && moment > end - player.framesPerStep {
                if soak.resident.last?.frame != moment { soak.resident.append((moment, residentBytes())) }
            }
            progress(end)
        }
        let around = youth / player.framesPerStep
        soak.early = median(costs[min(costs.count, around / 2)..<min(costs.count, around * 3 / 2)])
        soak.late = median(costs.suffix(around))
        soak.ratio = try compare(young ?? player.timeline.tip, player.timeline.tip, channels)
        return soak
    }

    private static func action(_ frame: Int, _ space: ActionSpace) -> Action {
        var action = Action.none(space.channels.count)
        if let turn = space.turnAxis { action.values[turn] = [0, 0.5, 0, -0.25][frame / 40 % 4] }
        if let forward = space.index(moving: .forward) { action.values[forward] = frame / 60 % 2 == 0 ? 1 : 0 }
        return action
    }

    /// Only the world is stepped: what the reference world beside it costs depends on what it looks at.
    private static func compare(_ young: Rollout, _ old: Rollout, _ space: ActionSpace) throws -> Double {
        var (first, last) = (young.world, old.world)
        func time(_ world: inout any World, _ frame: Int) throws -> Double {
            let begin = ContinuousClock.now
            _ = try world.hold(action(frame, space))
            return (ContinuousClock.now - begin) / .milliseconds(1)
        }
        var ratios: [Double] = []
        for pair in 0..<pairs {
            // They take turns in being the first of a pair.
            let before = pair % 2 == 0 ? try time(&first, pair) : 0
            let cost = try time(&last, pair)
            ratios.append(cost / (pair % 2 == 0 ? before : try time(&first, pair)))
        }
        return median(ratios[1...])
    }

    private static func median(_ values: some Collection<Double>) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    /// From `/proc/self/statm`.
    package static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
