import PluginAPI
import Store

/// How far a repository has been compared.
struct ReconcilerMark: Sendable, Hashable {
    /// The newest change that has been compared, by the forge's clock; at first the time of the first pass. Milliseconds.
    var since: Int64
    /// The first pass, by the host's clock: what happened before it is not looked for. Milliseconds.
    var first: Int64
    /// The commit at which the last pass stopped; nil if it looked at all of them.
    var turn: String?

    /// The mark of a repository that has not been compared.
    init(now: Int64) {
        since = now
        first = now
    }

    /// Reads a stored mark.
    ///
    /// A mark in the future was set by a clock that was ahead. It would hide everything until that time has come, so it counts
    /// as now.
    init(_ text: String?, now: Int64) {
        self.init(now: now)
        guard let text, let document = try? JSON(parsing: text) else { return }
        since = min(document["since"].int64 ?? now, now)
        first = min(document["first"].int64 ?? now, now)
        turn = document["turn"].string
    }

    /// The mark as stored.
    var text: String {
        let document: JSON = ["since": .int(since), "first": .int(first), "turn": JSON(turn)]
        return document.text
    }

    init(of repository: String, store: HostStore, now: Int64) throws {
        self.init(try store.read { try $0.setting(Self.key(repository)) }, now: now)
    }

    func save(of repository: String, store: HostStore) throws {
        try store.write { try $0.setSetting(Self.key(repository), text) }
    }

    private static func key(_ repository: String) -> String { "reconciler:\(repository)" }
}
