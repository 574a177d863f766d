/// GitHub's REST operations, as its reference lists them for API version 2022-11-28.
///
/// It distinguishes a path that GitHub has and the simulator lacks (501) from an unknown one (404), and has the documentation URLs.
enum Reference {
    /// One documented operation.
    struct Operation: Sendable {
        let method: Substring
        /// Path segments; `*` stands for one, `**` for the rest.
        let pattern: [Substring]
        let documentation: String

        func matches(_ segments: [String]) -> Bool {
            let open = pattern.last == "**"
            guard open ? segments.count >= pattern.count : segments.count == pattern.count else { return false }
            return zip(pattern, segments).allSatisfy { $0 == "*" || $0 == "**" || $0 == $1 }
        }
    }

    /// The API version for calls that do not name one.
    static let version = "2022-11-28"
    static let root = "https://docs.github.com/rest"

    private static let operations: [Substring: [Operation]] = {
        var found: [Substring: [Operation]] = [:]
        for table in [repository, repositoryFeatures, organizationFeatures, organizations, others] {
            var page: Substring = ""
            for line in table.split(separator: "\n") {
                if line.hasPrefix("[") {
                    page = line.dropFirst().dropLast()
                    continue
                }
                let words = line.split(separator: " ")
                guard words.count >= 2 else { continue }
                let pattern = words[1] == "." ? [] : words[1].split(separator: "/")
                let anchor = words.count > 2 ? "#\(words[2])" : ""
                let operation = Operation(method: words[0], pattern: pattern, documentation: "\(root)/\(page)\(anchor)")
                found[pattern.first ?? "", default: []].append(operation)
            }
        }
        // Literal segments take precedence over placeholders.
        return found.mapValues {
            $0.sorted { $0.pattern.filter { $0.hasPrefix("*") }.count < $1.pattern.filter { $0.hasPrefix("*") }.count }
        }
    }()

    /// The operation for a method and a path, if GitHub documents one; `HEAD` counts as `GET`.
    static func find(_ method: String, _ segments: [String]) -> Operation? {
        let method = method == "HEAD" ? "GET" : method
        return operations[Substring(segments.first ?? "")]?.first { $0.method == method && $0.matches(segments) }
    }
}
