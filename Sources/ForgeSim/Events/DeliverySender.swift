import Crypto
import Foundation

/// Posts one delivery and judges the response.
struct DeliverySender: Sendable {
    /// The result.
    struct Outcome: Sendable {
        let status: Int
        let body: String
        let message: String
        /// The headers of request and response.
        var sent: [(String, String)] = []
        var received: [(String, String)] = []

        var delivered: Bool { (200..<300).contains(status) }
        var summary: String { delivered ? "active" : "failed" }

        /// What the forge keeps of it.
        func exchange(with hook: Hook, seconds: Double) -> ForgeJSON {
            func object(_ headers: [(String, String)]) -> ForgeJSON {
                headers.reduce(into: [:] as ForgeJSON) { $0[$1.0] = .string($1.1) }
            }
            return [
                "url": .string(hook.url), "duration": .double(seconds), "status": .string(message), "request": object(sent),
                "response": object(received),
            ]
        }
    }

    /// Seconds after which the forge gives up.
    private static let timeout: Int64 = 10

    private let pool = HTTPConnectionPool()

    func close() { pool.close() }

    func send(_ delivery: Delivery, to hook: Hook) async -> Outcome {
        let form = hook.contentType == "form"
        let payload = form ? "payload=\(delivery.payload.urlEncoded)" : delivery.payload
        let body = Array(payload.utf8)
        let sent = headers(delivery, hook, body)
        do {
            let result = try await post(sent, body, hook)
            let text = String(decoding: result.body.prefix(65_536), as: UTF8.self)
            let message = (200..<300).contains(result.status) ? "OK" : "Invalid HTTP Response: \(result.status)"
            return Outcome(status: result.status, body: text, message: message, sent: sent, received: result.headers)
        } catch {
            return Outcome(status: 502, body: "\(error)", message: "failed to connect to host", sent: sent)
        }
    }

    private func post(_ headers: [(String, String)], _ body: [UInt8], _ hook: Hook) async throws -> HTTPResult {
        if hook.url.lowercased().hasPrefix("https://") {
            return try await SecureSender.post(
                hook.url, headers: headers, body: body, insecure: hook.insecureSSL == "1", seconds: Self.timeout)
        }
        return try await pool.send("POST", hook.url, headers: headers, body: body, seconds: Self.timeout)
    }

    private func headers(_ delivery: Delivery, _ hook: Hook, _ body: [UInt8]) -> [(String, String)] {
        var headers = [
            ("Accept", "*/*"), ("User-Agent", "GitHub-Hookshot/0000001"),
            ("Content-Type", hook.contentType == "form" ? "application/x-www-form-urlencoded" : "application/json"),
            ("X-GitHub-Event", delivery.event), ("X-GitHub-Delivery", delivery.guid), ("X-GitHub-Hook-ID", String(hook.id.magnitude)),
            ("X-GitHub-Hook-Installation-Target-ID", String(hook.id < 0 ? -hook.id : delivery.repositoryID)),
            ("X-GitHub-Hook-Installation-Target-Type", hook.id < 0 ? "integration" : "repository"),
        ]
        if let secret = hook.secret, !secret.isEmpty {
            let key = SymmetricKey(data: Array(secret.utf8))
            headers.append(("X-Hub-Signature", "sha1=" + hex(HMAC<Insecure.SHA1>.authenticationCode(for: body, using: key))))
            headers.append(("X-Hub-Signature-256", "sha256=" + hex(HMAC<SHA256>.authenticationCode(for: body, using: key))))
        }
        return headers
    }
}
