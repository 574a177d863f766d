import Crypto
package import Forge
import Foundation
package import Logging
import PluginAPI
package import Store
import Synchronization

/// Receives webhooks: checks the sender and the signature, and stores the delivery. What it means is decided later.
///
/// The answer depends on the request alone, so that a forge that sees only status codes knows what to do: 202 stored, 200 a
/// ping, 400 unreadable, 403 not from a known source, 503 try again.
package struct WebhookIntake: Sendable {
    /// The answer to the sender.
    package struct Answer: Sendable, Hashable {
        /// The HTTP status.
        package var status: Int
        /// One sentence.
        package var message: String
    }

    /// Who may send deliveries, and the secrets that prove it is them.
    package struct Sources: Sendable {
        private let secrets: [String: [Secret]]
        private let allowsUnsigned: Bool

        /// - Parameters:
        ///   - secrets: the valid secrets of each repository; an empty list for a source without one.
        ///   - allowsUnsigned: whether sources without a secret are accepted.
        package init(secrets: [String: [Secret]], allowsUnsigned: Bool) {
            self.secrets = Dictionary(secrets.map { ($0.key.lowercased(), $0.value) }) { first, second in first + second }
            self.allowsUnsigned = allowsUnsigned
        }

        /// Nil for an unknown source, and for one without a secret if that is not allowed.
        func secrets(of repository: String) -> [Secret]? {
            guard let found = secrets[repository.lowercased()] else { return nil }
            return found.isEmpty && !allowsUnsigned ? nil : found
        }
    }

    /// The largest body that is read, in bytes.
    package static let bodyLimit = 25 * 1024 * 1024

    private let sources: SourceBook
    private let reader: any WebhookReader
    private let writer: IntakeWriter
    private let clock: any EngineClock
    private let logger: Logger

    package init(sources: Sources, reader: any WebhookReader, writer: IntakeWriter, clock: any EngineClock, logger: Logger) {
        self.sources = SourceBook(sources)
        self.reader = reader
        self.writer = writer
        self.clock = clock
        self.logger = logger
    }

    /// Replaces the sources and secrets.
    package func replace(_ sources: Sources) { self.sources.replace(sources) }

    /// Receives one delivery.
    package func receive(header: (String) -> String?, body: [UInt8]) async -> Answer {
        let now = clock.now
        do {
            let delivery = try reader.read(header: header, body: body)
            if let refusal = refusal(of: delivery, body: body) { return refusal }
            if delivery.isPing { return Answer(status: 200, message: "pong") }
            let entry = entry(of: delivery, body: body, now: now)
            switch try await writer.store(entry) {
            case .appended(let seq): return Answer(status: 202, message: "stored as event \(seq)")
            case .double: return Answer(status: 202, message: "this delivery was stored before")
            }
        } catch let error as MalformedDelivery {
            return Answer(status: 400, message: error.reason)
        } catch {
            logger.error("a delivery could not be stored", metadata: ["error": "\(error)"])
            return Answer(status: 503, message: "the delivery could not be stored; deliver it again")
        }
    }

    private func refusal(of delivery: any WebhookDelivery, body: [UInt8]) -> Answer? {
        guard let repository = delivery.repository else {
            return delivery.isPing ? nil : Answer(status: 403, message: "the delivery names no repository")
        }
        guard let secrets = sources.current.secrets(of: repository) else {
            logger.warning("delivery of an unknown source", metadata: ["repository": "\(repository)"])
            return Answer(status: 403, message: "\(repository) is not a source of this host: add it to sources, with its secret")
        }
        guard !secrets.isEmpty else { return nil }
        let verdict = delivery.verify(body: body, secrets: secrets)
        guard verdict == .valid else {
            logger.warning("delivery with a bad signature", metadata: ["repository": "\(repository)", "verdict": "\(verdict)"])
            return Answer(status: 403, message: "the signature does not fit any secret of \(repository)")
        }
        return nil
    }

    /// A delivery that the decoder does not understand is kept with its bytes, in case a later decoder does.
    private func outcome(of delivery: any WebhookDelivery, now: Int64) -> DeliveryOutcome {
        do {
            return try delivery.outcome(receivedAt: Timestamp(milliseconds: now))
        } catch {
            logger.warning("a delivery could not be understood", metadata: ["event": "\(delivery.event)", "error": "\(error)"])
            return .ignored(reason: error.reason)
        }
    }

    private func entry(of delivery: any WebhookDelivery, body: [UInt8], now: Int64) -> InboxEntry {
        let repository = delivery.repository ?? ""
        // The sender chooses delivery ids, so they are unique per source only. Without an id the body identifies the delivery.
        let id = delivery.id ?? SHA256.hash(data: body).map { String(format: "%02x", $0) }.joined()
        var entry = InboxEntry(
            source: "forge:\(repository.lowercased())", delivery: id, kind: "forge.\(delivery.event)", time: now,
            repository: repository, actor: delivery.sender, document: "{}", raw: body)
        switch outcome(of: delivery, now: now) {
        case .event(let event):
            entry.kind = event.kind
            entry.repository = event.repository
            entry.number = event.number
            entry.actor = event.actor
            entry.sha = event.sha
            entry.document = event.document.text
        case .ignored(let reason): entry.ignored = reason
        case .ping: entry.ignored = "a ping"
        }
        return entry
    }
}

/// The sources that are known at the moment.
private final class SourceBook: Sendable {
    private let sources: Mutex<WebhookIntake.Sources>

    init(_ sources: WebhookIntake.Sources) { self.sources = Mutex(sources) }

    var current: WebhookIntake.Sources { sources.withLock { $0 } }

    func replace(_ new: WebhookIntake.Sources) { sources.withLock { $0 = new } }
}
