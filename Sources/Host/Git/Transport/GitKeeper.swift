internal import CKeeper
internal import Foundation

/// The process between the host and git that makes sure git does not outlive the host.
///
/// The kernel can kill a child when its parent dies (`PR_SET_PDEATHSIG`), but that has three gaps: the parent is the
/// *thread* that started the child; a parent that dies before the child has asked for the signal is missed; and the signal
/// does not reach what git itself starts, such as `git-remote-https`, which would go on pushing. The keeper closes them:
/// it leads the process group, checks who its parent is, and kills the group when that is no longer the host.
///
/// The `switchyard` executable serves as its own keeper: its entry point calls ``runIfAsked(arguments:)`` first.
package struct GitKeeper: Sendable {
    /// The first argument of an executable that is started as a keeper.
    package static let word = "git-keeper"

    /// An absolute path of an executable.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Runs a program as its keeper, if this process was started as one, and exits with the program's status.
    ///
    /// Must be called before anything starts a thread.
    /// - Parameter arguments: those of the process: its name, ``word``, the host's process id, the program and its arguments.
    package static func runIfAsked(arguments: [String] = CommandLine.arguments) {
        guard arguments.count >= 4, arguments[1] == word, let host = Int32(arguments[2]) else { return }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.dropFirst(3).map { strdup($0) }
        words.append(nil)
        exit(sy_keep(host, &words))
    }

    /// The arguments with which the executable is started for a command.
    func arguments(for command: [String]) -> [String] {
        [Self.word, String(getpid())] + command
    }
}
