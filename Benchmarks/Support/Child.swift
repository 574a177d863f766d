import Foundation

/// A child process, started with as little overhead as possible, because starting it is part of what is measured.
struct Child: Sendable {
    let pid: pid_t

    /// Starts a program.
    /// - Parameters:
    ///   - input: the file for its standard input; empty without one.
    ///   - output: the file for its output.
    static func start(_ words: [String], input: String = "/dev/null", output: String = "/dev/null") throws -> Child {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let arguments = words.map { strdup($0) } + [nil]
        let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, words[0], &actions, nil, arguments, environment)
        guard code == 0 else { throw BenchError("\(words[0]) cannot be started: \(String(cString: strerror(code)))") }
        return Child(pid: pid)
    }

    /// Waits for the end.
    /// - Returns: the exit code; for a signal, the code that a shell gives it.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }

    func kill(_ signal: Int32) { _ = Glibc.kill(pid, signal) }

    /// Runs a program to its end.
    /// - Throws: if it fails, with its output.
    static func run(_ words: [String], input: String = "/dev/null", log: String) throws {
        let code = try start(words, input: input, output: log).wait()
        guard code == 0 else {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw BenchError("\(words.joined(separator: " ")) failed with \(code): \(text.suffix(1000))")
        }
    }

    /// Its child processes that are still running.
    var children: [pid_t] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return tasks.flatMap { task in
            let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(task)/children", encoding: .utf8)) ?? ""
            return text.split(separator: " ").compactMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
    }
}
