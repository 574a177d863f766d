import Foundation
import GRDB

/// The whole state as one tar archive: the tables, which include rules and random state, and the bare repositories.
///
/// Both directions need the simulator's lock. Queued deliveries are in the tables, so the importing side sends them.
struct StateArchive {
    let world: World

    private static let format = "forgesim state 1"
    private static let folders = ["families", "repositories"]

    // MARK: Export

    func export() async throws -> [UInt8] {
        let scratch = try makeScratch()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let copy = try DatabaseQueue(path: scratch + "/forgesim.db")
        try world.database.backup(to: copy)
        try copy.close()
        let about: ForgeJSON = ["format": .string(Self.format)]
        try Data(about.bytes).write(to: URL(fileURLWithPath: scratch + "/state.json"))
        let present = Self.folders.filter { FileManager.default.fileExists(atPath: "\(world.folder)/\($0)") }
        let arguments = ["-cf", "-", "-C", scratch, "forgesim.db", "state.json", "-C", world.folder] + present
        return try await tar(arguments, input: [])
    }

    // MARK: Import

    func restore(_ archive: [UInt8]) async throws {
        let scratch = try makeScratch()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let source = try await opened(archive, in: scratch)
        world.forgetRunningState()
        world.git.removeAll()
        for name in Self.folders where FileManager.default.fileExists(atPath: "\(scratch)/\(name)") {
            try FileManager.default.moveItem(atPath: "\(scratch)/\(name)", toPath: "\(world.folder)/\(name)")
        }
        try source.backup(to: world.database)
        try source.close()
        try world.recallSettings()
        try await world.deliveries.resume(world: world)
    }

    /// The tables of an archive, unpacked and checked.
    private func opened(_ archive: [UInt8], in scratch: String) async throws -> DatabaseQueue {
        do {
            _ = try await tar(["-xf", "-", "-C", scratch, "--no-same-owner"], input: archive)
            let about = try ForgeJSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch + "/state.json"))))
            guard about["format"].string == Self.format else {
                throw ForgeSimError("its form is '\(about["format"].string ?? "")', not '\(Self.format)'")
            }
            guard FileManager.default.fileExists(atPath: scratch + "/forgesim.db") else {
                throw ForgeSimError("there is no forgesim.db in it")
            }
            let source = try DatabaseQueue(path: scratch + "/forgesim.db")
            let health = try await source.read { try String.fetchOne($0, sql: "PRAGMA quick_check") } ?? ""
            guard health == "ok" else { throw ForgeSimError("its tables are damaged: \(health)") }
            try Schema.migrate(source)
            _ = try FaultBook(seed: 0, settings: Settings(database: source))
            _ = try ScriptedCI(seed: 0, settings: Settings(database: source))
            return source
        } catch {
            throw Refusal.unprocessable("this is not an archive of GET /_sim/export: \(error)")
        }
    }

    // MARK: Files

    /// A folder beside the state, so that moving files out of it does not copy them.
    private func makeScratch() throws -> String {
        let path = "\(world.folder)/scratch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func tar(_ arguments: [String], input: [UInt8]) async throws -> [UInt8] {
        let result = try await Program.run("tar", arguments, input: input)
        guard result.status == 0 else { throw ForgeSimError("tar failed: \(result.errors)") }
        return result.bytes
    }
}
