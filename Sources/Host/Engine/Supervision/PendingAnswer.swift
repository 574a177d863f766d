import Synchronization

/// An answer that a runner has yet to give.
final class PendingAnswer: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<LinkMessage.Content, any Error>)
        case given(Result<LinkMessage.Content, any Error>)
    }

    private let state = Mutex(State.open)

    /// To be called once.
    func give(_ result: Result<LinkMessage.Content, any Error>) {
        let waiting: CheckedContinuation<LinkMessage.Content, any Error>? = state.withLock { state in
            defer { state = .given(result) }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        waiting?.resume(with: result)
    }

    /// Waits for the answer; to be called once.
    /// - Throws: the runner's error, or `notRunning` if it ended first.
    func content() async throws -> LinkMessage.Content {
        let content = try await withCheckedThrowingContinuation { continuation in
            let given: Result<LinkMessage.Content, any Error>? = state.withLock { state in
                if case .given(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let given { continuation.resume(with: given) }
        }
        if case .refused(let code, let message) = content { throw LinkRefusal(code: code, message: message).error }
        return content
    }
}
