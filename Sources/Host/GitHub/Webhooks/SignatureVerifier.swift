internal import Crypto
package import Forge

/// Checks that a delivery comes from somebody who knows the source's secret.
package enum SignatureVerifier {
    /// Checks the header `X-Hub-Signature-256` (`sha256=` and 64 hexadecimal digits) over the raw body.
    ///
    /// The time taken does not depend on which secret fits or where a difference is. Empty secrets never fit.
    package static func verify(signature: String?, body: some Sequence<UInt8>, secrets: [Secret]) -> SignatureVerdict {
        guard let expected = signature.flatMap(code) else { return .missing }
        let bytes = Array(body)
        var isValid = false
        for secret in secrets where !secret.isEmpty {
            let key = SymmetricKey(data: Array(secret.reveal().utf8))
            let fits = HMAC<SHA256>.isValidAuthenticationCode(expected, authenticating: bytes, using: key)
            isValid = fits || isValid
        }
        return isValid ? .valid : .wrong
    }

    /// The signature of a body, as the forge would send it.
    package static func signature(of body: some Sequence<UInt8>, secret: Secret) -> String {
        let key = SymmetricKey(data: Array(secret.reveal().utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(body), using: key)
        return "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func code(_ header: String) -> [UInt8]? {
        guard header.hasPrefix("sha256=") else { return nil }
        let digits = Array(header.utf8.dropFirst("sha256=".utf8.count))
        guard digits.count == 64 else { return nil }
        var code: [UInt8] = []
        for place in stride(from: 0, to: 64, by: 2) {
            guard let high = digit(digits[place]), let low = digit(digits[place + 1]) else { return nil }
            code.append(high << 4 | low)
        }
        return code
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 97...102: byte - 87
        case 65...70: byte - 55
        default: nil
        }
    }
}
