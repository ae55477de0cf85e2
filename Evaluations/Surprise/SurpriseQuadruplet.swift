import ReferenceWorld
import Scenarios
import Tensors
import Worlds

/// Two starts and two endings, each ending lawful after one start and unlawful after the other: four clips, as in IntPhys
/// (Riochet et al. 2018).
///
/// The starts are the members of a counterbalanced pair, or two branches of one case. The unlawful clips are spliced at the
/// moment of change, when both worlds look alike: the thing is hidden, or the key is about to be pressed. A pair is one
/// ending after either start, the same pictures to the last bit: nothing but what came before tells the unlawful one. What
/// a start does to surprise by itself, whatever follows, makes one pair right and the other wrong.
struct SurpriseQuadruplet: Sendable {
    /// Least colour that counts as seen: the mean difference of all channels, of 255.
    private static let visible = 0.02

    struct World: Sendable {
        var scenario: ScenarioCase
        var branch: String
        var actions: [Action]
        /// All pictures, from reset on.
        var frames: [Frame]
        var poses: [Truth.Pose]
    }

    let worlds: [World]
    /// The name of the thing that it is about.
    let thing: String
    /// The first picture that may be that of the other world.
    let change: Int
    private let size: (width: Int, height: Int)

    /// - Parameter stride: pictures of a latent frame; the change falls on the beginning of one.
    init(_ group: [ScenarioCase], size: (width: Int, height: Int), stride: Int) throws {
        guard let first = group.first, let term = first.expectations.first(where: { $0.name == "surprise" }),
            let thing = term.subjects.first, let mark = first.marks[term.at ?? "change"]
        else { throw FileError("A scenario of surprise has to say of which thing, and at which mark it may change.") }
        let other = first.branches.keys.sorted().first { $0 != first.mainBranch }
        let starts =
            group.count == 2
            ? group.map { ($0, $0.mainBranch) } : [first.mainBranch, other].compactMap { $0 }.map { (first, $0) }
        guard group.count <= 2, starts.count == 2 else {
            throw FileError("\(first.scenario) needs two starts: one counterbalanced pair of values, or two branches.")
        }
        (self.size, self.thing) = (size, thing)
        worlds = try starts.map { try Self.world($0, branch: $1, size: size) }
        change = 1 + mark / stride * stride
        guard worlds[0].poses == worlds[1].poses, change > 1, change < worlds[0].frames.count else {
            throw FileError("The camera of \(first.scenario) has to go one way in both of its starts.")
        }
    }

    private static func world(
        _ scenario: ScenarioCase, branch: String, size: (width: Int, height: Int),
        prepare: (ReferenceWorld) -> ReferenceWorld = { $0 }
    ) throws -> World {
        var start = scenario.start
        (start.width, start.height) = size
        let actions = scenario.branches[branch] ?? []
        var world = ReferenceWorld(truth: false)
        _ = try world.reset(start)
        world = prepare(world)
        var made = World(
            scenario: scenario, branch: branch, actions: actions, frames: [world.observation().frame],
            poses: [world.pose])
        for action in actions {
            made.frames.append(try world.step(action).frame)
            made.poses.append(world.pose)
        }
        return made
    }

    /// What a judge is shown first.
    func start(_ world: World) -> SurpriseStart {
        SurpriseStart(
            scenario: world.scenario, branch: world.branch, frames: Array(world.frames[..<change]),
            actions: world.actions, pitch: world.poses[0].pitch)
    }

    /// What comes of a start in a world.
    func ending(_ world: World) -> [Frame] { Array(world.frames[change...]) }

    /// What is judged: an ending and the picture before it.
    func judged(_ start: Int, ending: Int) -> [Frame] {
        [worlds[start].frames[change - 1]] + self.ending(worlds[ending])
    }

    /// How far temporal-gradient energies lie apart, relative to their mean: of the whole clips, the lawful two and the
    /// unlawful two, and of what is judged of each pair; the greatest.
    var mismatch: Double {
        let histories = worlds.map { PixelMeasures.energy(Array($0.frames[..<change])) }
        let endings = (0..<2).map { start in (0..<2).map { PixelMeasures.energy(judged(start, ending: $0)) } }
        let all = histories[0] + histories[1]
        return [
            Self.distance(all + endings[0][0] + endings[1][1], all + endings[0][1] + endings[1][0]),
            Self.distance(endings[0][0], endings[1][0]), Self.distance(endings[0][1], endings[1][1]),
        ].reduce(0, max)
    }

    /// Whether nothing is to be seen of the splice: both worlds look alike in the last common picture.
    var isSeamless: Bool {
        PixelMeasures.difference(worlds[0].frames[change - 1], worlds[1].frames[change - 1]) <= Self.visible
    }

    private static func distance(_ a: Int, _ b: Int) -> Double { 2 * Double(abs(a - b)) / Double(max(1, a + b)) }

    /// The first picture after the change, counted from it, that tells the endings apart.
    var firstDifference: Int {
        let (a, b) = (ending(worlds[0]), ending(worlds[1]))
        return a.indices.first { PixelMeasures.difference(a[$0], b[$0]) > Self.visible } ?? 0
    }

    /// A start's lawful world with the thing in a colour that it never has, though it might: everything else, the laws
    /// included, is as it is. Nil where that is not to be seen.
    func recoloured(_ start: Int) throws -> World? {
        let world = worlds[start]
        guard let id = world.scenario.objects[thing] else { return nil }
        let word = Self.unusual[world.scenario.draw % Self.unusual.count]
        let made = try Self.world(world.scenario, branch: world.branch, size: size) { $0.recoloring(id, word) }
        return ending(made) == ending(world) ? nil : made
    }

    /// Colours that scripts may use and no seed chooses.
    private static let unusual = ["green", "black", "brown", "sandy"]
}
