import ArgumentParser

/// Refuses options that would do nothing, so that none is dropped silently. Options come as their names and whether they are given.
enum Conflict {
    typealias Options = [(name: String, isGiven: Bool)]

    /// `reason` follows a colon.
    static func refuse(_ options: Options, beside other: String, _ reason: String) throws {
        let given = names(options)
        if given.isEmpty { return }
        throw ValidationError("\(given) would do nothing beside \(other): \(reason).")
    }

    static func refuse(_ options: Options, without other: String) throws {
        let given = names(options)
        if !given.isEmpty { throw ValidationError("\(given) would do nothing without \(other).") }
    }

    /// Of what was named, they say nothing.
    static func refuse(_ options: Options, of what: String) throws {
        let given = names(options)
        if !given.isEmpty { throw ValidationError("\(given) would do nothing with \(what): leave it out.") }
    }

    /// At most one of them may be given.
    static func refuseMany(_ options: Options, _ reason: String) throws {
        let given = options.filter(\.isGiven)
        if given.count > 1 { throw ValidationError("\(names(options)) \(reason): give one of them.") }
    }

    private static func names(_ options: Options) -> String {
        let given = options.filter(\.isGiven).map(\.name)
        guard let last = given.last, given.count > 1 else { return given.first ?? "" }
        return given.dropLast().joined(separator: ", ") + " and " + last
    }
}
