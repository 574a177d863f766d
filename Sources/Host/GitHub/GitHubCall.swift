internal import Contract
internal import Foundation

/// One call of GitHub's API, before any token is in it.
struct GitHubCall {
    let method: String
    /// The path below the API's address, encoded, with its query; or a whole URL that stays on the API's origin.
    let target: String
    let body: JSON?
    /// The budget that it counts against.
    let resource: String
    /// Whether it changes something, so that it is not repeated.
    let isMutating: Bool

    static func get(_ path: [String], query: [(String, String)] = []) -> GitHubCall {
        GitHubCall(method: "GET", target: encode(path, query), body: nil, resource: "core", isMutating: false)
    }

    static func change(_ method: String, _ path: [String], _ body: JSON? = nil) -> GitHubCall {
        GitHubCall(method: method, target: encode(path, []), body: body, resource: "core", isMutating: true)
    }

    /// A GraphQL query; `url` is the whole address.
    static func query(_ url: String, _ text: String, _ variables: JSON) -> GitHubCall {
        GitHubCall(
            method: "POST", target: url, body: ["query": .string(text), "variables": variables], resource: "graphql", isMutating: false)
    }

    /// The same question for the next page, at the URL that the answer gave.
    func next(_ url: String) -> GitHubCall {
        GitHubCall(method: method, target: url, body: nil, resource: resource, isMutating: isMutating)
    }

    /// The path without the query, for messages.
    var place: String { "\(method) \(target.prefix { $0 != "?" })" }

    static func repository(_ name: RepositoryName, _ rest: String...) -> [String] {
        ["repos", name.owner, name.name] + rest
    }

    private static func encode(_ path: [String], _ query: [(String, String)]) -> String {
        let target = path.map { "/" + encode($0) }.joined()
        return query.isEmpty ? target : target + "?" + query.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    /// A part of a path: a slash in it stays in it, and a name of dots cannot climb.
    private static func encode(_ part: String) -> String {
        if !part.isEmpty, part.allSatisfy({ $0 == "." }) { return part.map { _ in "%2E" }.joined() }
        return part.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
