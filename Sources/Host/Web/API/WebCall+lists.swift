import Engine
import Foundation
import PluginAPI

extension WebCall {
    /// Whether the caller may see only what concerns public repositories. A token for CI makes nobody a viewer.
    var isStranger: Bool { !caller.role.allows(.viewer) }

    /// What the query of a list asks for.
    func listFilter() throws -> HostRuntime.ListFilter {
        var filter = HostRuntime.ListFilter()
        filter.before = try number("before")
        filter.limit = min(max(Int(try number("limit") ?? 50), 1), 500)
        filter.kind = text("kind")
        filter.repository = text("repository")
        filter.number = try number("number").map(Int.init)
        filter.actor = text("actor")
        filter.code = text("code")
        filter.plugin = text("plugin")
        filter.since = try number("since") ?? 0
        filter.isOpen = text("open") == "true"
        filter.isFailed = text("state") == "failed"
        filter.isRetriable = text("retriable") == "true"
        filter.isPublicOnly = isStranger
        if let name = text("pull_request") {
            let parts = name.split(separator: "#")
            guard parts.count == 2, let number = Int(parts[1]) else {
                throw Problem(422, "pull_request is not a reference: \(name)", field: "pull_request", remedy: "write it as owner/name#7")
            }
            filter.repository = String(parts[0])
            filter.number = number
        }
        for entity in ["batch", "staging"] {
            guard let id = text(entity) else { continue }
            filter.entity = entity
            filter.entityID = id
        }
        return filter
    }

    /// The address of the next part of a list.
    func next(before: Int64) -> String {
        "\(path)?\((pairs.filter { !$0.hasPrefix("before=") } + ["before=\(before)"]).joined(separator: "&"))"
    }

    /// The query with its question mark; empty if there is none. Addresses with it lead back to the same part of a list.
    var queryText: String { pairs.isEmpty ? "" : "?\(pairs.joined(separator: "&"))" }

    private var pairs: [String] {
        query.sorted { $0.key < $1.key }.flatMap { name, values in values.map { "\(Self.encode(name))=\(Self.encode($0))" } }
    }

    private static func encode(_ text: String) -> String {
        let safe = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:")
        return text.addingPercentEncoding(withAllowedCharacters: safe) ?? text
    }
}
