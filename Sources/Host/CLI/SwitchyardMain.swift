import ArgumentParser
import Engine

/// Where the program begins.
@main
struct SwitchyardMain {
    static func main() async {
        // git starts this program again to ask for a credential; then nothing else is to happen.
        if HostRuntime.answerAskpass() { return }
        // The runner must be alone with its thread until it is confined.
        if Swift.CommandLine.arguments.dropFirst() == ["runner"] { RunnerMain.run() }
        await SwitchyardCommand.main()
    }
}
