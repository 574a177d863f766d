import Foundation
import PluginAPI
import Store
import StoryKit
import Testing

@testable import Engine

/// Plugins that request more, larger or stranger things than the host should do.
@Suite("A plugin that knows no measure")
struct ImmoderatePluginTests {
    @Test("effects, arguments and answers have limits, and going beyond them is an error of that call")
    func sizes() async throws {
        var plugin = Misbehaviour("answers-too-much") { $0.effects = ["comment"] }
        plugin.grants = [(["comment"], ["acme/*"])]
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            #expect(try await yard.notes("answers-too-much") == ["first", "second"])
            #expect(try yard.deadLetters(of: "answers-too-much").map(\.message) == ["failed: all of this is undone: 10000 effects"])
            #expect(try yard.runtime.reader.read { try $0.openEffects() }.isEmpty, "what was undone is not asked for")
            guard case .problem(409, let message, _)? = try await yard.operate("answers-too-much", "large") else {
                throw RuntimeError("an answer of 17 MB was taken")
            }
            #expect(message.contains("16777216 are allowed"), "\(message)")
            guard case .document(let document)? = try await yard.operate("answers-too-much", "small") else {
                throw RuntimeError("an answer of 1 MB was not taken")
            }
            #expect(document["body"].string?.utf8.count ?? 0 > 1_000_000)
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("whoever answers each outcome with another effect is stopped after ten thousand")
    func chain() async throws {
        // Not granted, so that no forge is needed for the outcomes.
        try await Yard.with([Misbehaviour("asks-again") { $0.events.append("effect.outcome") }]) { (yard: Yard) async throws in
            await yard.statuses("first", "sin", "second")
            #expect(try await yard.notes("good") == ["first", "sin", "second"])
            try await wait(until: "it asks again and again") {
                try yard.runtime.reader.read { try $0.recentEffects(limit: 50) }.count { $0.plugin == "asks-again" } == 50
            }
            // Ten thousand would take half a minute, so the chain so far is stored as if it were ten short of the limit.
            try StateStore(path: "\(yard.folder)/data/state.db").apply { _ = try $0.sql("UPDATE effects SET chain = 9990", []) }
            try await wait(until: "it is stopped", seconds: 30) { try !yard.deadLetters(of: "asks-again").isEmpty }
            let letters = try yard.deadLetters(of: "asks-again")
            #expect(letters.map(\.hook) == ["event effect.outcome"])
            #expect(letters.first?.message.contains("10000 effects followed from one another") == true, "\(letters)")
            let asked = try yard.runtime.reader.read { try $0.recentEffects(limit: 10_000) }.count
            // Something from outside begins a new chain.
            await yard.statuses("sin")
            #expect(try await yard.notes("good").last == "sin")
            try await wait(until: "it asks again") {
                try yard.runtime.reader.read { try $0.recentEffects(limit: 10_000) }.count > asked + 10
            }
        }
    }

    @Test("a service that calls itself comes to an end at sixteen")
    func recursion() async throws {
        let plugin = Misbehaviour("calls-itself") { $0.services = ["calls-itself/1"] }
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("sin", "first")
            let notes = try await yard.notes("calls-itself")
            #expect(notes.count == 2 && notes.last == "first")
            #expect(notes.first?.hasPrefix("16 calls: services call each other more than 16 deep") == true, "\(notes)")
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("documents of effects that make no sense are refused at once or fail one by one, and the host goes on")
    func nonsense() async throws {
        let kinds = EffectKind.all.map(\.name)
        var plugin = Misbehaviour("asks-nonsense") { $0.effects = kinds }
        plugin.grants = [(kinds, ["acme/*"])]
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("sin", "first")
            let notes = try await yard.notes("asks-nonsense")
            let refused = notes.count { $0 == "refused at once" }
            #expect(refused > kinds.count * 2, "what is not the kind's request does not get far")
            #expect(notes.filter { $0 != "refused at once" } == ["sin", "first"])
            let asked = try yard.runtime.reader.read { try $0.recentEffects(limit: 1_000) }.filter { $0.plugin == "asks-nonsense" }
            #expect(asked.count + refused == kinds.count * 5)
            // There is no forge here: valid requests are retried later, the rest have failed.
            try await wait(until: "each has been tried", seconds: 240) {
                let receipts = try yard.runtime.store.read { try $0.receipts(in: [.waiting, .failed, .refused, .done], limit: 1_000) }
                return receipts.count >= asked.count
            }
            await yard.statuses("second")
            #expect(try await yard.notes("good") == ["sin", "first", "second"])
            #expect(try yard.crashes().isEmpty)
        }
    }

    @Test("a timer that starts itself again does not keep others from being heard, and no time is too strange")
    func timers() async throws {
        let plugin = Misbehaviour("sets-timers") { $0.timers = [TimerDeclaration("tick")] }
        try await Yard.with([plugin]) { (yard: Yard) async throws in
            await yard.statuses("sin", "first")
            #expect(try await yard.notes("sets-timers") == ["refused", "refused", "sin", "first"])
            for round in 1...20 { await yard.statuses("event \(round)") }
            #expect(try await yard.notes("good").count == 22)
            #expect(try yard.runtime.triggers().items.count == 1)
            #expect(try yard.crashes().isEmpty)
        }
    }
}
