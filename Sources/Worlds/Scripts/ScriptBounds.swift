internal import CYaml
import Tensors

/// Counts what a YAML text would grow to, event by event, before anything is made of it.
///
/// An alias counts as all that it stands for. Keys must be words: comparing keys that are lists would take as long as writing
/// their aliases out.
struct ScriptBounds {
    static let depthLimit = 32
    static let entryLimit = 2000
    static let valueLimit = 100_000
    static let directiveLimit = 16

    /// A value that is done, or a list or mapping that is being read.
    private struct Value {
        var isScalar = false
        var isMapping = false
        var anchor: String?
        /// Keys and values, or entries.
        var entries = 0
        /// Values in it, itself included.
        var size = 1
        /// Lists and mappings below it, itself included.
        var depth = 0
    }

    private let file: String
    private var open: [Value] = []
    private var anchored: [String: Value] = [:]

    /// Throws where `text` is beyond a limit; what is not YAML is left to the parser to tell.
    static func check(_ text: String, file: String) throws {
        let directives = text.utf8.split(separator: UInt8(ascii: "\n")).count { $0.first == UInt8(ascii: "%") }
        guard directives <= directiveLimit else {
            throw FileError("\(file) has \(directives) lines that begin with %, above the limit of \(directiveLimit).")
        }
        var bounds = ScriptBounds(file: file)
        var text = text
        try text.withUTF8 { try bounds.read($0) }
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw FileError("\(file) cannot be read: out of memory.") }
        defer { yaml_parser_delete(&parser) }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { return }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { return }
            let mark = event.start_mark
            try take(event, ScriptLocation(file: file, line: mark.line + 1, column: mark.column + 1))
        }
    }

    private mutating func take(_ event: yaml_event_t, _ place: ScriptLocation) throws {
        func name(_ anchor: UnsafeMutablePointer<yaml_char_t>?) -> String? {
            anchor.map { String(decodingCString: $0, as: UTF8.self) }
        }
        switch event.type {
        case YAML_SCALAR_EVENT:
            try finish(Value(isScalar: true, anchor: name(event.data.scalar.anchor)), place)
        case YAML_ALIAS_EVENT:
            // One of nothing is the parser's to tell.
            var value = name(event.data.alias.anchor).flatMap { anchored[$0] } ?? Value(isScalar: true)
            value.anchor = nil
            try finish(value, place)
        case YAML_SEQUENCE_START_EVENT: try begin(Value(anchor: name(event.data.sequence_start.anchor)), place)
        case YAML_MAPPING_START_EVENT:
            try begin(Value(isMapping: true, anchor: name(event.data.mapping_start.anchor)), place)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            if let value = open.popLast() { try finish(value, place) }
        default: break
        }
    }

    private mutating func begin(_ value: Value, _ place: ScriptLocation) throws {
        guard open.count < Self.depthLimit else { throw tooDeep(place) }
        var value = value
        value.depth = 1
        open.append(value)
    }

    private mutating func finish(_ value: Value, _ place: ScriptLocation) throws {
        if let anchor = value.anchor { anchored[anchor] = value }
        guard var parent = open.popLast() else { return }
        parent.entries += 1
        if parent.isMapping, parent.entries % 2 == 1, !value.isScalar {
            throw place.error("a key must be a word, not a list or a mapping.")
        }
        guard parent.entries <= Self.entryLimit else {
            throw place.error("more than \(Self.entryLimit) entries of one list; split it up.")
        }
        parent.size += value.size
        parent.depth = max(parent.depth, value.depth + 1)
        guard parent.depth + open.count <= Self.depthLimit else { throw tooDeep(place) }
        guard parent.size <= Self.valueLimit else {
            throw place.error(
                "the aliases before it stand for more than \(Self.valueLimit) values; write out what is meant.")
        }
        open.append(parent)
    }

    private func tooDeep(_ place: ScriptLocation) -> FileError {
        place.error("lists and mappings are nested more than \(Self.depthLimit) deep; write them flatter.")
    }
}
