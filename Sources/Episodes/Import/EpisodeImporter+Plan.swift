import Camera
import Foundation
import Media
import Tensors
import Worlds

extension EpisodeImporter {
    /// The plan of a set that was begun earlier: what was measured then holds on.
    func goingOn(_ set: EpisodeSet) throws -> ImportPlan {
        guard let imported = set.description.imported, imported.format == type(of: format).name else {
            throw FileError("\(set.url.path) was not imported from recordings of this kind; choose another folder.")
        }
        var space = format.actionSpace
        guard space.channels.map(\.name) == set.actionSpace.channels.map(\.name) else {
            throw FileError(
                "\(set.url.path) has the actions \(set.actionSpace.names), not \(space.names); choose another folder.")
        }
        if let options = options.framesPerSecond, options != set.framesPerSecond {
            throw FileError("\(set.url.path) has \(set.framesPerSecond) frames a second; choose another folder.")
        }
        let first = set.entries.first
        guard let size = options.size ?? first.map({ ($0.width, $0.height) }) else {
            throw FileError("\(set.url.path) has no episodes yet; delete it and begin anew.")
        }
        if let first, (first.width, first.height) != size {
            throw FileError("\(set.url.path) has pictures of \(first.width)x\(first.height); choose another folder.")
        }
        for i in space.channels.indices { space.channels[i].effect = set.actionSpace.channels[i].effect }
        find("Goes on with what was found before: \(imported.measured ?? "nothing was measured").")
        return ImportPlan(
            description: set.description, recorded: space, size: size,
            late: Self.lateness(imported.alignment) + (imported.framesLate ?? 0))
    }

    /// The plan of a new set.
    func freshPlan(_ stop: () -> Bool) throws -> ImportPlan {
        let (recording, probe) = try firstGood()
        let shown = Self.shown(probe)
        let size = try chosenSize(shown.size)
        let clock = try FrameClock(
            times: probe.times, told: recording.framesPerSecond, wanted: options.framesPerSecond)
        let rate = options.framesPerSecond ?? clock.rate
        var space = format.actionSpace
        if let file = options.effects { space = try EffectsFile.apply(file, to: space) }
        space = space.bound
        let alignment = stated
        var (late, measured): (Int, String?) = (Self.lateness(alignment), nil)
        let view = recording.intrinsics.map { Self.view(Double($0.fx), shown.size.width) } ?? options.fieldOfView
        if alignment != .none, options.alignment == .auto || Self.asksForDegrees(space) {
            let samples = try MotionSamples.read(self, stop)
            if options.alignment == .auto { (late, measured) = align(samples, alignment) }
            let height = Double(shown.size.height) / Double(shown.size.width) / shown.aspect
            estimate(
                samples, &space, late: late, view ?? ImportOptions.usualView, shape: height, known: view != nil)
        }
        let known = recording.truth == nil ? [] : try TruthSamples.read(self, stop)
        measureTravel(known, &space, late: late)
        let slowed = clock.keepsAll ? space : FrameClock.slowed(space, ratio: clock.rate / rate)
        let imported = EpisodeImport(
            format: type(of: format).name, from: source.path, alignment: alignment,
            framesLate: late - Self.lateness(alignment), measured: measured,
            originalSize: "\(shown.size.width)x\(shown.size.height)", fit: options.fit.rawValue,
            originalFramesPerSecond: clock.rate)
        return ImportPlan(
            description: EpisodeSetDescription(
                actionSpace: slowed, framesPerSecond: rate, source: format.source,
                camera: view.flatMap { camera($0, known, space, shown, size) }, imported: imported),
            recorded: space, size: size, late: late)
    }

    /// Degrees from the left to the right of a picture.
    private static func view(_ focal: Double, _ width: Int) -> Double {
        2 * atan(Double(width) / 2 / focal) * 180 / .pi
    }

    /// What the fitted pictures are taken with, where actions turn it by known degrees; `view` is that of the recordings. Its
    /// height and pitch are the recordings' own where they know them.
    private func camera(
        _ view: Double, _ known: [TruthSample], _ space: ActionSpace,
        _ shown: (size: (width: Int, height: Int), aspect: Double),
        _ size: (width: Int, height: Int)
    ) -> CameraRig? {
        guard let turn = space.turnAxis, space.channels[turn].degrees != nil else { return nil }
        let (width, height) = (Float(shown.size.width), Float(shown.size.height))
        let focal = width / 2 / Float(tan(view * .pi / 360))
        let own = Truth.Intrinsics(fx: focal, fy: focal, cx: width / 2, cy: height / 2)
        let fitted = FittedPicture(shown.size, aspect: shown.aspect, to: size, options.fit).intrinsics(own)
        let degrees = Self.view(Double(fitted.fx), size.width)
        guard (1..<180).contains(degrees) else { return nil }
        let heights = known.flatMap(\.heights).sorted()
        let eye = heights.count < 20 ? nil : (heights[heights.count / 2] * 100).rounded() / 100
        let pitches = known.flatMap { $0.poses.map(\.pitch) }.filter(\.isFinite).sorted()
        let above = eye.map { ", \($0) m above the ground by the recorded depths" } ?? ""
        find("Camera: its pictures span \(FrameClock.text(degrees)) degrees\(above).")
        let level = pitches.isEmpty ? 0 : pitches[pitches.count / 2]
        let rig = CameraRig(
            fieldOfView: Float(degrees), eyeHeight: eye ?? 1.5, startPitch: level,
            pitchLimit: min(1.5, max(abs(pitches.first ?? 1.5), abs(pitches.last ?? 1.5))))
        return rig.flaw == nil ? rig : nil
    }

