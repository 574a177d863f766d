import ArgumentParser
import Engine
import Foundation

/// Where the program begins.
@main
struct SwitchyardMain {
    static func main() async {
        // A limit of file sizes is to be an error of a write, which is reported, and not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        // This program also stands between the host and git, and git asks it for credentials; then nothing else is to happen.
        if HostRuntime.helpGit() { return }
        // The runner must be alone with its thread until it is confined.
        if Swift.CommandLine.arguments.dropFirst() == ["runner"] { RunnerMain.run() }
        await SwitchyardCommand.main()
    }
}
