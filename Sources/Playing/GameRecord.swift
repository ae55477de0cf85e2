import Media
import Tensors
import Worlds

/// What has been played so far: state files and the settings inside recordings are written from it.
///
/// Its size grows by an entry for each change of the keys. A world begun anew is an era of its own; eras that are long gone are
/// forgotten.
public struct GameRecord: Sendable {
    private struct Entry {
        var operation: PlayOperation
        var times = 1
    }

    private struct Era {
        var settings: PlaySettings
        var space: ActionSpace
        /// The number of the operation that began it.
        var first: Int
        var entries: [Entry] = []

        /// Bytes of the pictures that it was given.
        var given: Int { settings.given?.reduce(0) { $0 + $1.png.count } ?? 0 }
    }

    private static let eraLimit = 32
    private static let givenLimit = 16 << 20
    /// What `repeat` takes.
    private static let timesLimit = 100_000
    private let maker: ActionLog.Maker
    private var eras: [Era]
    private var latest: Frame
    /// Operations so far; the picture that each led to has its number as `Picture.moment`.
    public private(set) var count = 0

    /// Begins where `player` has begun and not yet played.
    public init(_ player: Player) {
        (maker, latest) = (player.maker, player.picture.frame)
        eras = [Era(settings: player.settings, space: player.actionSpace, first: 0)]
    }

    /// Call after `player` has applied `operation`.
    public mutating func append(_ operation: PlayOperation, _ player: Player) {
        if case .check = operation { return }
        count += 1
        latest = player.picture.frame
        switch operation {
        case .begin, .restart:
            var settings = player.settings
            if case .restart = operation { settings.steps = player.timeline.tip.steps ?? settings.steps }
            eras.append(Era(settings: settings, space: player.actionSpace, first: count))
            while eras.count > Self.eraLimit || (eras.count > 1 && eras.reduce(0) { $0 + $1.given } > Self.givenLimit) {
                eras.removeFirst()
            }
        default:
            let last = eras.count - 1
            if case .action = operation, let entry = eras[last].entries.last, entry.operation == operation,
                entry.times < Self.timesLimit
            {
                eras[last].entries[eras[last].entries.count - 1].times += 1
            } else {
                eras[last].entries.append(Entry(operation: operation))
            }
            if (count - eras[last].first) % LogWriter.checkEvery == 0 {
                eras[last].entries.append(Entry(operation: .check(player.fingerprint), times: 0))
            }
        }
    }

    /// A state file: a log of how the game came to where it is now, which goes on from there. `viewing` is the frame that is looked
    /// at, where that is not the last.
    public func state(viewing: Int? = nil) throws -> String {
        var text = try text(from: nil, through: count)
        let era = eras[eras.count - 1]
        text += try ActionLog.line(.check(latest.fingerprint), space: era.space)
        if let viewing { text += "{\"op\":\"look\",\"frame\":\(viewing)}\n" }
        return text
    }

    /// What a recording says of its making, whose first picture operation `first` led to and whose last one operation `last`.
    public func comment(from first: Int, through last: Int, _ picture: Frame?) throws -> VideoComment {
        var text = try text(from: first, through: last)
        if let picture { text += try ActionLog.line(.check(picture.fingerprint), space: era(of: last).space) }
        return VideoComment(.play, text)
    }

    /// What a recording that begins now says until it ends.
    public func opening() throws -> VideoComment {
        let era = eras[eras.count - 1]
        return VideoComment(.play, try ActionLog.header(era.settings, space: era.space, maker: maker))
    }

    private func era(of operation: Int) -> Era { eras.last { $0.first <= operation } ?? eras[0] }

    private func text(from first: Int?, through end: Int) throws -> String {
        let start = first.map { first in eras.lastIndex { $0.first <= first } ?? 0 } ?? eras.count - 1
        var text = ""
        for (index, era) in eras.enumerated() where index >= start && era.first <= end {
            text +=
                index == start
                ? try ActionLog.header(era.settings, space: era.space, maker: maker)
                : try ActionLog.line(.begin(era.settings), space: era.space)
            var number = era.first
            for entry in era.entries where number < end {
                // Operations of this entry before the first that is shown, and the others up to the end.
                let before = first.map { max(0, min(entry.times, $0 - 1 - number)) } ?? 0
                let after = min(entry.times, end - number) - before
                if before > 0 { text += try ActionLog.line(entry.operation, space: era.space, times: before) }
                if let first, number + before == first - 1, entry.times > before, first > eras[start].first {
                    text += "{\"op\":\"record\"}\n"
                }
                if after > 0 || entry.times == 0 {
                    text += try ActionLog.line(entry.operation, space: era.space, times: after)
                }
                number += entry.times
            }
        }
        return text
    }
}
