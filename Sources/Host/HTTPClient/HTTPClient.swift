import CCurl
import Foundation
package import Logging

/// An HTTP client on libcurl: keep-alive, HTTP/2 over TLS, deadlines, limits.
///
/// One thread of its own runs all transfers. Tasks that use the client share its connections, so one client per process is enough.
/// It keeps no cookies and reads neither `.netrc` nor a proxy from the environment.
package final class HTTPClient: Sendable {
    private let configuration: HTTPClientConfiguration
    private let logger: Logger
    private let loop: TransferLoop

    /// Starts a client.
    ///
    /// Throws `HTTPError` (`internalFailure`) if libcurl cannot be initialised. If it is not installed, the process ends with a message.
    package init(configuration: HTTPClientConfiguration = HTTPClientConfiguration(), logger: Logger) throws {
        guard let loop = TransferLoop(connectionsPerHost: configuration.connectionsPerHost) else {
            throw HTTPError(.internalFailure, "libcurl cannot be started; check the memory and open file limits.", location: "start")
        }
        self.configuration = configuration
        self.logger = logger
        self.loop = loop
        loop.start()
    }

    deinit {
        loop.stop()
    }

    /// Starts loading libcurl on a thread of its own, so that starting the host does not wait for it.
    package static func loadLibrary() {
        Thread.detachNewThread { sy_curl_load() }
    }

    /// Fails all requests with `shutDown`; later ones fail at once.
    package func shutDown() {
        loop.stop()
    }

    /// Sends a request and waits for its whole answer, whatever its status.
    ///
    /// Cancelling the task ends the transfer. Throws `HTTPError`; its `mayHaveArrived` says whether the peer may have acted.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let started = ContinuousClock.now
        let total = request.totalDeadline ?? configuration.totalDeadline
        var next = request
        var hops = 0
        while true {
            let spent = Self.milliseconds(ContinuousClock.now - started)
            let response = try await exchange(next, totalDeadline: total - spent)
            guard case .followedOnSameOrigin(let maximum) = request.redirects, let target = try redirection(of: next, response) else {
                return response
            }
            hops += 1
            guard hops <= maximum else {
                throw HTTPError(
                    .redirect, "The answers point to more than \(maximum) places one after the other.", location: request.place,
                    mayHaveArrived: true)
            }
            next.url = target
        }
    }

    private func exchange(_ request: HTTPRequest, totalDeadline: Int) async throws -> HTTPResponse {
        guard totalDeadline > 0 else {
            throw HTTPError(.deadline, "The deadline passed between two redirects.", location: request.place, mayHaveArrived: true)
        }
        let limit = request.responseLimit ?? configuration.responseLimit
        guard let transfer = Transfer(request: request, responseLimit: limit) else {
            throw HTTPError(.internalFailure, "No memory for a request.", location: request.place)
        }
        let connect = request.connectDeadline ?? configuration.connectDeadline
        try transfer.setUp(
            connectDeadline: min(connect, totalDeadline), totalDeadline: totalDeadline, configuration: configuration)
        let response = try await run(transfer)
        logger.trace(
            "answered",
            metadata: ["http.method": "\(request.method)", "http.status": "\(response.status)", "http.bytes": "\(response.body.count)"])
        return response
    }

    private func run(_ transfer: Transfer) async throws -> HTTPResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.onEnd { outcome in
                    continuation.resume(with: outcome.mapError { $0 as any Error })
                }
                if !loop.submit(transfer) { transfer.fail(TransferLoop.shutDown(transfer)) }
            }
        } onCancel: {
            loop.cancel(transfer)
        }
    }

    /// The URL to go to next; nil if the answer is to be returned as it is.
    private func redirection(of request: HTTPRequest, _ response: HTTPResponse) throws -> String? {
        let keepsMethod = response.status == 307 || response.status == 308
        let isSafe = request.method == "GET" || request.method == "HEAD"
        guard keepsMethod || (isSafe && [301, 302, 303].contains(response.status)), let location = response.headers["Location"] else {
            return nil
        }
        guard let target = HTTPOrigin.resolve(location, against: request.url), let origin = HTTPOrigin(of: target),
            origin == HTTPOrigin(of: request.url)
        else {
            throw HTTPError(
                .redirect, "The answer points to another origin, which is not followed; correct the configured address.",
                location: request.place, mayHaveArrived: true)
        }
        return target
    }

    private static func milliseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
    }
}
