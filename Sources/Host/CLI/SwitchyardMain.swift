import ArgumentParser
import Engine
import Foundation

/// The program's entry point.
@main
struct SwitchyardMain {
    static func main() async {
        // Exceeding a file size limit must fail the write, which is reported, and not kill the process.
        signal(SIGXFSZ, SIG_IGN)
        // This program is also git's keeper and its askpass helper; in those roles it does nothing else.
        if HostRuntime.helpGit() { return }
        // The runner must have only one thread until it is confined.
        if Swift.CommandLine.arguments.dropFirst() == ["runner"] { RunnerMain.run() }
        await SwitchyardCommand.main()
    }
}
