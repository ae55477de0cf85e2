import ArgumentParser
import Episodes
import Evaluations
import Foundation
import Training
import WorldModel
import Worlds

/// `diorama caption`: what clips show, in words.
struct Caption: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say in words what the clips of an episode set show, from their pictures alone.",
        discussion: """
            A small model names place, time of day, things with their colour and number, what moves and how the camera moves. \
            It knows the simulator's worlds and says little of others. Captions are printed; with --write those episodes that have \
            none get theirs in the set, so that a training with `text: true` can use it (--all replaces the others too).

            Examples:
              diorama caption walks
              diorama caption walks --write
              diorama caption --judge 200     precision and recall on held-out seeds
            """)

    @Argument(help: "An episode set.") var set: String?
    @Flag(help: "Write the captions into the set.") var write = false
    @Flag(help: "With --write: also where there is a caption.") var all = false
    @Option(help: "Instead of a set: judge the captioner by this many held-out clips of the simulator.") var judge: Int?
    @Flag(help: "Judge: as they are, not through the codecs of small and nano by turns.") var bare = false

    func validate() throws {
        guard (set == nil) != (judge == nil) else { throw ValidationError("give an episode set, or --judge COUNT") }
        guard (1...10_000).contains(judge ?? 1) else { throw ValidationError("--judge must lie in 1...10000") }
        if all, !write { throw ValidationError("--all does nothing here: it belongs to --write") }
        if write, set == nil { throw ValidationError("--write does nothing here: it belongs to a set") }
        if bare, judge == nil { throw ValidationError("--bare does nothing here: it belongs to --judge") }
    }

    func run() throws {
        Interrupt.catchSignals()
        let captioner = try ProbeFolder.shipped.captioner()
        if let judge {
            var source = FactEpisodes(count: judge, frames: FactEpisodes.clip, firstSeed: FactEpisodes.heldOut)
            if bare { source.ways = [nil] }
            print(FactScore(captioner, on: try source.clips()).table)
            return
        }
        guard let set else { return }
        let folder = URL(fileURLWithPath: set)
        let episodes = try EpisodeSet(folder)
        var captions: [String: String] = [:]
        for index in 0..<episodes.count {
            try Interrupt.check("Stopped after \(index) of \(episodes.count) episodes; nothing was written.")
            let entry = episodes.entries[index]
            if write, !all, !entry.caption.isEmpty { continue }
            let caption = captioner.caption(of: try episodes.frames(of: index))
            print("\(entry.name.printable): \(caption.isEmpty ? "nothing that is known" : caption)")
            if !caption.isEmpty { captions[entry.name] = caption }
        }
        guard write else { return }
        try EpisodeSetWriter.setCaptions(captions, in: folder)
        print("wrote \(captions.count) captions of \(episodes.count) episodes into \(set.printable)")
    }
}
