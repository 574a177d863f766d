import ForgeSim
import Foundation
import Testing

/// `docs/simulator.md` of the tree from which the tests were built.
private let page: String? = {
    let source = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try? String(contentsOf: root.appendingPathComponent("docs/simulator.md"), encoding: .utf8)
}()

@Suite("docs/simulator.md", .enabled(if: page != nil, "the documentation is not beside the tests"))
struct DocumentationTests {
    /// One command of the session and its output.
    private struct Step {
        let command: String
        var output: [String] = []
    }

    @Test("has a row for every endpoint")
    func rows() throws {
        let text = try #require(page)
        var documented: Set<String> = []
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cell = line.dropFirst(2).prefix { $0 != "|" }
            for span in cell.split(separator: "`", omittingEmptySubsequences: false).enumerated() where span.offset % 2 == 1 {
                documented.formUnion(Self.endpoints(String(span.element)))
            }
        }
        let missing = ForgeSimulator.endpoints.filter { !documented.contains($0) }
        #expect(missing.isEmpty, "docs/simulator.md has no row for these")
        let invented = documented.subtracting(ForgeSimulator.endpoints).filter { !$0.contains("/_sim") }.sorted()
        #expect(invented.isEmpty, "docs/simulator.md has rows for what the simulator has not")
    }

    /// `GET POST …/pulls` is two endpoints; `…` stands for the repository.
    private static func endpoints(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        guard let path = words.last, words.count > 1 else { return [] }
        return words.dropLast().map { "\($0) \(path.replacing("…", with: "/repos/{owner}/{repo}"))" }
    }

    @Test("shows a session that goes as it says", .enabled(if: forgesim != nil, "forgesim is not built"))
    func session() async throws {
        let steps = try Self.steps(of: try #require(page))
        #expect(steps.count > 20)
        let tree = try WorkTree()
        var script = "exec 2>&1\nexport PATH=\"$FORGESIM_FOLDER:$PATH\" HOME=\"$PWD\" GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0\n"
        for step in steps { script += "\(step.command)\necho \u{1}\n" }
        let folder = URL(fileURLWithPath: try #require(forgesim)).deletingLastPathComponent().path
        let output = try await Self.bash(script, in: tree.path, environment: ["FORGESIM_FOLDER": folder])
        let parts = output.components(separatedBy: "\u{1}\n")
        #expect(parts.count == steps.count + 1)
        for (step, part) in zip(steps, parts) {
            let lines = part.split(separator: "\n").map(String.init)
            #expect(lines.count == step.output.count, "\(step.command)\nprinted: \(part)")
            for (line, wanted) in zip(lines, step.output) {
                #expect(Self.fits(line, wanted), "\(step.command)\nprinted \(line), not \(wanted)")
            }
        }
    }

    private static func steps(of text: String) throws -> [Step] {
        let block = try #require(text.components(separatedBy: "```console\n").dropFirst().first?.components(separatedBy: "```").first)
        var steps: [Step] = []
        for line in block.split(separator: "\n") {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else {
                steps[steps.count - 1].output.append(String(line))
            }
        }
        return steps
    }

    /// Whether a line is as shown, where `…` stands for any text.
    private static func fits(_ line: String, _ wanted: String) -> Bool {
        var rest = Substring(line)
        let parts = wanted.components(separatedBy: "…")
        guard parts.count > 1 else { return line == wanted }
        for (index, part) in parts.enumerated() where !part.isEmpty {
            guard let range = rest.range(of: part), index > 0 || range.lowerBound == rest.startIndex else { return false }
            rest = rest[range.upperBound...]
        }
        return parts.last?.isEmpty == true || rest.isEmpty
    }

    private static func bash(_ script: String, in folder: String, environment: [String: String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: String(decoding: output.readDataToEndOfFile(), as: UTF8.self)) }
        }
    }
}
