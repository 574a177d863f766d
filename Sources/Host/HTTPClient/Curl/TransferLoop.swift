internal import CCurl
internal import Foundation
internal import Synchronization

/// The only thread that runs the transfers of a client, and the pool of connections that they share.
///
/// `@unchecked Sendable`: the multi handle and `running` belong to the thread; other threads hand things over through the mutex.
final class TransferLoop: @unchecked Sendable {
    private struct Inbox {
        var started: [Transfer] = []
        var cancelled: [Transfer] = []
        var isStopping = false
        /// Once the thread has ended, the handle is gone and must not be woken.
        var isClosed = false
    }

    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]

    /// Milliseconds after which an idle loop checks its work; libcurl's own deadlines wake it earlier.
    private static let idlePeriod: Int32 = 60_000

    init?(connectionsPerHost: Int) {
        guard sy_curl_start() == CURLE_OK, let multi = curl_multi_init() else { return nil }
        self.multi = multi
        _ = sy_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = sy_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsPerHost)
        _ = sy_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
    }

    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "http"
        thread.start()
    }

    /// Hands a transfer over; returns false once the loop has stopped.
    func submit(_ transfer: Transfer) -> Bool {
        tell { $0.started.append(transfer) }
    }

    /// Ends a transfer's wait with `cancelled`, unless it has already ended.
    func cancel(_ transfer: Transfer) {
        transfer.isCancelled.withLock { $0 = true }
        _ = tell { $0.cancelled.append(transfer) }
    }

    /// Ends all waits with `shutDown` and the thread.
    func stop() {
        _ = tell { $0.isStopping = true }
    }

    private func tell(_ change: (inout Inbox) -> Void) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isClosed, !inbox.isStopping else { return false }
            change(&inbox)
            curl_multi_wakeup(multi)
            return true
        }
    }

    // MARK: The thread

    private func run() {
        while true {
            let work = inbox.withLock { inbox in
                defer {
                    inbox.started = []
                    inbox.cancelled = []
                }
                return inbox
            }
            for transfer in work.started { begin(transfer) }
            for transfer in work.cancelled where running[transfer.easy] != nil { abandon(transfer, cancellation(of: transfer)) }
            if work.isStopping { return close() }
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            collect()
            curl_multi_poll(multi, nil, 0, Self.idlePeriod, nil)
        }
    }

    private func begin(_ transfer: Transfer) {
        // The cancellation may have arrived before the transfer.
        if transfer.isCancelled.withLock({ $0 }) { return transfer.fail(cancellation(of: transfer)) }
        let code = curl_multi_add_handle(multi, transfer.easy)
        guard code == CURLM_OK else {
            return transfer.fail(
                HTTPError(
                    .internalFailure, "libcurl does not take the request.", cause: String(cString: curl_multi_strerror(code)),
                    location: transfer.request.place))
        }
        running[transfer.easy] = transfer
    }

    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let result = sy_curl_message_result(message)
            guard let transfer = running.removeValue(forKey: easy) else { continue }
            curl_multi_remove_handle(multi, easy)
            transfer.finish(result)
        }
    }

    private func abandon(_ transfer: Transfer, _ error: HTTPError) {
        running[transfer.easy] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.fail(error)
    }

    private func cancellation(of transfer: Transfer) -> HTTPError {
        HTTPError(
            .cancelled, "The request was cancelled.", location: transfer.request.place, mayHaveArrived: transfer.wasSent)
    }

    private func close() {
        let late = inbox.withLock { inbox in
            inbox.isClosed = true
            defer { inbox = Inbox(isStopping: true, isClosed: true) }
            return inbox.started
        }
        for transfer in Array(running.values) { abandon(transfer, Self.shutDown(transfer)) }
        for transfer in late { transfer.fail(Self.shutDown(transfer)) }
        curl_multi_cleanup(multi)
    }

    static func shutDown(_ transfer: Transfer) -> HTTPError {
        HTTPError(
            .shutDown, "The client was shut down.", location: transfer.request.place, mayHaveArrived: transfer.wasSent)
    }
}
