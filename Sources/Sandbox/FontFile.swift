import Foundation
import Tensors

/// Where Debian and Ubuntu put the DejaVu fonts.
enum FontFile {
    static let places = [
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/ttf-dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/dejavu/DejaVuSansMono.ttf", "/usr/share/fonts/TTF/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    ]

    static func find(in places: [String] = places) throws -> String {
        guard let path = places.first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
            throw FileError("The window needs a DejaVu font: apt-get install fonts-dejavu-core.")
        }
        return path
    }
}
