import PluginRules
import Yams

/// Turns YAML text (and so JSON text) into configuration nodes with line numbers.
enum ConfigurationYAML {
    /// Deeper than any real configuration; the limit keeps alias bombs from filling the memory.
    private static let depthLimit = 24

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - text: The YAML text. Empty text is an empty document.
    ///   - source: The file's name for problems.
    /// - Throws: `ConfigurationError` with one problem, when the text is not YAML.
    static func read(_ text: String, source: String) throws(ConfigurationError) -> DocumentNode {
        do {
            guard let root = try Yams.compose(yaml: text) else {
                return DocumentNode(.map([]), line: 1)
            }
            var budget = valueLimit
            return try node(root, depth: 0, &budget)
        } catch {
            throw ConfigurationError(problems: [problem(error, source: source)])
        }
    }

    private struct TooDeep: Error {
        var line: Int?
    }

    private struct TooMany: Error {
        var line: Int?
    }

    /// More values than any configuration has: aliases that repeat each other make billions of a few lines.
    private static let valueLimit = 200_000

    private static func node(_ node: Node, depth: Int, _ budget: inout Int) throws -> DocumentNode {
        let line = node.mark?.line
        guard depth < depthLimit else { throw TooDeep(line: line) }
        budget -= 1
        guard budget > 0 else { throw TooMany(line: line) }
        switch node {
        case .scalar(let scalar):
            return DocumentNode(value(of: scalar, tag: node.tag), line: line)
        case .sequence(let sequence):
            return DocumentNode(.list(try sequence.map { try self.node($0, depth: depth + 1, &budget) }), line: line)
        case .mapping(let mapping):
            let entries = try mapping.map { pair in
                DocumentNode.Entry(
                    key: pair.key.scalar?.string ?? "?", line: pair.key.mark?.line,
                    value: try self.node(pair.value, depth: depth + 1, &budget))
            }
            return DocumentNode(.map(entries), line: line)
        case .alias:
            return DocumentNode(.null, line: line)
        }
    }

    private static func value(of scalar: Node.Scalar, tag: Tag) -> DocumentNode.Value {
        let text = scalar.string
        // Only plain scalars have a type of their own: anything quoted is text.
        guard scalar.style == .plain || scalar.style == .any else { return .string(text) }
        switch tag {
        case Tag(.null): return .null
        case Tag(.bool): return .bool(["yes", "true", "on"].contains(text.lowercased()))
        case Tag(.int):
            // Octal, hexadecimal and sexagesimal notations are read as text: nobody means them here.
            return Int64(text).map { .int($0) } ?? .string(text)
        case Tag(.float): return Double(text) == nil ? .string(text) : .double(text)
        default: return .string(text)
        }
    }

    private static func problem(_ error: any Error, source: String) -> DocumentProblem {
        func make(_ line: Int?, _ message: String, _ remedy: String) -> DocumentProblem {
            DocumentProblem(source: source, line: line, path: "", message: message, remedy: remedy)
        }
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            return make(mark.line, "not valid YAML: \(problem)", "check indentation, colons and quotes there")
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().map { "`\($0)`" }.joined(separator: ", ")
            return make(context.mark.line, "the key \(keys) is written twice in one table", "remove one of the two")
        case let many as TooMany:
            return make(many.line, "has more than \(valueLimit) values, counting what aliases repeat", "write it without aliases")
        case let deep as TooDeep:
            return make(deep.line, "nested more than \(depthLimit) levels deep", "write it flatter, without aliases")
        default:
            return make(nil, "not valid YAML: \(error)", "save it as UTF-8 text")
        }
    }
}
