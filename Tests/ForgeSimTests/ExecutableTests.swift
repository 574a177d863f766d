import ForgeSim
import Foundation
import Testing

@Suite("The executable", .enabled(if: forgesim != nil, "forgesim is not built"))
struct ExecutableTests {
    /// A folder that contains a users file.
    private func folder(_ users: String = #"{"ann": {"type": "User", "token": ["secret"]}}"#) throws -> (tree: WorkTree, users: String) {
        let tree = try WorkTree()
        try Data(users.utf8).write(to: URL(fileURLWithPath: tree.path + "/users.json"))
        return (tree, tree.path + "/users.json")
    }

    @Test("writes its port once it answers, keeps its folder, and ends on a signal")
    func life() async throws {
        let (tree, users) = try folder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(forgesim))
        process.arguments = [users, "--portfile", tree.path + "/port", "--data", tree.path + "/data"]
        let output = Pipe()
        process.standardOutput = output
        let ended = AsyncStream<Int32> { continuation in
            process.terminationHandler = {
                continuation.yield($0.terminationStatus)
                continuation.finish()
            }
        }
        try process.run()
        let line = await Executable.firstLine(output.fileHandleForReading)
        let port = try String(contentsOfFile: tree.path + "/port", encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(line == "forgesim listens on http://127.0.0.1:\(port)")
        let ann = SimClient(baseURL: "http://127.0.0.1:\(port)", token: "secret")
        #expect(try await ann.get("/user")["login"].string == "ann")
        try await ann.post("/user/repos", ["name": "app", "auto_init": true])
        process.terminate()
        #expect(await ended.first { _ in true } == 0)
        #expect(FileManager.default.fileExists(atPath: tree.path + "/data/forgesim.db"))
    }

    @Test("says in one sentence what is wrong with its command line")
    func commandLine() async throws {
        let (tree, users) = try folder()
        let wrong = tree.path + "/wrong.json"
        try Data("[]".utf8).write(to: URL(fileURLWithPath: wrong))
        let lines: [(arguments: [String], sentence: String)] = [
            ([], "Missing expected argument '<users>'"), ([tree.path + "/none.json"], "cannot read the users file"),
            ([tree.path], "cannot read the users file"), ([wrong], "the users file must be a JSON object"),
            ([users, "-p", "70000"], "a port is a number from 0 to 65535"), ([users, "-p", "x"], "is invalid for '-p <port>'"),
            ([users, "--seed", "-1"], "--seed"), ([users, "--data", users], "cannot make the data folder"),
            ([users, "--data", "/proc/forgesim"], "cannot make the data folder"),
            ([users, "--portfile", tree.path + "/none/port"], "cannot write the port file"),
            ([users, "--host", "256.1.1.1"], "cannot listen on 256.1.1.1"), ([users, "--nonsense"], "Unknown option '--nonsense'"),
        ]
        for (arguments, sentence) in lines {
            let (status, text) = try await Executable.run(arguments)
            #expect(status != 0 && text.contains(sentence), "\(arguments): \(status) \(text)")
        }
    }

    @Test("says what to do when the port or the folder is taken")
    func taken() async throws {
        let (tree, users) = try folder()
        let first = try await Executable(users: users, data: tree.path + "/data")
        let port = first.baseURL.split(separator: ":").last.map(String.init) ?? ""
        let (status, text) = try await Executable.run([users, "-p", port])
        #expect(status == 1 && text.contains("port \(port) of 127.0.0.1 is taken; port 0 picks a free one"), "\(text)")
        let (other, words) = try await Executable.run([users, "--data", tree.path + "/data"])
        #expect(other == 1 && words.contains("another simulator keeps its state in"), "\(words)")
        #expect(try await first.client("secret").get("/user")["login"].string == "ann")
        first.kill()
    }

    @Test("does not begin with tables that are damaged or of a newer version")
    func strangeTables() async throws {
        let (tree, users) = try folder()
        try FileManager.default.createDirectory(atPath: tree.path + "/data", withIntermediateDirectories: true)
        try Data("this is not a database, and never was one".utf8).write(to: URL(fileURLWithPath: tree.path + "/data/forgesim.db"))
        let (status, text) = try await Executable.run([users, "--data", tree.path + "/data"])
        #expect(status == 1 && text.contains("forgesim.db: file is not a database"), "\(text)")
    }
}
