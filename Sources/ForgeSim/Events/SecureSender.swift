/// Posts to `https://` targets with the `curl` executable: a process per delivery, but no TLS library in the simulator.
enum SecureSender {
    /// Sends one request; redirects are not followed.
    ///
    /// - Parameters:
    ///   - insecure: Whether to accept any certificate.
    ///   - seconds: The deadline for the whole request.
    /// - Throws: ``ForgeSimError`` with curl's own message if there is no answer.
    static func post(_ url: String, headers: [(String, String)], body: [UInt8], insecure: Bool, seconds: Int64) async throws -> HTTPResult {
        var arguments = ["--silent", "--show-error", "--include", "--max-time", String(seconds), "--proto", "=https", "--http1.1"]
        if insecure { arguments.append("--insecure") }
        for (name, value) in headers + [("Expect", "")] { arguments += ["--header", "\(name): \(value)"] }
        arguments += ["--data-binary", "@-", "--url", url]
        let result = try await Program.run("curl", arguments, input: body)
        guard result.status == 0 else { throw ForgeSimError(result.errors.trimmingSpaces) }
        return try parse(result.bytes)
    }

    /// Parses the output of `--include`: interim responses, then the head and the body of the final one.
    static func parse(_ bytes: [UInt8]) throws -> HTTPResult {
        var rest = bytes[...]
        while let end = headEnd(rest) {
            let lines = String(decoding: rest[rest.startIndex..<end], as: UTF8.self).split(separator: "\r\n")
            let words = lines.first?.split(separator: " ") ?? []
            guard words.count > 1, let status = Int(words[1]) else { break }
            rest = rest[(end + 4)...]
            if (100..<200).contains(status) { continue }
            let headers = lines.dropFirst().compactMap { line -> (String, String)? in
                guard let colon = line.firstIndex(of: ":") else { return nil }
                return (String(line[..<colon]), line[line.index(after: colon)...].trimmingSpaces)
            }
            return HTTPResult(status: status, headers: headers, body: Array(rest))
        }
        throw ForgeSimError("the answer is not HTTP")
    }

    private static func headEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (bytes.startIndex...(bytes.endIndex - 4)).first { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }
}
