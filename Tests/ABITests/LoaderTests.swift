import Foundation
import PluginAPI
import PluginBridge
import PluginTesting
import Testing

@testable import Engine

@Suite("Loading plugins")
struct LoaderTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    /// Expects a refusal with this code, whose message contains all these words.
    private func refused(_ id: String, _ code: PluginLoadError.Code, _ words: String..., location: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: PluginLoadError.self, sourceLocation: location) { try workshop.open(id) }
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: location)
        for word in words {
            #expect(error?.message.contains(word) == true, "'\(word)' in: \(error?.message ?? "")", sourceLocation: location)
        }
    }

    @Test("a good one is opened, by a copy that is named after its hash")
    func good() throws {
        try workshop.compile("good")
        let prepared = try workshop.loader.prepare("good")
        #expect(prepared.copy.hasSuffix("plugin-cache/\(prepared.entry.sha256).so"))
        let plugin = try prepared.open()
        #expect(plugin.manifest == Manifest(id: "good", version: "1.0.0", events: ["test.*"]))
        let maps = try shell("cat", "/proc/\(ProcessInfo.processInfo.processIdentifier)/maps").output
        let paths = Set(maps.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) })
        #expect(paths.contains(prepared.copy), "\(paths.filter { $0.contains("switchyard-abi") })")
        #expect(!paths.contains(workshop.library("good")))
        try TestHost(loaded: [plugin.table]).deliver("test.any")
    }

    @Test("one of a later minor is opened too")
    func newerMinor() throws {
        try workshop.compile("newer-minor")
        #expect(try workshop.open("newer-minor").table.version == "1.9")
    }

    @Test(
        "each bad one is refused with its file and what is wrong",
        arguments: [
            ("next-major", PluginLoadError.Code.wrongVersion, "for ABI 2"), ("wrong-version", .wrongVersion, "ABI 7.0"),
            ("no-entry", .notLoadable, "exports no function sy_plugin_1"), ("null-entry", .notLoadable, "answered NULL"),
            ("missing-import", .notLoadable, "this_function_is_nowhere"), ("short-table", .notLoadable, "64 bytes"),
            ("no-create", .notLoadable, "no create function"), ("bad-manifest", .notLoadable, "manifest inside the library"),
            ("other-manifest", .manifestDiffers, "in: events;"),
        ])
    func bad(_ id: String, _ code: PluginLoadError.Code, _ word: String) throws {
        try workshop.compile(id)
        refused(id, code, "/\(id)/", word)
    }

    @Test("one that is not locked is not opened")
    func notLocked() throws {
        try workshop.compile("good")
        try PluginLockFile().write(to: workshop.loader.lockPath)
        refused("good", .notLocked, "plugins.lock", "`switchyard plugin lock`")
        try workshop.write("{", to: workshop.loader.lockPath)
        refused("good", .notLocked, "plugins.lock cannot be read")
    }

    @Test("one that changed since it was locked is not opened: another byte, or an end that is missing")
    func changed() throws {
        try workshop.compile("good")
        let whole = try Data(contentsOf: URL(fileURLWithPath: workshop.library("good")))
        for content in [whole + [0], whole.prefix(whole.count / 2), Data()] {
            try content.write(to: URL(fileURLWithPath: workshop.library("good")))
            refused("good", .notLocked, workshop.library("good"), "is not the library that was locked", "SHA-256")
        }
    }

    @Test("a copy that was damaged is made anew")
    func damagedCopy() throws {
        try workshop.compile("good")
        let copy = try workshop.loader.prepare("good").copy
        try FileManager.default.removeItem(atPath: copy)
        try workshop.write("broken", to: copy)
        #expect(try workshop.open("good").manifest.id == "good")
    }

    @Test("a folder, library or manifest that is missing is named")
    func missing() throws {
        try workshop.compile("good")
        try FileManager.default.removeItem(atPath: workshop.manifest("good"))
        refused("good", .missing, workshop.manifest("good"), "`switchyard plugin install`")
        try FileManager.default.removeItem(atPath: workshop.library("good"))
        refused("good", .missing, workshop.library("good"))
        let error = #expect(throws: PluginLoadError.self) {
            try PluginInstaller(workshop.loader) { _ in "" }.lock(["absent"])
        }
        #expect(error?.message.contains("has no folder") == true)
    }

    @Test("one that cannot make its instance gives its own reason")
    func noInstance() throws {
        try workshop.compile("no-instance")
        let plugin = try workshop.open("no-instance")
        let error = #expect(throws: PluginLoadError.self) { try plugin.instance { _, _, _ in } }
        #expect(error?.message.contains("it needs a full moon") == true)
        #expect(error?.message.contains(workshop.library("no-instance")) == true)
    }

    @Test("hooks that go wrong become errors: bad arguments, unknown codes, answers that are none, calls that are over")
    func failingHooks() throws {
        try workshop.compile("failing-hooks")
        let plugin = try workshop.open("failing-hooks").table
        let start = #expect(throws: PluginError.self) { try TestHost(loaded: [plugin]) }
        #expect(start?.message.contains("status 1234") == true)

        let bridged = try BridgedPlugin(plugin, host: SilentHost())
        let event = Event(seq: 1, kind: "test.a", time: Timestamp(milliseconds: 0))
        let first = #expect(throws: PluginError.self) { try bridged.event(event, SilentHost()) }
        #expect(first?.code == .invalid)
        #expect(first?.message.contains("NONSENSE") == true)
        let later = Event(seq: 2, kind: "test.a", time: Timestamp(milliseconds: 0), document: ["again": true])
        let second = #expect(throws: PluginError.self) { try bridged.event(later, SilentHost()) }
        #expect(second?.message == "the old call is closed")

        let answer = #expect(throws: PluginError.self) { try bridged.query(QueryCall(name: "x"), SilentHost()) }
        #expect(answer?.code == .invalid)
        let request = AuthorizeRequest(login: "a", repository: "b/c", number: 1)
        let roles = #expect(throws: PluginError.self) { try bridged.authorize(request, SilentHost()) }
        #expect(roles?.message.contains("no list of roles") == true)
    }

    @Test("an update replaces the library of a plugin, and both versions can be open")
    func update() throws {
        let first = try workshop.install(try Project.helloC())
        let second = try workshop.install(try Project.helloC())
        #expect(first.entry == second.entry)
        let lock = try PluginLockFile(readingFrom: workshop.loader.lockPath)
        #expect(lock.plugins.map(\.id) == ["c-hello"])
        #expect(lock.plugins.map(\.sha256.count) == [64])
    }
}

/// A host that provides nothing and refuses statements.
private final class SilentHost: HostCalls {
    var now: Timestamp { Timestamp(milliseconds: 0) }
    func random() -> UInt64 { 4 }
    func configuration() -> JSON { [:] }
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int { throw PluginError(.invalid, "refused: \(sql)") }
    func query(_ sql: String, _ arguments: [SQLValue]) -> SQLTable { SQLTable(columns: [], values: []) }
    func lastInsertedID() -> Int64 { 0 }
    func effect(_ effect: Effect) -> String { "1.0" }
    func setTimer(_ name: String, at time: Timestamp) {}
    func emit(_ emission: Emission) {}
    func journal(_ entry: JournalEntry) {}
    func reply(_ reply: Reply) {}
    func callService(_ service: ServiceID, method: String, _ argument: JSON) -> JSON { .null }
    func person(_ login: String) -> Person? { nil }
    func log(_ level: LogLevel, _ message: String, _ metadata: [String: String]) {}
}
