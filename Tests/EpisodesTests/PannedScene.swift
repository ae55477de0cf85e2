import Foundation
import Tensors
import Worlds

@testable import Episodes

/// A wall of patches that a camera pans over: each unit of the axis "turn" moves it by eight pixels of 96.
struct PannedScene {
    static let space = ActionSpace(channels: [
        ActionChannel(name: "turn", kind: .axis, bindings: [], meaning: "turn", effect: .turn(degrees: nil)),
        ActionChannel(name: "fire", kind: .key, bindings: [], meaning: "fire"),
    ])
    static let pixels: Float = 8

    /// What led to each picture; the first is none.
    let actions: [Action]
    private let wall: [Float]

    init(_ count: Int, seed: UInt64 = 1, moves: Bool = true) {
        var random = PhiloxGenerator(seed: seed)
        var (actions, turn) = ([Action](), Float(0))
        for t in 0..<count {
            if Int.random(in: 0..<6, using: &random) == 0 {
                turn = moves ? Float(Int.random(in: -4...4, using: &random)) / 4 : 0
            }
            actions.append(
                t == 0 ? .none(2) : Action(values: [turn, Int.random(in: 0..<5, using: &random) == 0 ? 1 : 0]))
        }
        self.actions = actions
        wall = (0..<4096 * 64).map { _ in Float.random(in: 0...255, using: &random) }
    }

    /// The pictures that the actions lead to, each patch 4 x 4 pixels large.
    func frames(width: Int = 96, height: Int = 64) -> [Frame] {
        var place: Float = 2000
        return actions.map { action in
            place += action.values[0] * Self.pixels
            var frame = Frame(width: width, height: height)
            for y in 0..<height {
                for x in 0..<width {
                    let u = (place + Float(x) * 96 / Float(width)) / 4
                    let (a, b) = (Int(u), u - Float(Int(u)))
                    let row = (y * 64 / height) / 4 * 4096
                    let value = UInt8(wall[row + a % 4096] * (1 - b) + wall[row + (a + 1) % 4096] * b)
                    for c in 0..<3 { frame.pixels[(y * width + x) * 3 + c] = value }
                }
            }
            return frame
        }
    }

    /// The motion in the pictures, beside actions that stand `late` pictures after what they did.
    func sample(late: Int) -> MotionSample {
        let greys = frames().map(PictureMotion.grey)
        let motions = [PictureMotion()] + zip(greys, greys.dropFirst()).map { PictureMotion(from: $0, to: $1) }
        return MotionSample(motions: motions, actions: shifted(late))
    }

    func shifted(_ late: Int) -> [Action] {
        actions.indices.map { actions.indices.contains($0 - late) ? actions[$0 - late] : .none(2) }
    }
}
