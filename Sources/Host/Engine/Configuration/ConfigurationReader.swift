import Contract
import PluginAPI

/// Reads a document according to its shape: fills in defaults, and collects everything that does not fit.
///
/// The result has every key of the schema. Whatever did not fit is `null`, so that positions in lists stay
/// the same and later checks can still examine the rest.
struct ConfigurationReader {
    /// What kind of document is read.
    enum Form: Sendable {
        /// A file: it says where secrets are, and all keys are allowed.
        case file
        /// A document without what concerns only this machine: from a request or the log.
        case document
    }

    let source: String
    let form: Form
    private(set) var problems: [ConfigurationProblem] = []
    /// The line of each path that was read.
    private(set) var lines: [String: Int] = [:]
    /// The paths of keys that were written, not filled in.
    private(set) var written: Set<String> = []

    init(source: String, form: Form) {
        self.source = source
        self.form = form
    }

    /// Adds a problem at a path.
    mutating func report(
        _ path: String, _ message: String, _ remedy: String, line: Int? = nil,
        severity: ConfigurationProblem.Severity = .error
    ) {
        problems.append(
            ConfigurationProblem(
                severity: severity, source: source, line: line ?? self.line(of: path), path: path, message: message,
                remedy: remedy))
    }

    /// The line of a path, or of the nearest table around it.
    private func line(of path: String) -> Int? {
        var path = path[...]
        while !path.isEmpty {
            if let line = lines[String(path)] { return line }
            path = path[..<(path.lastIndex { $0 == "." || $0 == "[" } ?? path.startIndex)]
        }
        return nil
    }

    /// Reads a value.
    ///
    /// - Returns: The value with defaults; `null` if it does not fit.
    mutating func read(_ node: ConfigurationNode, as shape: ConfigurationShape, at path: String) -> JSON {
        if let line = node.line, !path.isEmpty, lines[path] == nil { lines[path] = line }
        switch (shape, node.value) {
        case (.flag, .bool(let flag)): return .bool(flag)
        case (.number(let range), .int(let number)) where range.contains(number): return .int(number)
        case (.text(let rule), .string(let text)): return read(text, rule: rule, at: path)
        case (.choice(let words), .string(let text)): return read(text, among: words, at: path)
        case (.optional, .null): return .null
        case (.optional(let shape), _): return read(node, as: shape, at: path)
        case (.list(let element, let unique, let folded), .list(let nodes)):
            return read(nodes, as: element, unique: unique, folded: folded, at: path)
        case (.table(let rule, let shape), .map(let entries)):
            return read(entries, keys: rule, as: shape, at: path)
        case (.object(let keys), .map(let entries)): return read(entries, of: keys, at: path, line: node.line)
        // An empty value in YAML is null: `plugins:` with nothing below it means the same as leaving it out.
        case (.object(let keys), .null): return read([], of: keys, at: path, line: node.line)
        case (.table, .null), (.free, .null): return [:]
        case (.list, .null): return []
        case (.free, .map): return node.json
        case (.shorthand(let shape, let expand), .string(let text)):
            return read(ConfigurationNode(expand(text), line: node.line), as: shape, at: path)
        case (.shorthand(let shape, _), _): return read(node, as: shape, at: path)
        default:
            mismatch(node, shape, at: path)
            return .null
        }
    }

    private mutating func mismatch(_ node: ConfigurationNode, _ shape: ConfigurationShape, at path: String) {
        var remedy = "write \(shape.noun)"
        if case .text(let rule) = shape.unwrapped {
            switch node.value {
            case .int(let number) where rule.problem("\(number)") == nil: remedy = "put it in quotes: \"\(number)\""
            case .double(let text) where rule.problem(text) == nil: remedy = "put it in quotes: \"\(text)\""
            case .bool: remedy = "put it in quotes if it is meant to be this word"
            default: remedy = rule.remedy.isEmpty ? "write text" : rule.remedy
            }
        } else if case .list = shape.unwrapped {
            remedy = "write [first, second], or one element per line after a dash"
        } else if case .object(let keys) = shape.unwrapped {
            remedy = "known keys here: \(keys.map(\.name).joined(separator: ", "))"
        }
        report(path, "expected \(shape.noun), found \(node.summary)", remedy, line: node.line)
    }

    private mutating func read(_ text: String, rule: TextRule, at path: String) -> JSON {
        guard let problem = rule.problem(text) else { return .string(text) }
        report(path, problem, rule.remedy)
        return .null
    }

    private mutating func read(_ text: String, among words: [String], at path: String) -> JSON {
        if words.contains(text) { return .string(text) }
        let nearest = Suggestion.nearest(to: text, among: words).map { "did you mean `\($0)`?" }
        report(
            path, "`\(text)` is not one of the values here",
            (nearest.map { $0 + " " } ?? "") + "known are: \(words.joined(separator: ", "))")
        return .null
    }

    private mutating func read(
        _ nodes: [ConfigurationNode], as shape: ConfigurationShape, unique: String?, folded: Bool, at path: String
    ) -> JSON {
        var values: [JSON] = []
        var seen: [String: Int?] = [:]
        for (index, node) in nodes.enumerated() {
            let place = "\(path)[\(index)]"
            let value = read(node, as: shape, at: place)
            values.append(value)
            guard let unique, let text = value[unique].string else { continue }
            let key = folded ? text.lowercased() : text
            if let first = seen[key] {
                let hint = first.map { " (first on line \($0))" } ?? ""
                report("\(place).\(unique)", "`\(text)` is there twice\(hint)", "remove one of the two")
            } else {
                seen[key] = .some(line(of: "\(place).\(unique)"))
            }
        }
        return .array(values)
    }

    private mutating func read(
        _ entries: [ConfigurationNode.Entry], keys rule: TextRule, as shape: ConfigurationShape, at path: String
    ) -> JSON {
        var members: [String: JSON] = [:]
        for entry in entries {
            let place = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            lines[place] = entry.line
            written.insert(place)
            if let problem = rule.problem(entry.key) {
                report(place, problem, rule.remedy)
            } else {
                members[entry.key] = read(entry.value, as: shape, at: place)
            }
        }
        return .object(members)
    }

    private mutating func read(
        _ entries: [ConfigurationNode.Entry], of keys: [ConfigurationKey], at path: String, line: Int?
    ) -> JSON {
        var members: [String: JSON] = [:]
        let place = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
        for entry in entries {
            lines[place(entry.key)] = entry.line
            written.insert(place(entry.key))
            guard let key = keys.first(where: { $0.name == entry.key }) else {
                let nearest = Suggestion.nearest(to: entry.key, among: keys.map(\.name))
                report(
                    place(entry.key), "unknown key `\(entry.key)`",
                    (nearest.map { "did you mean `\($0)`? " } ?? "")
                        + "known here: \(keys.map(\.name).joined(separator: ", "))")
                continue
            }
            if key.audience == .fileOnly, form == .document {
                report(place(entry.key), "`\(entry.key)` can stand in the file only", "leave it out here")
                continue
            }
            members[key.name] = read(entry.value, as: key.shape, at: place(entry.key))
        }
        for key in keys where members[key.name] == nil {
            if form == .document, key.audience == .fileOnly { continue }
            switch key.presence {
            case .defaulted(let value):
                members[key.name] = read(ConfigurationNode(value), as: key.shape, at: place(key.name))
            case .required:
                members[key.name] = .null
                if entries.contains(where: { $0.key == key.name }) { continue }
                report(place(key.name), "`\(key.name)` is missing", "add \(key.name): \(key.shape.noun)", line: line)
            }
        }
        return .object(members)
    }
}
