import Foundation
import PluginAPI
import PluginTesting
import Store
import Testing

/// A plugin that does nothing: only its host's tables matter here.
private struct IdlePlugin: Plugin {
    static var manifest: Manifest { Manifest(id: "idle", version: "1.0.0") }
}

@Suite("The tables that plugins read")
struct MirrorSchemaTests {
    static let columns = """
        SELECT m.name || '.' || p.name || ' ' || p.type AS text FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p
        WHERE m.type = 'table' AND m.name IN ('projects', 'branches', 'repositories', 'pull_requests', 'statuses',
          'comments', 'people', 'review_rights', 'override_rights')
        ORDER BY m.name, p.cid
        """

    @Test("the host for tests of plugins has the columns of the real one")
    func same() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "switchyard-schema-\(UUID().uuidString).db").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let real = try StateStore(path: path).apply { transaction in
            try transaction.sql(Self.columns, []).rows.map { row in if case .text(let text) = row[0] { text } else { "" } }
        }
        let double = try TestHost(IdlePlugin.self).sql(Self.columns).map { try $0.string("text") }
        #expect(!real.isEmpty)
        #expect(double == real)
    }
}
