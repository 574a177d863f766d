import Engine
import Foundation
import HTTPTypes
import Hummingbird
import PluginAPI

/// A request as handlers see it.
struct WebCall: Sendable {
    let path: String
    /// The values of the path's placeholders, decoded.
    let parameters: [String: String]
    /// The query's values by name, decoded, in order.
    let query: [String: [String]]
    let caller: AccessControl.Caller
    let headers: HTTPFields
    let body: [UInt8]

    /// The value of a header.
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The body as an object; empty if there is no body.
    func document() throws -> JSON {
        guard !body.isEmpty else { return [:] }
        let document: JSON
        do { document = try JSON(parsing: body) } catch {
            throw Problem(400, "the body is not a JSON document: \(error)", remedy: "send a JSON object")
        }
        guard document.object != nil else { throw Problem(400, "the body is not a JSON object", remedy: "send a JSON object") }
        return document
    }

    /// Path and query together, as plugins' queries get them: text, or a list of texts if a name occurs several times.
    func arguments() -> JSON {
        var members = query.mapValues { $0.count == 1 ? JSON.string($0[0]) : JSON($0) }
        for (name, value) in parameters { members[name] = .string(value) }
        return .object(members)
    }

    /// Path, query and body together; the path wins over the body, and the body over the query.
    func operationArguments() throws -> JSON {
        let fromURL = arguments().object ?? [:]
        let fromBody = try document().object ?? [:]
        return .object(
            fromURL.merging(fromBody) { _, new in new }.merging(parameters.mapValues(JSON.string)) { _, path in path })
    }

    /// A text from the query.
    func text(_ name: String) -> String? { query[name]?.first.flatMap { $0.isEmpty ? nil : $0 } }

    /// A number from the query.
    func number(_ name: String) throws -> Int64? {
        guard let text = text(name) else { return nil }
        guard let number = Int64(text) else { throw Problem(422, "\(name) is not a number: \(text)", field: name) }
        return number
    }

    /// Names and values of a query string or a form.
    static func parseQuery(_ text: String) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? String($0)
            }
            values[parts[0], default: []].append(parts.count > 1 ? parts[1] : "")
        }
        return values
    }
}
