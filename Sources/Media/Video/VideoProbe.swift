import Foundation
import Tensors
import Worlds

/// What a video file says of itself and when each of its pictures is shown, as ffprobe finds by decoding all of it.
public struct VideoProbe: Sendable {
    /// Of the pictures as they are stored, in pixels.
    public var width, height: Int
    /// Width of a pixel over its height.
    public var pixelAspect = 1.0
    /// Clockwise quarter turns that the file's rotation tag asks for, 0 to 3.
    public var quarterTurns = 0
    /// Streams of moving pictures; the first is the one described.
    public var streams = 1
    /// Pictures that the file says it has, where it says so.
    public var declared: Int?
    /// When each picture is shown, in seconds from the first one, in order.
    public var times: [Double]
    /// Seconds for which the last picture is shown.
    public var lastDuration: Double
    /// What ffmpeg complained of while it decoded: the file is damaged.
    public var complaint: String?

    /// Pictures that are looked at.
    public static let limit = 20_000

    public init(_ url: URL) throws {
        let kind = try MediaKind.of(url)
        let entries =
            "stream=index,codec_type,width,height,sample_aspect_ratio,avg_frame_rate,nb_frames,side_data_list,tags,"
            + "disposition:frame=stream_index,best_effort_timestamp_time,pkt_duration_time,duration_time"
        let (output, messages) = try FFmpeg.probe(
            kind.options + [
                "-select_streams", "v", "-read_intervals", "%+#\(Self.limit)", "-show_streams", "-show_frames",
                "-show_entries", entries, "-of", "json", "file:\(url.path)",
            ], name: url.path)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let found = try? decoder.decode(Output.self, from: output) else {
            throw FileError("ffprobe said nothing of \(url.path) that can be read; is it the one of ffmpeg?")
        }
        let videos = found.streams.filter { $0.disposition?.attachedPic != 1 }
        guard let video = videos.first, let width = video.width, let height = video.height, width > 0, height > 0 else {
            throw DamagedVideo("\(url.path) holds no video stream\(messages.last.map { ": \($0)" } ?? "").")
        }
        (self.width, self.height, streams, complaint) = (width, height, videos.count, messages.last)
        if let aspect = Self.ratio(video.sampleAspectRatio, ":"), (0.1...10).contains(aspect) { pixelAspect = aspect }
        declared = video.nbFrames.flatMap { Int($0) }
        if let angle = video.sideDataList?.compactMap(\.rotation).first, angle.isFinite, abs(angle) <= 360 {
            quarterTurns = ((Int((-angle / 90).rounded()) % 4) + 4) % 4
        }
        let frames = (found.frames ?? []).filter { $0.streamIndex == video.index }
        let rate = Self.ratio(video.avgFrameRate, "/").flatMap { $0 > 0 ? $0 : nil }
        let known = frames.compactMap { $0.bestEffortTimestampTime.flatMap { Double($0) } }.sorted()
        if known.count == frames.count, known.allSatisfy(\.isFinite) {
            times = known.map { $0 - known[0] }
        } else {
            times = frames.indices.map { Double($0) / (rate ?? 25) }
        }
        let last = (frames.last?.pktDurationTime ?? frames.last?.durationTime).flatMap { Double($0) }
        lastDuration = max(0, last ?? rate.map { 1 / $0 } ?? 0)
    }

    private static func ratio(_ text: String?, _ sign: Character) -> Double? {
        let sides = (text ?? "").split(separator: sign).compactMap { Double($0) }
        return sides.count == 2 && sides[0] > 0 && sides[1] > 0 ? sides[0] / sides[1] : nil
    }

    private struct Output: Decodable {
        var streams: [Stream]
        var frames: [Picture]?
    }

    private struct Stream: Decodable {
        struct Disposition: Decodable { var attachedPic: Int? }
        struct SideData: Decodable { var rotation: Double? }
        var index: Int
        var width, height: Int?
        var sampleAspectRatio, avgFrameRate, nbFrames: String?
        var disposition: Disposition?
        var sideDataList: [SideData]?
    }

    private struct Picture: Decodable {
        var streamIndex: Int?
        var bestEffortTimestampTime, pktDurationTime, durationTime: String?
    }
}
