import Foundation
import Store
import Testing

@testable import Engine

@Suite("Random messages of the link")
struct LinkFuzz {
    @Test("what is written is read the same")
    func roundTrip() async throws {
        try await Fuzz.rounds(1_500, part: "link-written") { dice in
            let message = Self.message(&dice)
            guard try LinkMessage(reading: message.bytes[...]) == message else {
                throw Fuzz.Failure("it reads as another", bytes: message.bytes)
            }
        }
    }

    @Test("what is broken is refused as malformed, or is another message")
    func broken() async throws {
        try await Fuzz.rounds(2_500, part: "link-broken") { dice in
            let bytes = dice.once(in: 3) ? dice.bytes(dice.below(200)) : dice.mutated(Self.message(&dice).bytes)
            do throws(SupervisionError) {
                let read = try LinkMessage(reading: bytes[...])
                // Numbers and texts have only one form; the documents inside may be written differently.
                if case .applied = read.content { return }
                if case .apply(_, _, let setAside) = read.content, setAside.count > 1 { return }
                guard read.bytes == bytes else { throw SupervisionError(.system, "it is written otherwise") }
            } catch {
                guard error.code == .malformed else { throw Fuzz.Failure(error.message, bytes: bytes) }
            }
        }
    }

    @Test("a stream that is cut off, or holds rubbish, ends with nil or an error and never with a message that was not sent")
    func socket() async throws {
        try await Fuzz.rounds(250, part: "link-socket") { dice in
            let (socket, other) = try LinkSocket.pair()
            var sent: [LinkMessage] = []
            var stream: [UInt8] = []
            for _ in 0..<dice.below(4) {
                let message = Self.message(&dice)
                sent.append(message)
                stream += Self.frame(message.bytes)
            }
            let whole = sent.count
            let cut = dice.once(in: 2)
            if cut {
                stream += Self.frame(Self.message(&dice).bytes).dropLast(1 + dice.below(20))
            } else {
                stream += Self.frame(dice.bytes(dice.below(30)))
            }
            // Small enough for the socket's buffer: nobody reads meanwhile.
            guard stream.count < 60_000 else {
                close(other)
                return
            }
            _ = stream.withUnsafeBytes { write(other, $0.baseAddress, $0.count) }
            close(other)
            var received: [LinkMessage] = []
            do throws(SupervisionError) {
                while let message = try socket.receive() { received.append(message) }
            } catch {
                guard error.code == .malformed else { throw Fuzz.Failure(error.message, bytes: stream) }
            }
            guard received.prefix(whole).elementsEqual(sent), received.count == whole || !cut else {
                throw Fuzz.Failure("\(received.count) messages of \(whole) were received", bytes: stream)
            }
        }
    }

    @Test("what announces more values than there are is refused, and gets no memory for them")
    func announced() {
        // So many effects would take more memory than most machines have.
        let count = 120_000_000
        var writer = WireWriter()
        writer.put(Int64(1))
        writer.put(UInt8(12))
        writer.put(Int64(7))
        writer.put(count)
        let bytes = writer.bytes + [UInt8](repeating: 0xFF, count: count)
        let error = #expect(throws: SupervisionError.self) { try LinkMessage(reading: bytes[...]) }
        #expect(error?.code == .malformed)
    }

    @Test("a message that is too large is refused before it is read")
    func tooLarge() throws {
        let (socket, other) = try LinkSocket.pair()
        defer { close(other) }
        let head = Self.frame([], announcing: UInt32(LinkMessage.sizeLimit) + 1)
        _ = head.withUnsafeBytes { write(other, $0.baseAddress, $0.count) }
        let error = #expect(throws: SupervisionError.self) { try socket.receive() }
        #expect(error?.code == .malformed)
    }

    /// A message's bytes after their length, or after a wrong one.
    static func frame(_ body: [UInt8], announcing length: UInt32? = nil) -> [UInt8] {
        withUnsafeBytes(of: (length ?? UInt32(body.count)).littleEndian) { Array($0) } + body
    }

    /// Any message.
    static func message(_ dice: inout Dice) -> LinkMessage {
        let number = Int64(bitPattern: dice.next())
        switch dice.below(9) {
        case 0: return LinkMessage(number, .open(settings: dice.text()))
        case 1:
            let aside = Dictionary((0..<dice.below(3)).map { _ in (dice.text(), dice.text()) }, uniquingKeysWith: { first, _ in first })
            let previous = dice.once(in: 2) ? Int64(bitPattern: dice.next()) : nil
            return LinkMessage(number, .apply(event(&dice), after: previous, setAside: aside))
        case 2:
            let question = LinkMessage.QuestionText(
                name: dice.text(), parameters: dice.text(), viewer: dice.once(in: 2) ? dice.text() : nil, role: dice.text())
            return LinkMessage(number, .query(plugin: dice.text(), question))
        case 3: return LinkMessage(number, .stop)
        case 4: return LinkMessage(number, .opened(report: dice.text()))
        case 5:
            return LinkMessage(
                number,
                .applied(
                    seq: Int64(bitPattern: dice.next()), effects: (0..<dice.below(3)).map { _ in effect(&dice) }, answer: answer(&dice)))
        case 6: return LinkMessage(number, .answered(document: dice.text()))
        case 7: return LinkMessage(number, .notStarted(plugin: dice.text(), hook: dice.text(), reason: dice.text()))
        default: return LinkMessage(number, .refused(code: Int64(dice.below(120)), message: dice.text()))
        }
    }

    private static func event(_ dice: inout Dice) -> LoggedEvent {
        LoggedEvent(
            seq: Int64(bitPattern: dice.next()),
            entry: InboxEntry(
                source: dice.text(), delivery: dice.text(), kind: dice.text(), time: Int64(bitPattern: dice.next()),
                repository: dice.once(in: 2) ? dice.text() : nil, number: dice.once(in: 2) ? dice.below(99) : nil,
                actor: dice.once(in: 2) ? dice.text() : nil, sha: dice.once(in: 2) ? dice.text() : nil, document: dice.text()))
    }

    private static func effect(_ dice: inout Dice) -> StoredEffect {
        StoredEffect(
            event: Int64(dice.below(1_000)), position: dice.below(9), plugin: dice.text(), kind: dice.text(), identity: dice.text(),
            repository: dice.text(), number: dice.once(in: 2) ? dice.below(99) : nil, orderKey: dice.text(), payload: dice.text(),
            context: dice.text(), createdAt: Int64(bitPattern: dice.next()))
    }

    private static func answer(_ dice: inout Dice) -> OperationAnswer? {
        switch dice.below(3) {
        case 0: nil
        case 1: .document(dice.document())
        default: .problem(status: dice.below(600), message: dice.text(), field: dice.once(in: 2) ? dice.text() : nil)
        }
    }
}
