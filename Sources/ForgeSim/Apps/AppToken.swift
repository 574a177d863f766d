import Crypto
import CryptoExtras
import Foundation
import GRDB

/// The JSON web tokens with which apps authenticate: RS256, at most ten minutes.
struct AppToken {
    /// Milliseconds by which clocks may differ.
    private static let tolerance: Int64 = 60_000
    private static let longest: Int64 = 600_000

    let text: String
    let now: Int64

    /// Whether a credential looks like one of these tokens.
    static func looksRight(_ text: String) -> Bool { text.split(separator: ".", omittingEmptySubsequences: false).count == 3 }

    /// The app that signed the token.
    ///
    /// - Throws: ``Refusal`` in the forge's words.
    func app(_ db: Database) throws -> SimApp {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Self.json(parts[0]), let claims = Self.json(parts[1]), header["alg"] == "RS256",
            let signature = Self.bytes(parts[2])
        else { throw Self.undecodable }
        let issuer = claims["iss"]
        if issuer.isNull { throw Self.refused("Missing 'issuer' claim ('iss') in assertion") }
        let id = issuer.int.map(Int64.init) ?? issuer.string.flatMap { Int64($0) }
        let found =
            try id.flatMap { try SimApp.fetchOne(cached: db, key: $0) } ?? issuer.string.flatMap { try SimApp.find(db, clientID: $0) }
        guard let app = found else { throw Refusal(status: 404, message: "Integration not found") }
        guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: app.publicKey),
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: Data("\(parts[0]).\(parts[1])".utf8)),
                padding: .insecurePKCS1v1_5)
        else { throw Self.undecodable }
        try checkTimes(claims)
        return app
    }

    private func checkTimes(_ claims: ForgeJSON) throws {
        if claims["exp"].isNull { throw Self.refused("Missing 'expiration time' claim ('exp') in assertion") }
        guard let end = Self.milliseconds(claims["exp"].double), end > now else {
            throw Self.refused(
                "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
        }
        guard end <= now + Self.longest + Self.tolerance else {
            throw Self.refused("'Expiration time' claim ('exp') is too far in the future")
        }
        if claims["iat"].isNull { throw Self.refused("Missing 'issued at' claim ('iat') in assertion") }
        guard let start = Self.milliseconds(claims["iat"].int.map(Double.init)), start <= now + Self.tolerance else {
            throw Self.refused("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
        }
    }

    /// Times far from ours are clamped: it only matters that they are far.
    private static func milliseconds(_ seconds: Double?) -> Int64? {
        seconds.map { Int64(min(max($0, -1e12), 1e12)) * 1000 }
    }

    static let undecodable = refused("A JSON web token could not be decoded")

    private static func refused(_ message: String) -> Refusal { Refusal(status: 401, message: message) }

    private static func json(_ part: String) -> ForgeJSON? {
        bytes(part).flatMap { try? ForgeJSON(parsing: $0) }
    }

    /// Decodes base64url.
    private static func bytes(_ part: String) -> [UInt8]? {
        unbase64(part.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/"))
    }
}
