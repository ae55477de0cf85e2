import Media
import Worlds

/// How pictures travel. All but JPEG keep every bit.
enum PictureFormat: String, Codable, CaseIterable, Sendable {
    /// Rows from the top, three bytes a pixel.
    case raw
    case png
    case jpeg

    init(named name: String?, or usual: PictureFormat) throws {
        guard let name else {
            self = usual
            return
        }
        guard let format = PictureFormat(rawValue: name) else {
            throw ProtocolError("there are no pictures '\(name)': they are raw, png or jpeg")
        }
        self = format
    }

    func encode(_ frame: Frame) throws -> [UInt8] {
        switch self {
        case .raw: frame.pixels
        case .png: try PNG.encode(frame)
        case .jpeg: JPEGEncoder.encode(frame)
        }
    }
}
