import PluginAPI
import Store
import Testing

@testable import Engine

@Suite("How far a comparison with the forge has come")
struct ReconcilerMarkTests {
    struct Case: Sendable {
        var stored: String?
        var since: Int64
        var first: Int64
        var turn: String?
    }

    @Test(
        "a mark that a clock which was ahead has set counts as now",
        arguments: [
            Case(stored: nil, since: 5_000, first: 5_000), Case(stored: "{}", since: 5_000, first: 5_000),
            Case(stored: "no document", since: 5_000, first: 5_000),
            Case(stored: #"{"first":1000,"since":4000,"turn":"abc"}"#, since: 4_000, first: 1_000, turn: "abc"),
            Case(stored: #"{"first":1000,"since":9000}"#, since: 5_000, first: 1_000),
            Case(stored: #"{"first":8000,"since":9000}"#, since: 5_000, first: 5_000),
        ])
    func read(_ given: Case) {
        let mark = ReconcilerMark(given.stored, now: 5_000)
        #expect(mark.since == given.since)
        #expect(mark.first == given.first)
        #expect(mark.turn == given.turn)
        #expect(ReconcilerMark(mark.text, now: 5_000) == mark, "it is stored as it is")
    }

    private static let commits = (0..<200).map { number in String(number * 7_919 % 1_000, radix: 16) }

    @Test("few commits are all looked at, and nobody has to wait for a turn")
    func few() {
        let few = Array(Self.commits.prefix(60))
        let picked = CommitTurns.pick(from: few, limit: 60, after: "5")
        #expect(picked.commits == few)
        #expect(picked.turn == nil)
    }

    @Test("of many commits the newest are looked at in each pass, and all in some passes")
    func many() {
        #expect(Set(Self.commits).count == 200)
        var seen: Set<String> = []
        var turn: String?
        for _ in 0..<6 {
            let picked = CommitTurns.pick(from: Self.commits, limit: 60, after: turn)
            #expect(Set(picked.commits).count == 60)
            #expect(Array(picked.commits.prefix(30)) == Array(Self.commits.prefix(30)))
            seen.formUnion(picked.commits)
            turn = picked.turn
        }
        #expect(seen == Set(Self.commits))
    }

    @Test("commits that come and go take no turn away")
    func changing() {
        var seen: Set<String> = []
        var turn: String?
        for pass in 0..<8 {
            // Each pass finds one more new commit, and the one at which the last pass stopped is gone.
            let all = (["z\(pass)"] + Self.commits).filter { $0 != turn }
            let picked = CommitTurns.pick(from: all, limit: 60, after: turn)
            seen.formUnion(picked.commits)
            turn = picked.turn
        }
        #expect(seen.isSuperset(of: Self.commits))
    }
}
