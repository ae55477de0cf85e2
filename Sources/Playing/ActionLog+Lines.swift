import Foundation
import Worlds

extension ActionLog {
    private struct Header: Encodable {
        var settings: PlaySettings
        var channels: [String]
        var maker: Maker

        enum CodingKeys: CodingKey { case channels, isa, device }

        func encode(to encoder: any Encoder) throws {
            try settings.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(channels, forKey: .channels)
            try container.encode(maker.isa, forKey: .isa)
            try container.encodeIfPresent(maker.device, forKey: .device)
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The first line of a log of what `maker` computes.
    public static func header(
        _ settings: PlaySettings, space: ActionSpace, maker: Maker = Maker(on: nil)
    ) throws -> String {
        try json(Header(settings: settings, channels: space.channels.map(\.name), maker: maker)) + "\n"
    }

    /// The line of one operation, or of an action that is held for `times` frames.
    public static func line(_ operation: PlayOperation, space: ActionSpace, times: Int = 1) throws -> String {
        switch operation {
        case .action(let action):
            // The shortest decimals that read back as the same Float.
            let parts =
                zip(space.channels, action.values).filter { $0.1 != 0 }.map { "\"\($0.0.name)\":\($0.1)" }
                + (times > 1 ? ["\"repeat\":\(times)"] : [])
            return "{\(parts.joined(separator: ","))}\n"
        case .steps(let steps): return "{\"op\":\"steps\",\"value\":\(steps)}\n"
        case .prompt(let words): return "{\"op\":\"prompt\",\"words\":\(try json(words))}\n"
        case .rewind(let frame): return "{\"op\":\"rewind\",\"frame\":\(frame)}\n"
        case .fork(let frame): return "{\"op\":\"fork\",\"frame\":\(frame)}\n"
        case .branch(let number): return "{\"op\":\"branch\",\"number\":\(number)}\n"
        case .restart: return "{\"op\":\"restart\"}\n"
        case .begin(let settings): return "{\"op\":\"begin\",\"settings\":\(try json(settings))}\n"
        case .check(let value): return "{\"op\":\"check\",\"frame\":\"\(String(value, radix: 16))\"}\n"
        }
    }

    /// Where games are logged unless told otherwise: `$XDG_STATE_HOME/diorama/logs`, else `~/.local/state/diorama/logs`.
    public static func defaultURL(
        environment: [String: String] = ProcessInfo.processInfo.environment, now: Date = Date()
    ) -> URL {
        UserFolder.state(environment).appendingPathComponent("logs/\(FileStamp.text(now)).jsonl")
    }
}
