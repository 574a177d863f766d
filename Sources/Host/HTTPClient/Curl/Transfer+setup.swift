internal import CCurl

extension Transfer {
    /// Configures the easy handle; called once, before the transfer is given to the loop.
    ///
    /// Throws `HTTPError` if libcurl refuses an option, as an outdated libcurl does.
    func setUp(connectDeadline: Int, totalDeadline: Int, configuration: HTTPClientConfiguration) throws {
        try setURL(allowsPlainHTTP: configuration.allowsPlainHTTP)
        try setMethodAndBody()
        try setHeaders(userAgent: configuration.userAgent)
        try setConnection(configuration)
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, connectDeadline))
        try set(CURLOPT_TIMEOUT_MS, max(1, totalDeadline))
        try setCallbacks()
    }

    private func setURL(allowsPlainHTTP: Bool) throws {
        guard let origin = HTTPOrigin(of: request.url) else {
            throw invalid("The URL is not an absolute one without user information; correct it.")
        }
        guard origin.scheme == "https" || origin.scheme == "http" else {
            throw invalid("The scheme is \(origin.scheme); use https.")
        }
        let mayBePlain = allowsPlainHTTP || origin.isLoopback
        guard origin.scheme == "https" || mayBePlain else {
            throw invalid("Plain http to another machine is off, since anybody on the way could read the token; use https.")
        }
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_PROTOCOLS_STR, mayBePlain ? "https,http" : "https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
    }

    /// Bodies are read through the callback, which cannot rewind. Otherwise libcurl would resend the whole request by itself when a
    /// reused connection dies, and a comment would appear twice. Without rewind the request fails, and the caller looks first.
    private func setMethodAndBody() throws {
        switch (request.method, request.body) {
        case ("GET", nil):
            try set(CURLOPT_HTTPGET, 1)
        case ("HEAD", nil):
            try set(CURLOPT_NOBODY, 1)
        case (let method, let body?):
            try set(CURLOPT_POST, 1)
            try check(sy_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
            if method != "POST" { try set(CURLOPT_CUSTOMREQUEST, method) }
        case (let method, nil):
            guard method.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 }), !method.isEmpty else {
                throw invalid("The method must be capital letters.")
            }
            if method == "POST" {
                try set(CURLOPT_POST, 1)
                try check(sy_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0))
            } else {
                try set(CURLOPT_CUSTOMREQUEST, method)
            }
        }
    }

    private func setHeaders(userAgent: String) throws {
        // Without these empty values libcurl would wait for "100 Continue" and send a content type that is not ours.
        var lines = ["Expect:"]
        if request.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        if request.headers["User-Agent"] == nil { lines.append("User-Agent: \(userAgent)") }
        for field in request.headers.fields {
            guard HTTPHeaders.isSendable(field) else {
                throw invalid("The header \"\(field.name.prefix(40))\" holds a character that no header may hold.")
            }
            lines.append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        for line in lines {
            guard let list = curl_slist_append(headerList, line) else { throw failed("No memory for a header.", nil) }
            headerList = list
        }
        try check(sy_curl_set_pointer(easy, CURLOPT_HTTPHEADER, headerList))
    }

    private func setConnection(_ configuration: HTTPClientConfiguration) throws {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Waits for a connection that is being set up, so that requests share one over HTTP/2.
        try set(CURLOPT_PIPEWAIT, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_ACCEPT_ENCODING, "")
        try set(CURLOPT_PROXY, configuration.proxy ?? "")
        if let file = configuration.certificateAuthorities { try set(CURLOPT_CAINFO, file) }
        sy_curl_close_sockets_on_exec(easy)
    }

    private func setCallbacks() throws {
        try check(sy_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
        try check(sy_curl_set_bytes_function(easy, CURLOPT_WRITEFUNCTION, takeBody))
        try check(sy_curl_set_pointer(easy, CURLOPT_WRITEDATA, context))
        try check(sy_curl_set_bytes_function(easy, CURLOPT_HEADERFUNCTION, takeHeader))
        try check(sy_curl_set_pointer(easy, CURLOPT_HEADERDATA, context))
        try check(sy_curl_set_bytes_function(easy, CURLOPT_READFUNCTION, giveBody))
        try check(sy_curl_set_pointer(easy, CURLOPT_READDATA, context))
    }

    // MARK: Options

    private func set(_ option: CURLoption, _ value: Int) throws {
        try check(sy_curl_set_long(easy, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws {
        try check(sy_curl_set_string(easy, option, value))
    }

    private func check(_ code: CURLcode) throws {
        if code != CURLE_OK {
            throw failed("libcurl refuses an option; use libcurl 7.85 or later.", String(cString: curl_easy_strerror(code)))
        }
    }

    private func invalid(_ message: String) -> HTTPError {
        HTTPError(.invalidRequest, message, location: request.place)
    }

    private func failed(_ message: String, _ cause: String?) -> HTTPError {
        HTTPError(.internalFailure, message, cause: cause, location: request.place)
    }
}

// At file scope, so that no actor isolates them: libcurl calls them on the loop's thread.

private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let transfer = Transfer.at(context) else { return 0 }
    return transfer.write(UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let transfer = Transfer.at(context) else { return 0 }
    return transfer.header(UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func giveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
    guard let transfer = Transfer.at(context) else { return 0 }
    return transfer.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}
