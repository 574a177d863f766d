internal import CRunner
import Foundation
package import Logging
import PluginAPI
import Store
import Synchronization

/// The runner's side of the link: `switchyard runner`, which the host starts.
///
/// The main thread is the apply thread; another thread reads, so that a slow hook does not keep queries waiting. It works
/// until it is told to stop or the host is gone.
///
/// Unchecked: the runner is used only on the main thread, and everything else has its own synchronisation.
package final class RunnerService: @unchecked Sendable {
    private let socket: LinkSocket
    private let record: HookRecord
    private let runner: Runner
    private let queries: PluginQueries
    private let clock = SystemClock()
    private let pool = OperationQueue()
    private let inbox = MessageQueue()

    /// Runs until it is told to stop.
    /// - Parameters:
    ///   - link: the descriptor of the link.
    ///   - record: the descriptor of the shared record of hooks.
    ///   - makeLogger: makes a logger once the settings have arrived.
    /// - Returns: the exit code.
    package static func run(link: Int32, record: Int32, makeLogger: (LogSettings) -> Logger) -> Int32 {
        sy_keep_freed_memory()
        let socket = LinkSocket(link)
        do {
            let record = try HookRecord(attachedTo: record)
            // The host has ended, or does not need a runner after all.
            guard let message = try socket.receive() else { return 0 }
            guard case .open(let text) = message.content else {
                throw SupervisionError(.malformed, "a runner is started by the host: run `switchyard serve`")
            }
            do {
                let settings: RunnerSettings = try JSON(parsing: text).decode()
                try record.guardDescriptor(link)
                let service = try RunnerService(settings, socket: socket, record: record, logger: makeLogger(settings.log))
                let report = try service.report(settings)
                FaultPoint.hit(.runnerBeforeReady)
                try socket.send(LinkMessage(message.number, .opened(report: report)))
                service.work()
                return 0
            } catch let refusal as PluginRefusal {
                let content = LinkMessage.Content.notStarted(
                    plugin: refusal.plugin, hook: refusal.hook, reason: refusal.description)
                try socket.send(LinkMessage(message.number, content))
                return 2
            } catch {
                try socket.send(LinkMessage(message.number, LinkRefusal(error).content))
                return 2
            }
        } catch {
            FileHandle.standardError.write(Data("switchyard runner: \(error)\n".utf8))
            return 1
        }
    }

    private let isolation: IsolationReport?

    private init(_ settings: RunnerSettings, socket: LinkSocket, record: HookRecord, logger: Logger) throws {
        self.socket = socket
        self.record = record
        // First of all, while this is the only thread, so that whatever is started later is confined, too.
        isolation = settings.isConfined ? try Self.confine(settings) : nil
        FaultPoint.hit(.runnerAfterConfinement)
        try record.watchFaults()
        if settings.memoryLimit > 0 { try HookRecord.limitMemory(to: settings.memoryLimit) }
        let store = try StateStore(path: settings.statePath)
        let reader = try StateReader(path: settings.statePath)
        runner = try record.applying(event: nil) {
            let plugins = try settings.selection.open(without: Set(settings.held), record: record, logger: logger)
            FaultPoint.hit(.runnerAfterPlugins)
            return try Runner(store: store, plugins: plugins, logger: logger)
        }
        queries = PluginQueries(plugins: runner.plugins, reader: reader, logger: logger)
        pool.maxConcurrentOperationCount = 16
    }

    private static func confine(_ settings: RunnerSettings) throws -> IsolationReport {
        let files = ["", "-wal", "-shm"].map { settings.statePath + $0 }
        return try Isolation.confineRunner(
            ConfinementRules(readable: Isolation.systemPaths() + settings.readable, writable: files))
    }

    private func report(_ settings: RunnerSettings) throws -> String {
        let report = RunnerReport(
            appliedSeq: try runner.appliedSeq(), lastEffect: try runner.store.apply { try $0.recentEffects(limit: 1).first?.id },
            loaded: runner.plugins.members.map(\.summary.id), isolation: isolation)
        return try JSON(encoding: report).text
    }

    // MARK: Working

    private func work() {
        let reader = Thread { [self] in read() }
        reader.stackSize = 1 << 20
        reader.start()
        while let message = inbox.next() {
            guard case .apply(let event, let previous, let setAside) = message.content else { continue }
            FaultPoint.hit(.applyReceived)
            answer(message.number) {
                let applied = try record.applying(event: event.seq) { try runner.apply(event, after: previous, setAside: setAside) }
                FaultPoint.hit(.applyBeforeAnswer)
                return .applied(seq: applied.seq, effects: applied.effects, answer: applied.answer)
            }
        }
        pool.cancelAllOperations()
        pool.waitUntilAllOperationsAreFinished()
    }

    private func read() {
        do {
            while let message = try socket.receive() {
                switch message.content {
                case .apply: inbox.put(message)
                case .query(let plugin, let question): pool.addOperation { [self] in query(message.number, plugin, question) }
                case .stop: return inbox.close()
                default: throw SupervisionError(.malformed, "the host sent what only a runner says")
                }
            }
        } catch {
            FileHandle.standardError.write(Data("switchyard runner: \(error)\n".utf8))
        }
        // The host is gone, and nobody would learn what was applied.
        _exit(0)
    }

    private func query(_ number: Int64, _ plugin: String, _ question: LinkMessage.QuestionText) {
        FaultPoint.hit(.queryReceived)
        answer(number) {
            let call = QueryCall(
                name: question.name, parameters: try JSON(parsing: question.parameters), viewer: question.viewer, role: question.role)
            let document = try record.querying { try queries.ask(plugin, call, now: clock.now) }
            guard let document else { throw PluginError(.conflict, "too many questions are being answered; ask again") }
            FaultPoint.hit(.queryBeforeAnswer)
            return .answered(document: document.text)
        }
    }

    private func answer(_ number: Int64, _ body: () throws -> LinkMessage.Content) {
        let content: LinkMessage.Content
        do { content = try body() } catch { content = LinkRefusal(error).content }
        do { try socket.send(LinkMessage(number, content)) } catch {
            // Nobody would learn what is applied from here on; the next runner is sent it again.
            FileHandle.standardError.write(Data("switchyard runner: \(error)\n".utf8))
            _exit(1)
        }
    }
}

/// Messages from one thread to another.
private final class MessageQueue: Sendable {
    private let waiting = Mutex<(messages: [LinkMessage], isClosed: Bool)>(([], false))
    private let signal = DispatchSemaphore(value: 0)

    func put(_ message: LinkMessage) {
        waiting.withLock { $0.messages.append(message) }
        signal.signal()
    }

    func close() {
        waiting.withLock { $0.isClosed = true }
        signal.signal()
    }

    /// Waits for the next message; nil once the queue is closed and empty.
    func next() -> LinkMessage? {
        while true {
            let (message, isClosed) = waiting.withLock { waiting in
                (waiting.messages.isEmpty ? nil : waiting.messages.removeFirst(), waiting.isClosed)
            }
            if let message { return message }
            if isClosed { return nil }
            signal.wait()
        }
    }
}
