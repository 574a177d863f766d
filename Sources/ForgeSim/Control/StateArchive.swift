import Foundation
import GRDB

/// The whole state as one tar archive: tables, bare repositories, and where rules and dice stand.
///
/// Both directions want the simulator's lock. What is queued is in the tables, so that the importing side sends it.
struct StateArchive {
    let world: World

    private static let format = "forgesim state 1"
    private static let folders = ["families", "repositories"]

    // MARK: Out

    func export() async throws -> [UInt8] {
        let scratch = try makeScratch()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let copy = try DatabaseQueue(path: scratch + "/forgesim.db")
        try world.database.backup(to: copy)
        try copy.close()
        try Data(memory.bytes).write(to: URL(fileURLWithPath: scratch + "/state.json"))
        let present = Self.folders.filter { FileManager.default.fileExists(atPath: "\(world.folder)/\($0)") }
        let arguments = ["-cf", "-", "-C", scratch, "forgesim.db", "state.json", "-C", world.folder] + present
        return try await tar(arguments, input: [])
    }

    /// What is kept outside of the tables.
    private var memory: ForgeJSON {
        [
            "format": .string(Self.format), "random": .string(String(world.randomState)), "faults": world.faults.snapshot,
            "ci": world.ci.snapshot,
            "limits": .object(ForgeObject(world.rates.limits.sorted { $0.key < $1.key }.map { ($0.key, ForgeJSON($0.value)) })),
        ]
    }

    // MARK: In

    func restore(_ archive: [UInt8]) async throws {
        let scratch = try makeScratch()
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let memory: ForgeJSON
        let source: DatabaseQueue
        do {
            _ = try await tar(["-xf", "-", "-C", scratch, "--no-same-owner"], input: archive)
            memory = try ForgeJSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: scratch + "/state.json"))))
            guard FileManager.default.fileExists(atPath: scratch + "/forgesim.db") else {
                throw ForgeSimError("there is no forgesim.db in it")
            }
            source = try DatabaseQueue(path: scratch + "/forgesim.db")
            try Schema.migrate(source)
        } catch {
            throw Refusal.unprocessable("this is no archive of GET /_sim/export: \(error)")
        }
        guard memory["format"].string == Self.format else {
            throw Refusal.unprocessable("the archive is of the form '\(memory["format"].string ?? "")'; '\(Self.format)' is wanted")
        }
        world.forgetRunningState()
        world.git.removeAll()
        for name in Self.folders where FileManager.default.fileExists(atPath: "\(scratch)/\(name)") {
            try FileManager.default.moveItem(atPath: "\(scratch)/\(name)", toPath: "\(world.folder)/\(name)")
        }
        try source.backup(to: world.database)
        try source.close()
        try recall(memory)
        try await world.deliveries.resume(world: world)
    }

    private func recall(_ memory: ForgeJSON) throws {
        if let random = memory["random"].string.flatMap({ UInt64($0) }) { world.randomState = random }
        try world.faults.restore(memory["faults"])
        try world.ci.restore(memory["ci"])
        world.rates.limits = Dictionary((memory["limits"].object?.members ?? []).compactMap { name, value in value.int.map { (name, $0) } })
        {
            $1
        }
    }

    // MARK: Files

    /// A folder beside the state, so that moving from it is no copying.
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
