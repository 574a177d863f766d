import ArgumentParser
import Foundation

/// The benchmarks: `make bench`. docs/development.md says what is measured and how.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the host and prints one table.",
        subcommands: [MeasureCommand.self, EchoCommand.self], defaultSubcommand: MeasureCommand.self)
}

/// Measures some or all parts.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "measure", abstract: "Measure.")

    @Option(help: "The root of the checkout.")
    var root = FileManager.default.currentDirectoryPath

    @Option(help: "The folder with the release builds: of the host, and one folder per plugin.")
    var scratch: String?

    @Option(help: "Only the parts, or the figures, whose names contain this.")
    var only: String?

    @Option(help: "Where the figures are written as JSON; those that are not measured now stay as they are.")
    var output: String?

    @Option(help: "A file between whose markers the table is put.")
    var readme: String?

    func run() async throws {
        let workbench = try Workbench(root: root, scratch: scratch ?? "\(root)/.build-release")
        defer { workbench.clear() }
        let output = output ?? "\(root)/.build/bench.json"
        var speed = Measurements()
        for part in Part.allCases where part.matches(only) {
            FileHandle.standardError.write(Data("measuring \(part.rawValue) …\n".utf8))
            speed.add(Yardstick.figure, await Yardstick.measure())
            let measured = try await part.measure(on: workbench)
            try Record.merge(measured, into: output)
            speed.add(Yardstick.figure, await Yardstick.measure())
        }
        try Record.merge(speed, into: output)
        let record = try Record(path: output)
        let table = Report(record: record, machine: try Machine())
        print(table.text)
        if let readme { try table.write(into: readme) }
    }
}
