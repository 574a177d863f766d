internal import CRunner
import Foundation
import Glibc
import PluginAPI
import Store
import Synchronization

/// One runner process, and the questions that it has not answered yet.
///
/// Unchecked: the state is behind a lock; the rest does not change.
final class RunnerConnection: @unchecked Sendable {
    let pid: Int32
    let record: HookRecord
    /// When it was started; milliseconds since 1970.
    let startedAt: Int64
    private let socket: LinkSocket
    private let state = Mutex(State())
    /// Signalled when nothing more will be read.
    private let hasRead = DispatchSemaphore(value: 0)
    /// How long to wait for the last output of a runner after its end, in milliseconds. Somebody else may hold the other end open.
    private static let lastWordsTimeout = 1_000

    private struct State {
        var lastNumber: Int64 = 0
        var pending: [Int64: PendingAnswer] = [:]
        var isClosed = false
        var hasEnded = false
        var killReason: String?
        var overdue: HookRecord.Entry?
        var ending: Blame.Ending?
        var onEnd: (@Sendable (RunnerConnection, Blame.Ending) -> Void)?
    }

    private init(pid: Int32, record: HookRecord, socket: LinkSocket, startedAt: Int64) {
        self.pid = pid
        self.record = record
        self.socket = socket
        self.startedAt = startedAt
    }

    /// Starts a runner.
    /// - Parameters:
    ///   - thread: starts it, and must outlive it.
    static func start(
        executable: String, environment: [String: String], on thread: PermanentThread, at time: Int64
    ) async throws -> RunnerConnection {
        let record = try HookRecord()
        let (socket, other) = try LinkSocket.pair()
        defer { Glibc.close(other) }
        let pid = try await thread.run { try Self.spawn(executable, environment, link: other, record: record.descriptor) }
        let connection = RunnerConnection(pid: pid, record: record, socket: socket, startedAt: time)
        Self.inBackground("switchyard.link") { connection.read() }
        Self.inBackground("switchyard.wait") {
            sy_await_end(pid)
            // From here on another process may have its id, and must not be killed.
            connection.state.withLock { $0.hasEnded = true }
            let status = sy_wait(pid)
            // Its last words, such as why it cannot start, are still to be read.
            _ = connection.hasRead.wait(timeout: .now() + .milliseconds(Self.lastWordsTimeout))
            connection.close(because: SupervisionError(.notRunning, "the runner has ended"))
            connection.note(status < 0 ? .signal(-status) : .code(status))
        }
        return connection
    }

    /// Sets a callback for the end of the process, called once, or at once if it has ended.
    func whenEnded(_ body: @escaping @Sendable (RunnerConnection, Blame.Ending) -> Void) {
        let ending = state.withLock { state in
            state.onEnd = state.ending == nil ? body : nil
            return state.ending
        }
        if let ending { body(self, ending) }
    }

    private func note(_ ending: Blame.Ending) {
        let (ending, body) = state.withLock { state in
            let ending = state.killReason.map(Blame.Ending.killed) ?? ending
            state.ending = ending
            defer { state.onEnd = nil }
            return (ending, state.onEnd)
        }
        body?(self, ending)
    }

    private static func inBackground(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.stackSize = 1 << 19
        thread.start()
    }

    private static func spawn(_ executable: String, _ environment: [String: String], link: Int32, record: Int32) throws -> Int32 {
        let arguments = Self.copies([executable, "runner"])
        let variables = Self.copies(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
        defer { for text in arguments + variables { free(text) } }
        let pid = sy_spawn_runner(executable, arguments, variables, link, record)
        guard pid > 0 else { throw SupervisionError(.system, "the runner \(executable) cannot be started", errno) }
        return pid
    }

    /// Null-terminated C strings with a null at the end of the list; to be freed.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        texts.map { strdup($0) } + [nil]
    }

    // MARK: Requests

    /// Sends a request and waits for the answer.
    /// - Throws: the runner's error, or `notRunning` if it ended first.
    func ask(_ content: LinkMessage.Content) async throws -> LinkMessage.Content { try await send(content).content() }

    /// Sends a request; requests are read in the order in which they are sent.
    /// - Throws: `notRunning` if the runner has ended.
    func send(_ content: LinkMessage.Content) throws(SupervisionError) -> PendingAnswer {
        let answer = PendingAnswer()
        let number: Int64? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.lastNumber += 1
            state.pending[state.lastNumber] = answer
            return state.lastNumber
        }
        guard let number else { throw SupervisionError(.notRunning, "the runner has ended") }
        do { try socket.send(LinkMessage(number, content)) } catch { close(because: error) }
        return answer
    }

    /// Tells it to finish what it is doing and exit.
    func tellToStop() { try? socket.send(LinkMessage(0, .stop)) }

    /// Kills it.
    /// - Parameters:
    ///   - reason: why, in words that continue "because".
    ///   - overdue: the hook to blame.
    func kill(because reason: String, overdue: HookRecord.Entry? = nil) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            if state.killReason == nil {
                state.killReason = reason
                state.overdue = overdue
            }
            Foundation.kill(pid, SIGKILL)
        }
    }

    /// Kills it because it answers nonsense: such a runner has lost control of itself.
    /// - Returns: the error for the caller.
    func refuse(_ reason: String) -> SupervisionError {
        kill(because: reason)
        return SupervisionError(.malformed, "the runner was ended: \(reason)")
    }

    /// The hook for which it was killed.
    var overdue: HookRecord.Entry? { state.withLock { $0.overdue } }

    private func read() {
        defer { hasRead.signal() }
        do {
            while let message = try socket.receive() {
                let waiting = state.withLock { $0.pending.removeValue(forKey: message.number) }
                waiting?.give(.success(message.content))
            }
            close(because: SupervisionError(.notRunning, "the runner has ended"))
        } catch {
            // A runner that sends a malformed message has lost control of itself. First the reason: a closed link ends it, too.
            kill(because: "it sent a malformed message: \(error)")
            close(because: error)
        }
    }

    private func close(because error: any Error) {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.pending = [:] }
            return state.pending.values.map(\.self)
        }
        socket.shut()
        for answer in waiting { answer.give(.failure(error)) }
    }
}
