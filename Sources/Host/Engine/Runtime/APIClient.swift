import Foundation
import HTTPClient
package import Logging
package import PluginAPI

/// Talks to a running host over its API; the basis of the command line.
package struct APIClient: Sendable {
    /// Why the host did not answer the request.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        /// The HTTP status; nil if there was no answer.
        package var status: Int?
        /// What happened and what to do.
        package var description: String
    }

    private let base: String
    private let token: String?
    private let http: HTTPClient

    /// - Parameters:
    ///   - base: `http://HOST:PORT`, with or without a trailing slash.
    ///   - token: an API token; nil for the public role.
    package init(base: String, token: String?, logger: Logger) throws {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.token = token
        http = try HTTPClient(logger: logger)
    }

    /// Requests a document.
    /// - Parameters:
    ///   - path: below `/api/v1`, with its query.
    ///   - body: the document to send.
    /// - Throws: ``Failure`` with the host's own words.
    package func send(_ method: String = "GET", _ path: String, body: JSON? = nil) async throws -> JSON {
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if let token { headers["Authorization"] = "Bearer \(token)" }
        if body != nil { headers["Content-Type"] = "application/json" }
        let request = HTTPRequest(method: method, url: "\(base)/api/v1\(path)", headers: headers, body: body?.bytes)
        let response: HTTPResponse
        do { response = try await http.send(request) } catch {
            throw Failure(description: "\(base) does not answer (\(error)); is `switchyard serve` running there?")
        }
        let document = (try? JSON(parsing: response.body)) ?? .null
        guard response.status < 400 else { throw failure(response.status, document) }
        return document
    }

    private func failure(_ status: Int, _ document: JSON) -> Failure {
        var text = document["detail"].string ?? "\(base) answered with status \(status)"
        if let field = document["field"].string { text = "\(field): \(text)" }
        if let remedy = document["remedy"].string { text += "; \(remedy)" }
        return Failure(status: status, description: text)
    }

    /// A text as a component of a path.
    package static func segment(_ text: String) -> String {
        let safe = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: safe) ?? text
    }
}
