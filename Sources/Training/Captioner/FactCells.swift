import ReferenceWorld
import Text
import WorldModel
import Worlds

/// What is true of a picture's cells and of the whole, as indices of `FactLexicon`.
struct FactCells: Sendable {
    /// Of a thing: more pixels than these and it may be told, more than those and it should be; of 128 x 80.
    static let (fewPixels, manyPixels) = (14, 48)

    /// 0: none of the nouns.
    var kinds: [UInt8]
    /// 255: none.
    var colours: [UInt8]
    var moves: [Bool]
    /// Cells with a thing's middle.
    var middles: [Int] = []
    var place: Int?
    var time: Int?
    /// What is in sight, surely and perhaps.
    var sure = PictureFacts()
    var tolerated = PictureFacts()

    /// `truth` of the picture before it was fitted, and the world that showed it.
    init(_ truth: Truth, _ world: ReferenceWorld, width: Int, height: Int) {
        let (h, w) = FactProbe.grid
        kinds = [UInt8](repeating: 0, count: h * w)
        colours = [UInt8](repeating: 255, count: h * w)
        moves = [Bool](repeating: false, count: h * w)
        place = FactLexicon.place(of: world.setting).flatMap { FactLexicon.places.firstIndex(of: $0) }
        time = FactLexicon.times.firstIndex(of: world.daylight)
        let scale = min(Float(width) / Float(FactProbe.size.width), Float(height) / Float(FactProbe.size.height))
        let left = (Float(width) - Float(FactProbe.size.width) * scale) / 2
        let top = (Float(height) - Float(FactProbe.size.height) * scale) / 2
        var extents: [UInt16: (pixels: Float, x: Float, y: Float)] = [:]
        var owners = [UInt16](repeating: 0, count: h * w)
        let side = Float(FactProbe.cell) * scale
        for i in 0..<h * w {
            let rows = Int((top + Float(i / w) * side).rounded())..<Int((top + Float(i / w + 1) * side).rounded())
            let columns = Int((left + Float(i % w) * side).rounded())..<Int((left + Float(i % w + 1) * side).rounded())
            var counts: [UInt16: Int] = [:]
            for y in rows { for x in columns { counts[truth.instances[y * width + x], default: 0] += 1 } }
            let all = max(1, rows.count * columns.count)
            for (id, count) in counts where id > 1 {
                let share = Float(count) / Float(all)
                let old = extents[id] ?? (0, 0, 0)
                extents[id] = (old.pixels + share, old.x + share * Float(i % w), old.y + share * Float(i / w))
            }
            if let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), most.key > 1,
                5 * most.value >= 2 * all
            {
                owners[i] = most.key
            }
        }
        let area = Float(FactProbe.cell * FactProbe.cell)
        for (id, extent) in extents.sorted(by: { $0.key < $1.key }) {
            guard let look = world.look(of: id), let noun = FactLexicon.noun(look.kind),
                let index = FactLexicon.nouns.firstIndex(of: noun)
            else { continue }
            let colour = FactLexicon.colours.firstIndex(of: look.colour)
            let pixels = Int(extent.pixels * area)
            let own = owners.indices.filter { owners[$0] == id }
            for i in own {
                kinds[i] = UInt8(index + 1)
                colours[i] = UInt8(colour ?? 255)
                moves[i] = look.moves
            }
            let (x, y) = (extent.x / extent.pixels, extent.y / extent.pixels)
            func distance(_ i: Int) -> Float {
                let (dx, dy) = (Float(i % w) - x, Float(i / w) - y)
                return dx * dx + dy * dy
            }
            if pixels >= Self.fewPixels, let middle = own.min(by: { distance($0) < distance($1) }) {
                middles.append(middle)
            }
            let sighting = PictureFacts.Sighting(noun: index, colour: colour, moves: look.moves)
            if pixels >= Self.fewPixels / 2 { tolerated.things.append(sighting) }
            if pixels >= Self.manyPixels { sure.things.append(sighting) }
        }
        let places = FactLexicon.places.indices.map { $0 == place ? Float(1) : 0 }
        let times = FactLexicon.times.indices.map { $0 == time ? Float(1) : 0 }
        (sure.places, sure.times, tolerated.places, tolerated.times) = (places, times, places, times)
    }
}
