import PluginAPI
import Store
import Testing

@testable import Engine

@Suite("What goes over the link")
struct LinkMessageTests {
    private static let event = LoggedEvent(
        seq: 1 << 40,
        entry: InboxEntry(
            source: "forge:acme/server", delivery: "d-1", kind: "forge.push", time: -1, repository: "acme/server", number: 7, actor: "ünï",
            sha: String(repeating: "a", count: 40), document: #"{"a":[1,2,{"b":"\u0000"}]}"#))
    private static let bareEvent = LoggedEvent(
        seq: 0, entry: InboxEntry(source: "", delivery: "", kind: "", time: .min, document: ""))
    private static let effect = StoredEffect(
        event: 5, position: 3, plugin: "p", kind: "comment", identity: "merge", repository: "acme/server", number: nil, orderKey: "k",
        payload: "{}", context: "{\"x\":1}", createdAt: .max)

    static let contents: [LinkMessage.Content] = [
        .open(settings: "{\"a\":\"\u{1F600}\"}"), .open(settings: ""), .apply(event, after: nil, setAside: [:]),
        .apply(bareEvent, after: 41, setAside: ["a": "because", "b": ""]),
        .query(plugin: "p", LinkMessage.QuestionText(name: "n", parameters: "{}", viewer: "alice", role: "viewer")),
        .query(plugin: "", LinkMessage.QuestionText(name: "", parameters: "", viewer: nil, role: "")), .stop, .opened(report: "{}"),
        .applied(seq: 5, effects: [], answer: nil), .applied(seq: -5, effects: [effect, effect], answer: .document(["a": [1, nil, 2.5]])),
        .applied(seq: 5, effects: [], answer: .problem(status: 422, message: "no", field: "f")),
        .applied(seq: 5, effects: [], answer: .problem(status: 500, message: "", field: nil)), .answered(document: "[]"),
        .refused(code: -1, message: "no\nreason"), .notStarted(plugin: "p", hook: "start", reason: "no table"),
    ]

    @Test("arrives as it was sent", arguments: contents)
    func roundTrip(_ content: LinkMessage.Content) throws {
        let message = LinkMessage(.max, content)
        #expect(try LinkMessage(reading: message.bytes[...]) == message)
    }

    @Test("is refused when it ends early, wherever that is, and when it goes on", arguments: contents)
    func cut(_ content: LinkMessage.Content) {
        let bytes = LinkMessage(3, content).bytes
        for length in 0..<bytes.count {
            #expect(throws: SupervisionError.self, "\(length) of \(bytes.count) bytes") { try LinkMessage(reading: bytes[..<length]) }
        }
        #expect(throws: SupervisionError.self) { try LinkMessage(reading: (bytes + [0])[...]) }
    }

    @Test("is refused or read, and never more, with any byte of it changed", arguments: contents)
    func damaged(_ content: LinkMessage.Content) {
        let bytes = LinkMessage(3, content).bytes
        for index in bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var damaged = bytes
                damaged[index] = value
                guard let read = try? LinkMessage(reading: damaged[...]) else { continue }
                // Whatever can be parsed is a message like any other.
                #expect((try? LinkMessage(reading: read.bytes[...])) == read)
            }
        }
    }

    @Test(
        "lengths that cannot be true are refused before memory is asked for",
        arguments: [Int64.max, .min, -1, 1 << 40, 9])
    func lengths(_ length: Int64) {
        var text = WireWriter()
        text.put(Int64(1))
        text.put(UInt8(1))
        text.put(length)
        #expect(throws: SupervisionError.self) { try LinkMessage(reading: text.bytes[...]) }
        var list = WireWriter()
        list.put(Int64(1))
        list.put(UInt8(12))
        list.put(Int64(5))
        list.put(length)
        #expect(throws: SupervisionError.self) { try LinkMessage(reading: list.bytes[...]) }
    }

    @Test("text that is not UTF-8 and kinds that there are not are refused")
    func nonsense() {
        for kind: UInt8 in [0, 5, 10, 15, 255] {
            var writer = WireWriter()
            writer.put(Int64(1))
            writer.put(kind)
            #expect(throws: SupervisionError.self) { try LinkMessage(reading: writer.bytes[...]) }
        }
        var writer = WireWriter()
        writer.put(Int64(1))
        writer.put(UInt8(13))
        writer.put(Int64(2))
        #expect(throws: SupervisionError.self) { try LinkMessage(reading: (writer.bytes + [0xC3, 0x28])[...]) }
    }

    @Test(
        "an error arrives with its kind and its words",
        arguments: [PluginError.Code.failed, .invalid, .notFound, .forbidden, .conflict, .unsupported])
    func errors(_ code: PluginError.Code) throws {
        let there = LinkRefusal(PluginError(code, "why")).content
        guard case .refused(let number, let message) = there else { throw RuntimeError("\(there)") }
        let back = LinkRefusal(code: number, message: message).error as? PluginError
        #expect(back?.code == code && back?.message == "why")
    }

    @Test("trouble with a database stays trouble with a database, and the rest is a refusal")
    func otherErrors() {
        func back(_ error: any Error) -> any Error {
            let refusal = LinkRefusal(error)
            return LinkRefusal(code: refusal.code, message: refusal.message).error
        }
        #expect((back(StoreError(.storage, "disk full")) as? StoreError)?.code == .storage)
        #expect((back(PluginLoadError(.missing, "no file")) as? SupervisionError)?.code == .refused)
        #expect((back(RuntimeError("other")) as? SupervisionError)?.message == "other")
    }
}
