internal import CCurl
internal import Synchronization

/// One request on its way through libcurl.
///
/// `@unchecked Sendable`: made by the task that sends, then handed to the loop's thread, which from then on is the only one to touch
/// it. Only `cancellation` is shared, and that is a mutex.
final class Transfer: @unchecked Sendable {
    typealias Completion = @Sendable (Result<HTTPResponse, HTTPError>) -> Void

    let request: HTTPRequest
    let responseLimit: Int
    let isCancelled = Mutex(false)
    private var completion: Completion = { _ in }

    let easy: UnsafeMutableRawPointer
    let errorText: UnsafeMutablePointer<CChar>
    var headerList: UnsafeMutablePointer<curl_slist>?

    private var sentBytes = 0
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var body: [UInt8] = []
    private(set) var isOverLimit = false

    /// The header bytes of one answer; libcurl itself limits only single lines.
    private static let headerLimit = 256 * 1024

    init?(request: HTTPRequest, responseLimit: Int) {
        guard let easy = curl_easy_init() else { return nil }
        self.request = request
        self.responseLimit = responseLimit
        self.easy = easy
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Sets who waits; called once, before the transfer is given to the loop.
    func onEnd(_ completion: @escaping Completion) {
        self.completion = completion
    }

    /// The pointer that the callbacks get; valid while the loop holds the transfer.
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static func at(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: Callbacks, on the loop's thread

    /// Copies the next bytes of the request's body; 0 at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let body = request.body else { return 0 }
        let count = min(buffer.count, body.count - sentBytes)
        guard count > 0 else { return 0 }
        body.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[sentBytes..<sentBytes + count])) }
        sentBytes += count
        return count
    }

    /// Receives bytes of the answer's body; returning fewer than given stops the transfer.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= responseLimit else {
            isOverLimit = true
            return 0
        }
        if body.isEmpty { reserveAnnouncedLength() }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Receives one header line; a status line starts the list anew, since 1xx answers precede the final one.
    func header(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.headerLimit else {
            isOverLimit = true
            return 0
        }
        if bytes.starts(with: "HTTP/".utf8) {
            headers = HTTPHeaders()
            return bytes.count
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return bytes.count }
        headers.append(Self.text(bytes[..<colon]), Self.text(bytes[(colon + 1)...]))
        return bytes.count
    }

    private func reserveAnnouncedLength() {
        if let announced = headers["content-length"].flatMap({ Int($0) }), announced > 0 {
            body.reserveCapacity(min(announced, responseLimit))
        }
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte == 32 || byte == 9 || byte == 13 || byte == 10 }
        let trimmed = bytes.drop(while: isBlank)
        guard let last = trimmed.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(decoding: trimmed[...last], as: UTF8.self)
    }

    // MARK: The end

    /// Ends the wait for this transfer; called once.
    func finish(_ code: CURLcode) {
        guard code == CURLE_OK else { return fail(CurlFailure.error(for: code, of: self)) }
        completion(
            .success(
                HTTPResponse(
                    status: info(CURLINFO_RESPONSE_CODE), headers: headers, body: body, url: request.url,
                    version: version, reusedConnection: info(CURLINFO_NUM_CONNECTS) == 0)))
    }

    /// Ends the wait for this transfer with an error; called once.
    func fail(_ error: HTTPError) {
        completion(.failure(error))
    }

    /// Whether any byte of the request left this machine.
    var wasSent: Bool { info(CURLINFO_REQUEST_SIZE) > 0 }

    private var version: String {
        switch info(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_2_0): "2"
        case Int(CURL_HTTP_VERSION_3): "3"
        default: "1.1"
        }
    }

    private func info(_ info: CURLINFO) -> Int {
        var value = 0
        return sy_curl_get_long(easy, info, &value) == CURLE_OK ? value : 0
    }
}
