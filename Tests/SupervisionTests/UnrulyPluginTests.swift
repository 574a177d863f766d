import Foundation
import PluginAPI
import Store
import Testing

@testable import Engine

/// Plugins that keep the process alive, and try what is forbidden.
@Suite("A plugin that asks for what it may not have")
struct UnrulyPluginTests {
    @Test("statements that are wrong, foreign or forbidden are refused, each of them")
    func sql() async throws {
        try await Yard.with([Misbehaviour("rubbish-sql")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            let notes = try await yard.notes("rubbish-sql"), answer = try await yard.query("rubbish-sql")
            #expect(notes == ["first", "sin", "second"], "what else is there got through")
            #expect(answer == [])
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("effects that are not granted, unknown or senseless come back refused, with the plugin's name")
    func effects() async throws {
        var plugin = Misbehaviour("asks-too-much") {
            $0.effects = ["comment"]
            $0.events.append("effect.outcome")
        }
        plugin.grants = [(["comment"], ["acme/*"])]
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("sin")
            _ = try await yard.notes("good")
            try await yard.settleEffects()
            let notes = try await yard.notes("asks-too-much")
            let atOnce = notes.filter { $0 == "refused at once" }
            #expect(atOnce.count == 6, "\(notes)")
            let refusals = notes.filter { $0.contains("plugin asks-too-much is not granted") }
            #expect(refusals.count == 4, "\(refusals)")
            #expect(notes.contains { $0.contains("the manifest of asks-too-much does not name the effect close") }, "\(notes)")
            #expect(notes.contains { $0.contains("there is no effect launch_rockets") }, "\(notes)")
            #expect(notes.count == 12, "\(notes)")
            #expect(yard.book.has("effect refused", "plugin=asks-too-much"))
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("a rule that answers itself ends after 10,000 events, and is a dead letter")
    func emissions() async throws {
        try await Yard.with([Misbehaviour("emits-endlessly")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try await yard.notes("emits-endlessly") == ["first", "second"])
            let letters = try yard.deadLetters(of: "emits-endlessly")
            #expect(letters.map(\.hook) == ["event emits-endlessly.again"])
            #expect(letters.first?.message.contains("more than 10000 events followed from one") == true, "\(letters)")
        }
    }

    @Test("what is not a text, no document or another's is refused, call by call")
    func babble() async throws {
        try await Yard.with([Misbehaviour("babbles")]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("babbles") == ["first", "second"])
            let error = await #expect(throws: PluginError.self) { try await yard.query("babbles") }
            #expect(error?.message.contains("babbles") == true, "\(String(describing: error))")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("a call is good while its hook runs, on its thread, and no longer")
    func late() async throws {
        try await Yard.with([Misbehaviour("replies-late")]) { (yard: Yard) async throws in
            await yard.statuses("sin/1", "first", "sin/2")
            #expect(try await yard.notes("replies-late") == ["refused on another thread", "first", "refused when closed"])
            #expect(try await yard.notes("good") == ["sin/1", "first", "sin/2"])
        }
    }

    @Test("a jump over the host is noticed, its event undone, and services work afterwards")
    func jump() async throws {
        let plugin = Misbehaviour("jumps") { $0.services = ["jumps/1"] }
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            for round in 1...20 { await yard.statuses("sin/\(round)") }
            await yard.statuses("last")
            #expect(try await yard.notes("good") == (1...20).map { "sin/\($0)" } + ["last"])
            #expect(try await yard.notes("jumps") == ["last"])
            let messages = try yard.deadLetters(of: "jumps").map(\.message)
            #expect(messages.count == 20)
            #expect(messages.allSatisfy { $0.contains("jumped out of a hook") }, "\(messages.first ?? "")")
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("a manifest that differs from the one in the library keeps the host from starting, and says in what")
    func otherManifest() async throws {
        var plugin = Misbehaviour("traps")
        plugin.shownManifest = Manifest(id: "traps", version: "1.0.0", events: ["forge.push"])
        await Self.expectRefusal([plugin], "traps", "differs from the manifest inside", "events")
    }

    @Test("what another plugin has claimed is refused before any code runs, with both names")
    func claims() async throws {
        let first = { (change: (inout Manifest) -> Void) in Misbehaviour("traps", change) }
        let second = { (change: (inout Manifest) -> Void) in Misbehaviour("exits", change) }
        let claims: [(String, (inout Manifest) -> Void)] = [
            ("word", { $0.commands = [CommandDeclaration("go", patterns: ["go"])] }), ("service", { $0.services = ["common/1"] }),
            ("page", { $0.pages = [PageDeclaration("/p", query: "q", template: "t.mustache", title: "T")] }),
            ("timer", { $0.timers = [TimerDeclaration("sweep")] }), ("resource", { $0.resources = [.query("/r", "q")] }),
        ]
        for (word, change) in claims {
            await Self.expectRefusal([first(change), second(change)], "traps", "exits", word)
        }
    }

    private static func expectRefusal(_ plugins: [Misbehaviour], _ words: String...) async {
        do {
            try await Yard.with(plugins) { (_: Yard) async throws in }
            Issue.record("a host started with \(plugins.map(\.id))")
        } catch {
            for word in words { #expect("\(error)".contains(word), "'\(word)' in: \(error)") }
        }
    }
}
