internal import CCurl

/// libcurl's error codes as the client's errors.
enum CurlFailure {
    /// The error for a transfer that ended with a code other than CURLE_OK.
    static func error(for code: CURLcode, of transfer: Transfer) -> HTTPError {
        let (kind, message) = describe(code, isOverLimit: transfer.isOverLimit, limit: transfer.responseLimit)
        let detail = String(cString: transfer.errorText)
        return HTTPError(
            kind, message, cause: detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail,
            location: transfer.request.place, mayHaveArrived: transfer.wasSent)
    }

    private static func describe(_ code: CURLcode, isOverLimit: Bool, limit: Int) -> (HTTPError.Code, String) {
        if isOverLimit {
            return (.tooLarge, "The answer is larger than the limit of \(limit) bytes; ask for less at a time.")
        }
        return switch code {
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT:
            (.invalidRequest, "The request cannot be sent; correct its URL.")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            (.resolve, "The host has no address; check its name and the name server.")
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED:
            (.connect, "Nobody accepted the connection; check host, port and network.")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED:
            (.tls, "No trusted TLS connection came about; check the peer's certificate and the configured authorities.")
        case CURLE_OPERATION_TIMEDOUT:
            (.deadline, "The deadline passed before the answer was complete.")
        case CURLE_TOO_MANY_REDIRECTS:
            (.redirect, "The answer points to too many places.")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
            (.connectionLost, "The connection ended before the answer did.")
        case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP_RETURNED_ERROR:
            (.protocolViolation, "The peer does not answer as HTTP demands.")
        default:
            (.internalFailure, "The transfer failed in libcurl.")
        }
    }
}
