import Contract
import Foundation
import Git

/// Makes repositories with very many files, packed as git packs them.
struct TreeMaker {
    let directories: Int
    /// In each directory.
    let files: Int

    static func path(_ directory: Int, _ file: Int) -> String { "group\(directory / 50)/dir\(directory)/file\(file).py" }

    /// Twenty lines, of which the first or the last may be different.
    static func content(_ file: Int, first: String? = nil, last: String? = nil) -> String {
        var lines = (0..<20).map { "line \($0) of file \(file)" }
        if let first { lines[0] = first }
        if let last { lines[19] = last }
        return lines.joined(separator: "\n") + "\n"
    }

    /// - Returns: the only commit.
    func make(in directory: String, folder: String) throws -> ObjectID {
        let (stream, log, marks) = ("\(folder)/stream", "\(folder)/import.log", "\(folder)/marks")
        try writeStream(stream)
        let git = ["/usr/bin/git", "--git-dir", directory]
        try Child.run(git + ["fast-import", "--quiet", "--export-marks=\(marks)"], input: stream, log: log)
        try Child.run(git + ["repack", "-adfq"], log: log)
        try FileManager.default.removeItem(atPath: stream)
        let line = try String(contentsOfFile: marks, encoding: .utf8).split(separator: "\n").first { $0.hasPrefix(":1 ") }
        guard let id = line.flatMap({ ObjectID(String($0.dropFirst(3))) }) else { throw BenchError("git fast-import made no commit") }
        return id
    }

    private func writeStream(_ path: String) throws {
        var text = ""
        for file in 0..<files {
            let content = Self.content(file)
            text += "blob\nmark :\(file + 2)\ndata \(content.utf8.count)\n\(content)\n"
        }
        text += "commit refs/heads/main\nmark :1\ncommitter Bob Example <bob@example.org> 1700000000 +0000\ndata 5\nStart\n"
        for directory in 0..<directories {
            for file in 0..<files { text += "M 100644 :\(file + 2) \(Self.path(directory, file))\n" }
            // No two directories may be the same tree.
            let own = "directory \(directory)\n"
            text += "M 100644 inline \(Self.path(directory, files))\ndata \(own.utf8.count)\n\(own)\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
}
