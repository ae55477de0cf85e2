extension StringProtocol {
    /// One line that a terminal may show, whatever file the text is from.
    ///
    /// Characters that steer a terminal or turn the order of others about (C0, C1, line separators, bidirectional controls) become
    /// escapes as JSON has them: `\u001b`.
    public var printable: String { escaped { $0.isSteering } }

    /// The same of a text of several lines: line ends and tabs stay.
    public var printableLines: String { escaped { $0.isSteering && $0 != "\n" && $0 != "\t" } }

    /// The line as a message: of one with more than 2,000 characters the middle is left out, for its end has the remedy.
    public var printableMessage: String {
        let (line, limit, tail) = (printable, 2000, 500)
        guard line.utf8.count > limit, line.unicodeScalars.count > limit else { return line }
        let scalars = line.unicodeScalars
        return "\(String(scalars.prefix(limit - tail - 3))) … \(String(scalars.suffix(tail)))"
    }

    private func escaped(_ isEscaped: (UnicodeScalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: isEscaped) else { return String(self) }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard isEscaped(scalar) else {
                result.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            result.append(
                contentsOf: "\\u\(String(repeating: "0", count: Swift.max(0, 4 - digits.count)))\(digits)"
                    .unicodeScalars)
        }
        return String(result)
    }
}

extension UnicodeScalar {
    /// Whether it does something to a terminal or to the order of what is around it.
    fileprivate var isSteering: Bool {
        if value < 0x7F { return value < 0x20 }
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
        // Among the invisible characters those of writing stay, such as the joiners of Persian and of emoji.
        case .format:
            return properties.isBidiControl || (0x206A...0x206F).contains(value) || (0xFFF9...0xFFFB).contains(value)
        default: return false
        }
    }
}
