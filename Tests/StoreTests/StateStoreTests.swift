import Foundation
import Store
import Testing

@Suite("state.db")
struct StateStoreTests {
    let folder: TemporaryFolder
    let store: StateStore

    init() throws {
        folder = try TemporaryFolder()
        store = try StateStore(path: folder.path("state.db"))
    }

    @Test("an event that fails leaves nothing behind")
    func rollback() throws {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try store.apply { transaction in
                try transaction.setAppliedSeq(7)
                throw Failure()
            }
        }
        #expect(try store.apply { try $0.appliedSeq() } == 0)
    }

    @Test("a savepoint undoes what its body wrote when it answers false")
    func savepoint() throws {
        try store.apply { transaction in
            try transaction.savepoint {
                try transaction.setSetting("a", "1"); return true
            }
            try transaction.savepoint {
                try transaction.setSetting("a", "2"); return false
            }
        }
        #expect(try store.apply { try $0.setting("a") } == "1")
    }

    @Test("the earliest request for a timer wins, and a run clears it")
    func timers() throws {
        try store.apply { transaction in
            try transaction.declareTimer(plugin: "p", name: "staging", sequence: 40, periodMs: nil, firstDueAt: nil)
            #expect(try transaction.requestTimer(plugin: "p", name: "staging", at: 50))
            #expect(try transaction.requestTimer(plugin: "p", name: "staging", at: 90))
            #expect(try !transaction.requestTimer(plugin: "p", name: "nothing", at: 90))
            #expect(try transaction.timers().map(\.dueAt) == [50])
            try transaction.startTimer(plugin: "p", name: "staging", at: 60)
            #expect(try transaction.timers().map(\.dueAt) == [nil])
            #expect(try transaction.timers().map(\.runs) == [1])
        }
    }

    @Test("a timer that was stopped keeps its runs, and is due when it is declared again")
    func stoppedTimer() throws {
        try store.apply { transaction in
            try transaction.declareTimer(plugin: "p", name: "sweep", sequence: 1, periodMs: 60, firstDueAt: 10)
            try transaction.startTimer(plugin: "p", name: "sweep", at: 20)
            try transaction.declareTimer(plugin: "p", name: "sweep", sequence: 1, periodMs: 60, firstDueAt: 30)
            #expect(try transaction.timers().map(\.dueAt) == [80], "what is remembered counts")
            try transaction.stopTimer(plugin: "p", name: "sweep")
            #expect(try transaction.timers() == [TimerRow(plugin: "p", name: "sweep", sequence: 1, periodMs: nil, lastRunAt: 20, runs: 1)])
            try transaction.declareTimer(plugin: "p", name: "sweep", sequence: 1, periodMs: 60, firstDueAt: 500)
            #expect(try transaction.timers().map(\.dueAt) == [500])
        }
    }

    @Test("a clock that was ahead puts off no periodic timer for longer than its period")
    func cappedTimers() throws {
        try store.apply { transaction in
            try transaction.declareTimer(plugin: "p", name: "late", sequence: 1, periodMs: 60, firstDueAt: 90_000)
            try transaction.declareTimer(plugin: "p", name: "soon", sequence: 2, periodMs: 60, firstDueAt: 1_010)
            try transaction.declareTimer(plugin: "p", name: "asked", sequence: 3, periodMs: nil, firstDueAt: nil)
            _ = try transaction.requestTimer(plugin: "p", name: "asked", at: 90_000)
            try transaction.capTimers(at: 1_000)
            #expect(try transaction.timers().map(\.dueAt) == [1_060, 1_010, 90_000])
        }
    }

    @Test("an older status does not replace a newer one, and the same one changes nothing")
    func statuses() throws {
        func status(_ state: String, at time: Int64) -> StatusRow {
            StatusRow(sha: "a", context: "ci", state: state, targetURL: nil, description: nil, updatedAt: time)
        }
        let changed = try store.apply { transaction in
            [
                try transaction.save(status("pending", at: 10)), try transaction.save(status("success", at: 20)),
                try transaction.save(status("success", at: 30)), try transaction.save(status("pending", at: 15)),
            ]
        }
        #expect(changed == [true, true, false, false])
    }

    @Test("a reader sees what was committed and cannot write")
    func reader() throws {
        try store.apply { try $0.setSetting("a", "1") }
        let reader = try StateReader(path: folder.path("state.db"))
        #expect(try reader.read { try $0.setting("a") } == "1")
        #expect(throws: (any Error).self) { try reader.read { try $0.sql("DELETE FROM settings", []) } }
        #expect(try reader.read { try $0.sql("SELECT value FROM settings WHERE key = ?", [.text("a")]).rows } == [[.text("1")]])
    }

    @Test("an effect is open until its outcome has been applied")
    func effects() throws {
        let effect = StoredEffect(
            event: 3, position: 0, plugin: "p", kind: "comment", identity: "merge", repository: "acme/server", number: 1,
            orderKey: "acme/server#1", payload: "{}", context: "null", createdAt: 5)
        try store.apply { try $0.insert(effect) }
        #expect(try store.apply { try $0.openEffects() } == [effect])
        #expect(try store.apply { try $0.effect(id: "3.0") } == effect)
        try store.apply { try $0.closeEffect(id: "3.0", outcome: 4) }
        #expect(try store.apply { try $0.openEffects() } == [])
    }

    @Test("effects that were open before chains were counted begin one")
    func chains() throws {
        let effect = StoredEffect(
            event: 3, position: 0, plugin: "p", kind: "comment", identity: "merge", repository: "acme/server", number: 1,
            orderKey: "acme/server#1", payload: "{}", context: "null", createdAt: 5)
        try store.apply { transaction in
            try transaction.insert(effect, chain: 7)
            #expect(try transaction.chain(ofEffect: "3.0") == 7)
            _ = try transaction.sql("ALTER TABLE effects DROP COLUMN chain", [])
            _ = try transaction.sql("DELETE FROM grdb_migrations WHERE identifier = '0004_count_chained_effects'", [])
        }
        let newer = try StateStore(path: folder.path("state.db"))
        #expect(try newer.apply { try $0.openEffects() } == [effect])
        #expect(try newer.apply { try $0.chain(ofEffect: "3.0") } == 0)
        #expect(try newer.apply { try $0.chain(ofEffect: "9.0") } == 0)
    }
}
