package import Contract

/// Reads a document by its shape: fills in defaults, and gathers whatever does not fit.
///
/// The result has every key with a default. Where something did not fit it is `null`, so that places in lists stay
/// what they are and later checks can still say something about the rest.
package struct DocumentReader {
    /// What kind of document is read.
    package enum Form: Sendable {
        /// A file: secrets are named, and all keys are allowed.
        case file
        /// A document without what is only this machine's business: from a request or the log.
        case document
    }

    package let source: String
    package let form: Form
    package private(set) var problems: [DocumentProblem] = []
    /// The line of each path that was read.
    package private(set) var lines: [String: Int] = [:]
    /// The paths of keys that were written and not filled in.
    package private(set) var written: Set<String> = []

    package init(source: String, form: Form) {
        self.source = source
        self.form = form
    }

    /// Adds a problem at a path.
    package mutating func report(
        _ path: String, _ message: String, _ remedy: String, line: Int? = nil,
        severity: DocumentProblem.Severity = .error
    ) {
        problems.append(
            DocumentProblem(
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
    package mutating func read(_ node: DocumentNode, as shape: ValueShape, at path: String) -> JSON {
        if let line = node.line, !path.isEmpty, lines[path] == nil { lines[path] = line }
        switch (shape, node.value) {
        case (.flag, .bool(let flag)): return .bool(flag)
        case (.number(let range), .int(let number)) where range.contains(number): return .int(number)
        case (.decimal(let range), .int(let number)) where range.contains(Double(number)): return .int(number)
        case (.decimal(let range), .double(let text)):
            guard let number = Double(text), range.contains(number) else { break }
            return .double(number)
        case (.text(let rule), .string(let text)): return read(text, rule: rule, at: path)
        case (.choice(let words), .string(let text)): return read(text, among: words, at: path)
        case (.optional, .null): return .null
        case (.optional(let shape), _): return read(node, as: shape, at: path)
        case (.list(let element, let unique, let folded), .list(let nodes)):
            return read(nodes, as: element, unique: unique, folded: folded, at: path)
        case (.table(let rule, let shape), .map(let entries)):
            return read(entries, keys: rule, as: shape, at: path)
        case (.any, _): return node.json
        case (.object(let keys, let isOpen), .map(let entries)): return read(entries, of: keys, isOpen, at: path, line: node.line)
        // An empty value in YAML is null: `plugins:` with nothing below it means what leaving it out means.
        case (.object(let keys, let isOpen), .null): return read([], of: keys, isOpen, at: path, line: node.line)
        case (.variant(let key, let shapes, let otherwise), .map(let entries)):
            let chosen = entries.first { $0.key == key }?.value.json.string.flatMap { shapes[$0] }
            return read(node, as: chosen ?? otherwise, at: path)
        case (.table, .null), (.free, .null): return [:]
        case (.list, .null): return []
        case (.free, .map): return node.json
        case (.shorthand(let shape, let expand), .string(let text)):
            return read(DocumentNode(expand(text), line: node.line), as: shape, at: path)
        case (.shorthand(let shape, _), _): return read(node, as: shape, at: path)
        default: break
        }
        mismatch(node, shape, at: path)
        return .null
    }

    private mutating func mismatch(_ node: DocumentNode, _ shape: ValueShape, at path: String) {
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
        } else if case .object(let keys, _) = shape.unwrapped, !keys.isEmpty {
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
        _ nodes: [DocumentNode], as shape: ValueShape, unique: [String], folded: Bool, at path: String
    ) -> JSON {
        var values: [JSON] = []
        var seen: [[JSON]: Int?] = [:]
        for (index, node) in nodes.enumerated() {
            let place = "\(path)[\(index)]"
            let value = read(node, as: shape, at: place)
            values.append(value)
            guard let name = unique.first, let text = value[name].string else { continue }
            let key = [.string(folded ? text.lowercased() : text)] + unique.dropFirst().map { value[$0] }
            if let first = seen[key] {
                let others = unique.count > 1 ? " for the same \(unique.dropFirst().joined(separator: " and "))" : ""
                let hint = first.map { " (first on line \($0))" } ?? ""
                report("\(place).\(name)", "`\(text)` is there twice\(others)\(hint)", "remove one of the two")
            } else {
                seen[key] = .some(line(of: "\(place).\(name)"))
            }
        }
        return .array(values)
    }

    private mutating func read(
        _ entries: [DocumentNode.Entry], keys rule: TextRule, as shape: ValueShape, at path: String
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
        _ entries: [DocumentNode.Entry], of keys: [ValueKey], _ isOpen: Bool, at path: String, line: Int?
    ) -> JSON {
        var members: [String: JSON] = [:]
        let place = { (name: String) in path.isEmpty ? name : "\(path).\(name)" }
        for entry in entries {
            lines[place(entry.key)] = entry.line
            written.insert(place(entry.key))
            guard let key = keys.first(where: { $0.name == entry.key }) else {
                if isOpen {
                    members[entry.key] = entry.value.json
                    continue
                }
                let nearest = Suggestion.nearest(to: entry.key, among: keys.map(\.name))
                report(
                    place(entry.key), "unknown key `\(entry.key)`",
                    (nearest.map { "did you mean `\($0)`? " } ?? "")
                        + (keys.isEmpty ? "no keys are known here" : "known here: \(keys.map(\.name).joined(separator: ", "))"))
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
                members[key.name] = read(DocumentNode(value), as: key.shape, at: place(key.name))
            case .optional: continue
            case .required:
                members[key.name] = .null
                if entries.contains(where: { $0.key == key.name }) { continue }
                report(place(key.name), "`\(key.name)` is missing", "add \(key.name): \(key.shape.noun)", line: line)
            }
        }
        return .object(members)
    }
}
