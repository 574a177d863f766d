internal import CKeeper
internal import Foundation

/// The program that git asks for user name and password (`GIT_ASKPASS`).
///
/// git starts it once for the user name and once for the password. Each time it reads one line from the named pipe
/// in the variable ``pipeVariable`` and prints it. The pipe is made for one run of git in a folder of its own
/// (0700) and deleted when git ends; what has been read is gone. So the credential is never in an environment, an
/// argument, a URL or a regular file. (A descriptor cannot be handed down: swift-subprocess closes all but 0 to 2.)
///
/// The `switchyard` executable serves as its own helper: its entry point calls ``answerIfAsked(environment:)`` first.
package struct AskpassHelper: Sendable {
    /// The variable that holds the path of the named pipe.
    package static let pipeVariable = "SWITCHYARD_ASKPASS_PIPE"

    /// An absolute path of an executable; git starts it with the prompt as its only argument.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Answers git's prompt on standard output, if this process was started as a helper.
    ///
    /// - Parameter environment: the variables of the process.
    /// - Returns: whether it was; the caller then exits with status 0.
    package static func answerIfAsked(environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        guard let path = environment[pipeVariable] else { return false }
        sy_hide_helper()
        readLine(from: path).withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        return true
    }

    /// The next line of the pipe with its line break; empty if nothing is left.
    static func readLine(from path: String) -> [UInt8] {
        let pipe = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard pipe >= 0 else { return [] }
        defer { close(pipe) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        // Byte by byte: what follows the line belongs to the next prompt.
        while read(pipe, &byte, 1) == 1 {
            line.append(byte)
            if byte == UInt8(ascii: "\n") { break }
        }
        return line
    }
}
