import ArgumentParser
import Engine

/// Where the program begins.
@main
struct SwitchyardMain {
    static func main() async {
        // This program also stands between the host and git, and git asks it for credentials; then nothing else is to happen.
        if HostRuntime.helpGit() { return }
        // The runner must be alone with its thread until it is confined.
        if Swift.CommandLine.arguments.dropFirst() == ["runner"] { RunnerMain.run() }
        await SwitchyardCommand.main()
    }
}
