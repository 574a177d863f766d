import ForgeSim
import Foundation
import HTTPClient
import Logging
import Store
import StoryKit
import Testing

/// Trouble with the machine under a running host: it reports the problem, loses nothing, and recovers by itself.
@Suite("Trouble with the machine", .serialized)
struct TroubleTests {
    /// A host, and a change that needs only its approval.
    private struct Scene {
        let stage: Stage
        let pull: Contributor.OpenedPull
        let host: Int32
        let http: HTTPClient

        func approve() async throws { try await stage.person("alice").comment(pull.repository, pull.number, "bot r+") }

        /// Waits until `/readyz` reports something.
        func ready(says text: String) async throws {
            try await stage.until("/readyz says: \(text)") { try await ready().contains(text) }
        }

        func ready() async throws -> String {
            let answer = try await http.send(HTTPRequest(method: "GET", url: "\(stage.host.url)/readyz"))
            return "\(answer.status) \(String(decoding: answer.body, as: UTF8.self))"
        }

        /// Waits until the host has told the forge so.
        func delivery(isAnswered status: Int) async throws {
            try await stage.until("a delivery is answered with \(status)") {
                try stage.forge.control.deliveries(event: "issue_comment").contains { $0["status"].int == status }
            }
        }

        /// The change lands, and nothing was said or done twice.
        func lands() async throws {
            try await stage.until("the change has landed") {
                try await stage.person("owner").file(pull.repository, "change.txt", at: "main") != nil
            }
            try await stage.until("it is closed") {
                try await stage.person("owner").pull(pull.repository, pull.number)["state"].string == "closed"
            }
            try await ready(says: "200 ready")
            let comments = try await stage.person("owner").comments(pull.repository, pull.number).filter { $0.author == Stage.bot }
            try stage.expect("the bot had nothing to say", comments.isEmpty)
        }
    }

    private static func play(_ story: (Scene) async throws -> Void) async throws {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-trouble-\(UUID().uuidString)").path
        let stage = try await Stage.open(
            installation: Theatre.installation, folder: folder, narrator: Narrator(isQuiet: true), ciDelay: 0)
        do {
            let pull = try await stage.person("bob").openPull(
                Stage.server, branch: "change", title: "A change", files: ["change.txt": "1\n"])
            try await stage.until("its CI is green") {
                try await stage.document("/api/v1/pull-requests/\(pull.repository)/\(pull.number)")["status"].string == "success"
            }
            let host = try #require(stage.host.processID)
            var logger = Logger(label: "trouble")
            logger.logLevel = .critical
            try await story(Scene(stage: stage, pull: pull, host: host, http: try HTTPClient(logger: logger)))
            #expect(stage.host.starts == 1, "the host lived through it")
            await stage.close()
            try? FileManager.default.removeItem(atPath: folder)
        } catch {
            let log = (try? String(contentsOfFile: stage.files.log, encoding: .utf8)) ?? ""
            await stage.close()
            throw StoryError("\(error)\n\(log.suffix(4000))")
        }
    }

    @Test("a full disk: deliveries are answered 503, and what was sent again lands")
    func diskIsFull() async throws {
        try await Self.play { scene in
            let processes = [scene.host, try Squeeze.runner(of: scene.host)]
            try await Squeeze.files(of: processes, areFull: true)
            try await scene.approve()
            try await scene.delivery(isAnswered: 503)
            try await scene.ready(says: "503 the log stands still: the disk")
            try await Squeeze.files(of: processes, areFull: false)
            try await scene.ready(says: "200 ready")
            try scene.stage.redeliverLost()
            try await scene.lands()
        }
    }

    @Test("no room for the runner: deliveries are stored, and applied once there is room")
    func runnerHasNoRoom() async throws {
        try await Self.play { scene in
            let runner = try Squeeze.runner(of: scene.host)
            try await Squeeze.files(of: [runner], areFull: true)
            try await scene.approve()
            try await scene.delivery(isAnswered: 202)
            try await scene.ready(says: "503 the log stands still: the disk")
            try await Squeeze.files(of: [runner], areFull: false)
            try await scene.lands()
            #expect(try Squeeze.runner(of: scene.host) == runner, "it is no reason to start another runner")
        }
    }

    @Test("a locked host.db: deliveries are answered 503, and what was sent again lands")
    func logIsLocked() async throws {
        try await Self.play { scene in
            let path = "\(scene.stage.files.data)/host.db"
            let lock = HeldLock { hold in try HostStore(path: path).write { _ in hold() } }
            try await scene.approve()
            try await scene.delivery(isAnswered: 503)
            try await scene.ready(says: "503 the log stands still: another program holds a lock")
            lock.end()
            try await scene.ready(says: "200 ready")
            try scene.stage.redeliverLost()
            try await scene.lands()
        }
    }

    @Test("a locked state.db: deliveries are stored, and applied once the lock is gone")
    func stateIsLocked() async throws {
        try await Self.play { scene in
            let path = "\(scene.stage.files.data)/state.db"
            let lock = HeldLock { hold in try StateStore(path: path).apply { _ in hold() } }
            try await scene.approve()
            try await scene.delivery(isAnswered: 202)
            try await scene.ready(says: "503 the log stands still: another program holds a lock")
            lock.end()
            try await scene.lands()
        }
    }

    @Test("a second host on the same folder is refused, and the first one is not disturbed")
    func secondHost() async throws {
        try await Self.play { scene in
            let (status, output) = try await scene.stage.host.run(
                ["serve", "--config", scene.stage.files.configuration, "--data", scene.stage.files.data, "--port", "0"])
            #expect(status == 1)
            #expect(output.contains("another host works in \(scene.stage.files.data)"), "\(output)")
            #expect(FileManager.default.fileExists(atPath: scene.stage.files.portFile))
            try await scene.approve()
            try await scene.lands()
        }
    }

    @Test("a folder for data that cannot be made is named, and nothing starts")
    func folder() async throws {
        try await Self.play { scene in
            let data = "/proc/switchyard"
            let (status, output) = try await scene.stage.host.run(
                ["serve", "--config", scene.stage.files.configuration, "--data", data, "--port", "0"])
            #expect(status == 1)
            #expect(output.contains("the folder \(data) cannot be made"))
        }
    }

    @Test("a port file that cannot be written is named, and the host works all the same")
    func portFile() async throws {
        let missing = Theatre.installation.missing
        try #require(missing.isEmpty, "\(missing.joined(separator: "; "))")
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-port-\(UUID().uuidString)").path
        let files = try HostFiles(folder: folder, forgeURL: "http://127.0.0.1:9", tokens: ["merge": "t", "forwardport": "t"])
        let host = HostProcess(installation: Theatre.installation, files: files)
        try await host.installPlugins()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Theatre.installation.switchyard)
        process.arguments = ["serve", "--config", files.configuration, "--port", "0", "--port-file", "\(folder)/no/such/folder/port"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try await blocking {
            var text = ""
            while !text.contains("switchyard listens on") {
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { break }
                text += String(decoding: more, as: UTF8.self)
            }
            return text
        }
        try await blocking {
            process.terminate()
            process.waitUntilExit()
        }
        #expect(text.contains("the port cannot be written to \(folder)/no/such/folder/port"))
        #expect(text.contains("switchyard listens on http://127.0.0.1:"))
        try FileManager.default.removeItem(atPath: folder)
    }
}
