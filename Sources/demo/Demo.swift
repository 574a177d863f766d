import ArgumentParser
import ForgeSim
import Foundation
import StoryKit

@main
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchyard-demo", abstract: "Plays the story of the merge queue on a simulated forge, with a real host.")

    @Flag(help: "End by itself instead of leaving the dashboard open.")
    var once = false

    @Option(help: "The root of the checkout.")
    var root = FileManager.default.currentDirectoryPath

    @Option(help: "Which build to use: debug or release.")
    var build = "debug"

    func run() async throws {
        let narrator = Narrator()
        let folder = FileManager.default.temporaryDirectory.appending(path: "switchyard-demo-\(UUID().uuidString)").path
        narrator.chapter("Setting the stage")
        let stage: Stage
        do {
            stage = try await Stage.open(installation: Installation(root: root, configuration: build), folder: folder, narrator: narrator)
        } catch {
            FileHandle.standardError.write(Data("The demo cannot start: \(error)\n".utf8))
            throw ExitCode(2)
        }
        narrator.note("the forge is at \(stage.forge.baseURL)")
        narrator.note("the dashboard is at \(stage.host.url)")
        let isComplete = await play(stage)
        if isComplete && !once { await stay(stage) }
        await stage.close()
        if isComplete { try? FileManager.default.removeItem(atPath: folder) }
        guard isComplete else { throw ExitCode(1) }
    }

    private func play(_ stage: Stage) async -> Bool {
        let start = ContinuousClock.now
        do {
            try await MainStory(stage).play()
            let elapsed = ContinuousClock.now - start
            stage.narrator.chapter(
                "Every step came true (\(elapsed.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))))).")
            return true
        } catch {
            FileHandle.standardError.write(Data("\nA step did not come true: \(error)\nThe host's log: \(stage.files.log)\n".utf8))
            return false
        }
    }

    private func stay(_ stage: Stage) async {
        stage.narrator.note("The dashboard stays open at \(stage.host.url) until you press Ctrl-C.")
        let (signals, continuation) = AsyncStream<Void>.makeStream()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources { source.cancel() }
    }
}
