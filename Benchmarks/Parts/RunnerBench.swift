import Engine
import Forge
import Foundation
import GitHub
import HostConfiguration
import PluginAPI
import Store

/// Events through a runner in its own process, over the link, with both plugins.
struct RunnerBench {
    private static let pulls = 40
    private static let single = 800
    private static let backlog = 4000
    private static let runs = 3

    let workbench: Workbench

    func measure() async throws -> Measurements {
        var measurements = Measurements()
        let folder = try HostFolder("runner", on: workbench)
        try FileManager.default.createDirectory(atPath: folder.data, withIntermediateDirectories: true)
        let configuration = try ConfigurationFile.load(path: folder.configuration).configuration
        let selection = try PluginSelection(configuration, loader: PluginLoader(directory: folder.plugins))
        let store = try HostStore(path: "\(folder.data)/host.db")
        let state = try StateStore(path: "\(folder.data)/state.db")
        let reader = try StateReader(path: state.path)
        // A confined runner can open the files beside the database only if they exist.
        _ = try reader.read { try $0.appliedSeq() }
        let supervisor = RunnerSupervisor(
            options: RunnerOptions(
                executable: workbench.switchyard, environment: Isolation.runnerEnvironment(),
                log: LogSettings(format: "human", level: "error")),
            statePath: state.path, store: store, clock: SystemClock(), logger: workbench.logger)
        await supervisor.choose(selection)
        try await supervisor.open()
        do {
            try await prepare(configuration, store, supervisor)
            measurements.add("runner_event_ms", try await oneByOne(store, supervisor))
            measurements.add("runner_events_per_s", try await backlogs(store, reader, supervisor))
        } catch {
            await supervisor.close()
            throw error
        }
        await supervisor.close()
        return measurements
    }

    /// Brings the configuration and open pull requests into the mirror.
    private func prepare(_ configuration: Configuration, _ store: HostStore, _ link: RunnerSupervisor) async throws {
        let entry = InboxEntry(
            source: "configuration", delivery: "1", kind: "config.applied", time: 1, actor: "configuration file",
            document: configuration.document.text)
        _ = try await link.apply(try append([entry], to: store)[0])
        let opened = try (1...Self.pulls).map { try self.entry($0, action: "opened", round: 0) }
        for event in try append(opened, to: store) { _ = try await link.apply(event) }
    }

    /// Each event is sent when the one before has been answered.
    private func oneByOne(_ store: HostStore, _ link: RunnerSupervisor) async throws -> [Double] {
        var times: [Double] = []
        for event in try append(try entries(Self.single, round: 1), to: store) {
            times.append(try await Stopwatch.milliseconds { _ = try await link.apply(event) })
        }
        return Array(times.dropFirst(Self.single / 4))
    }

    /// The host's own loop works off a log that has grown meanwhile.
    private func backlogs(_ store: HostStore, _ reader: StateReader, _ link: RunnerSupervisor) async throws -> [Double] {
        let engine = HostEngine(
            store: store, reader: reader, link: link, performer: NoEffects(), grants: GrantTable([:], declared: [:]), clock: SystemClock(),
            logger: workbench.logger)
        try await engine.resume()
        _ = try await engine.settle()
        var rates: [Double] = []
        for run in 0..<Self.runs {
            _ = try append(try entries(Self.backlog, round: run + 2), to: store)
            var events = 0
            let elapsed = try await Stopwatch.milliseconds { events = try await engine.settle(limit: 100_000, asOf: 0).events }
            guard events >= Self.backlog else { throw BenchError("only \(events) events were applied") }
            rates.append(Double(events) / elapsed * 1000)
        }
        return rates
    }

    // MARK: Events

    private func entries(_ count: Int, round: Int) throws -> [InboxEntry] {
        try (0..<count).map { try entry($0 % Self.pulls + 1, action: "synchronize", round: round * 100_000 + $0) }
    }

    /// Somebody pushed to a pull request with a long description: 25 KB of it are read.
    private func entry(_ number: Int, action: String, round: Int) throws -> InboxEntry {
        let body = Payloads.pullRequest(
            number, action: action, head: Payloads.sha(round * 100 + number), described: 24 * 1024, size: 34 * 1024)
        let headers = GitHubHeaders(event: "pull_request", delivery: "\(action)-\(round)-\(number)")
        guard case .event(let event) = try GitHubDelivery(headers: headers, body: body).outcome(receivedAt: Timestamp(milliseconds: 0))
        else { throw BenchError("the delivery of the benchmark was not understood") }
        return InboxEntry(
            source: "forge:acme/server", delivery: headers.delivery ?? "", kind: event.kind, time: Int64(1_772_366_400_000 + round),
            repository: event.repository, number: event.number, actor: event.actor, sha: event.sha, document: event.document.text)
    }

    private func append(_ entries: [InboxEntry], to store: HostStore) throws -> [LoggedEvent] {
        try store.write { transaction in
            try entries.map { entry in
                guard let seq = try transaction.append(entry) else { throw BenchError("an event of the benchmark is a double") }
                return LoggedEvent(seq: seq, entry: entry)
            }
        }
    }
}

/// Refuses every effect: there is no forge.
private struct NoEffects: EffectPerformer {
    func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd {
        .failed(code: "unavailable", message: "there is no forge in a benchmark")
    }
}
