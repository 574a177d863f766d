import Foundation
import PluginAPI
import Store

/// Which plugin versions have worked here and which have not: what the host falls back to when a new one cannot start.
struct PluginHistory {
    let store: HostStore

    /// Records that these plugins work.
    func note(working members: [PluginSelection.Member]) throws {
        try store.write { transaction in
            for member in members {
                let text = try JSON(encoding: member.prepared).text
                guard try transaction.setting(good(member.id)) != text else { continue }
                try transaction.setSetting(good(member.id), text)
                try transaction.setSetting(rejected(member), "")
            }
        }
    }

    /// Records that these libraries cannot start.
    func note(rejected members: [PluginSelection.Member], because reason: String) throws {
        try store.write { transaction in
            for member in members { try transaction.setSetting(rejected(member), reason) }
        }
    }

    /// Forgets what was rejected, because an operator wants it tried again.
    func forgive(_ selection: PluginSelection) throws {
        try store.write { transaction in
            for member in selection.members where try transaction.setting(rejected(member)) != nil {
                try transaction.setSetting(rejected(member), "")
            }
        }
    }

    /// The selection with the last working version in place of each rejected one.
    /// - Returns: the selection, and a sentence for each plugin that was rolled back.
    func withoutRejected(_ selection: PluginSelection) throws -> (selection: PluginSelection, sentences: [String]) {
        var selection = selection
        var sentences: [String] = []
        for (index, member) in selection.members.enumerated() {
            let reason = try store.read { try $0.setting(rejected(member)) } ?? ""
            guard !reason.isEmpty, let former = try former(of: member) else { continue }
            selection.members[index].prepared = former
            sentences.append(
                """
                plugin \(member.id) \(member.prepared.entry.version) was rejected (\(reason)); \
                \(former.entry.version) is loaded in its place. `switchyard plugin reload` tries it again
                """)
        }
        return (selection, sentences)
    }

    /// The last version that worked, if it is a different one and its copy is intact.
    private func former(of member: PluginSelection.Member) throws -> PreparedPlugin? {
        guard let text = try store.read({ try $0.setting(good(member.id)) }),
            let prepared: PreparedPlugin = try? JSON(parsing: text).decode(), prepared.entry.sha256 != member.prepared.entry.sha256,
            let content = FileManager.default.contents(atPath: prepared.copy), PluginLoader.hash(content) == prepared.entry.sha256
        else { return nil }
        return prepared
    }

    private func good(_ id: String) -> String { "plugin.good:\(id)" }

    private func rejected(_ member: PluginSelection.Member) -> String { "plugin.rejected:\(member.prepared.entry.sha256)" }
}
