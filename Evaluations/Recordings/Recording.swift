import Foundation
import Media
import Tensors
import Worlds

/// One recorded rollout, looked at before it is read. What is wrong with it is thrown: `FailedRollout` where there is
/// nothing to judge, `RefusedRecording` and `DamagedVideo` where it can be mended, `FileError` where reading failed.
struct Recording {
    private enum Source {
        case video(URL, VideoProbe)
        case pictures([URL])
    }

    private let source: Source
    let timing: FrameTiming

    /// - Parameter count: frames of the case.
    init(_ place: RolloutLayout.Place, of layout: RolloutLayout, count: Int) throws {
        switch place {
        case .video(let url):
            do { _ = try MediaKind.of(url) } catch let error as DamagedVideo {
                throw FailedRollout(code: "unreadable", sentence: error.description)
            }
            let probe = try VideoProbe(url)
            if let complaint = probe.complaint {
                let found = probe.declared.map { "\(probe.times.count) of \($0)" } ?? "\(probe.times.count)"
                throw DamagedVideo(
                    "\(url.path) is damaged: ffmpeg says \"\(complaint)\" and finds \(found) pictures; make it anew.")
            }
            guard probe.streams == 1 else {
                throw RefusedRecording(
                    "has \(probe.streams) video streams; keep the one that counts, e.g. with `ffmpeg -map 0:v:0`.")
            }
            source = .video(url, probe)
            timing = try FrameTiming(times: probe.times, last: probe.lastDuration, of: count)
        case .pictures(let url):
            let files = try NumberedPictures(url).files
            source = .pictures(files)
            timing = FrameTiming(pictures: files.count, of: count)
            try Self.check(files.prefix(count), layout)
        }
    }

    /// All are PNGs of one size that lie in the folder.
    private static func check(_ files: some Sequence<URL>, _ layout: RolloutLayout) throws {
        var first: (name: String, side: [UInt8])?
        for url in files {
            try layout.requireInside(url)
            let head = try PlainFile.head(url, count: 24)
            guard head.count == 24, head.starts(with: [0x89, 0x50, 0x4E, 0x47]) else {
                throw RefusedRecording(
                    "holds \(url.lastPathComponent), which is no PNG whatever its name says; make it one.")
            }
            let side = Array(head[16..<24])
            guard let known = first else {
                first = (url.lastPathComponent, side)
                continue
            }
            if known.side != side {
                func text(_ side: [UInt8]) -> String {
                    let numbers = [side.prefix(4), side.suffix(4)].map { $0.reduce(0) { $0 << 8 | UInt32($1) } }
                    return "\(numbers[0])x\(numbers[1])"
                }
                throw RefusedRecording(
                    "holds \(url.lastPathComponent) of \(text(side)) pixels and \(known.name) of \(text(known.side)); "
                        + "all must have one size.")
            }
        }
    }

    var pixelAspect: Double {
        if case .video(_, let probe) = source { probe.pixelAspect } else { 1 }
    }

    var quarterTurns: Int {
        if case .video(_, let probe) = source { probe.quarterTurns } else { 0 }
    }

    /// Hands the pictures for the first `count` frames of the case to `body`, one after the other, as they are stored.
    func read(_ count: Int, _ body: (Frame) throws -> Void) throws {
        let wanted = timing.indices.prefix(count)
        switch source {
        case .pictures(let files):
            for index in wanted {
                let url = files[index]
                let data = Data(try PlainFile.bytes(url, limit: 256 << 20))
                let frame: Frame
                do { frame = try PNG.decode(data, name: url.path) } catch { throw DamagedVideo("\(error)") }
                try body(frame)
            }
        case .video(let url, _):
            let reader = try VideoReader(url, turns: false)
            var (number, shown) = (-1, Frame(width: 0, height: 0))
            for index in wanted {
                while number < index {
                    guard let frame = try reader.next() else {
                        throw FileError(
                            "ffmpeg gave \(number + 1) pictures of \(url.path), where ffprobe had found "
                                + "\(timing.extent); give the same command again.")
                    }
                    (number, shown) = (number + 1, frame)
                }
                try body(shown)
            }
        }
    }
}