    /// The first recording whose video can be read.
    private func firstGood() throws -> (Recording, VideoProbe) {
        var why = "there are none"
        for recording in format.recordings {
            do { return (recording, try probe(recording)) } catch let error as DamagedVideo {
                why = error.description
            } catch let error as RecordingFlaw { why = "\(recording.name): \(error.description)" }
        }
        throw FileError("\(source.path): none of \(format.recordings.count) recordings can be read (\(why)).")
    }

    private func chosenSize(_ own: (width: Int, height: Int)) throws -> (width: Int, height: Int) {
        let size = options.size ?? own
        guard size.width % 16 == 0, size.height % 16 == 0, (16...4096).contains(size.width),
            (16...4096).contains(size.height)
        else {
            throw FileError(
                "Pictures of \(size.width)x\(size.height) do not fit: both sides must be multiples of 16. Give e.g. "
                    + "--size \(FittedPicture.suggestion(own))."
            )
        }
        return size
    }

    /// What is taken to hold of the recordings before anything is measured.
    private var stated: ActionAlignment {
        switch options.alignment {
        case .ledTo: format.alignment == .none ? .none : .ledTo
        case .takenAt: format.alignment == .none ? .none : .takenAt
        case .auto: format.alignment
        }
    }

    static func lateness(_ alignment: ActionAlignment) -> Int { alignment == .takenAt ? -1 : 0 }

    private static func asksForDegrees(_ space: ActionSpace) -> Bool {
        space.channels.contains { channel in
            switch channel.effect {
            case .turn(nil), .look(nil): channel.kind == .axis
            default: false
            }
        }
    }

    /// How late actions are, from the pictures where they can tell, and what is said of it.
    private func align(_ samples: [MotionSample], _ stated: ActionAlignment) -> (late: Int, measured: String) {
        let told = Self.lateness(stated)
        let text: String
        var late = told
        switch AlignmentCheck.measure(samples) {
        case .late(let found, let agreeing, let parts):
            let off = found - told
            let frames = "\(abs(off)) frame\(abs(off) == 1 ? "" : "s")"
            let sure = parts > 0 ? "\(agreeing) of \(parts) parts agree" : "from few pictures"
            text = off == 0 ? "0 frames late (\(sure))" : "\(frames) \(off > 0 ? "late" : "early") (\(sure))"
            late = found
            find(
                off == 0
                    ? "Alignment: \(text): the actions are \(stated.rawValue), as the format says."
                    : "Alignment: actions are \(text) against \(stated.rawValue); they were moved.")
        case .unknown(let why):
            text = "cannot tell: \(why)"
            find("Alignment: \(text); \(stated.rawValue) is taken, --alignment changes that.")
        }
        return (late, text)
    }

    /// Gives axes that turn or look by unknown degrees those that the pictures show, and tells of axes that look like ones.
    private func estimate(
        _ samples: [MotionSample], _ space: inout ActionSpace, late: Int, _ view: Double, shape: Double, known: Bool
    ) {
        let found = TurnEstimate.measure(samples, space, late: late, fieldOfView: view, aspect: shape)
        let of = "a field of view of \(FrameClock.text(view)) degrees\(known ? "" : ", which --field-of-view changes")"
        func tell(_ estimates: [TurnEstimate], _ verb: String, _ make: (Float) -> ActionEffect) {
            for one in estimates {
                let channel = space.channels[one.channel]
                let degrees = (one.degrees * 100).rounded() / 100
                let sure = "the pictures' motion is explained to \(Int(one.explained * 100))%"
                let wanted: Bool
                switch (channel.effect, verb) {
                case (.turn(nil), "turns"), (.look(nil), "looks"): wanted = true
                default: wanted = false
                }
                if wanted, one.explained >= 0.2, degrees != 0, abs(degrees) <= 90 {
                    space.channels[one.channel].effect = make(degrees)
                    find("Effects: '\(channel.name)' \(verb) about \(degrees) degrees a frame (\(sure)), by \(of).")
                } else if wanted {
                    find("Effects: how far '\(channel.name)' \(verb) cannot be told from the pictures (\(sure)).")
                } else if channel.effect == .none, one.explained >= 0.5, abs(degrees) >= 0.1 {
                    find(
                        "Effects: '\(channel.name)' looks as if it \(verb) by \(degrees) degrees (\(sure)); say so in --effects."
                    )
                }
            }
        }
        tell(found.turns, "turns") { .turn(degrees: $0) }
        tell(found.looks, "looks") { .look(degrees: $0) }
    }
}
