import Forge
import Foundation
import HostConfiguration

/// Reads credentials and webhook secrets from where the configuration says they are.
struct SecretFiles {
    let environment: [String: String]

    /// The credential of an identity.
    /// - Throws: ``RuntimeError`` naming the identity and the file or variable.
    func credential(_ identity: Configuration.Identity, named name: String) throws -> any ForgeCredential {
        switch identity.credential {
        case .tokenFile(let path): return TokenCredential(try secret(inFile: path, of: "identities.\(name).token_file"))
        case .tokenEnvironment(let variable):
            guard let text = environment[variable], !Secret(text).isEmpty else {
                throw RuntimeError("identities.\(name).token_env: the variable \(variable) is not set; set it before the host starts")
            }
            return TokenCredential(Secret(text))
        case .app: throw RuntimeError("identities.\(name): App credentials are not supported yet; use token_file or token_env")
        case nil: throw RuntimeError("identities.\(name) has no credential; give it token_file or token_env")
        }
    }

    /// A secret from a file.
    func secret(inFile path: String, of key: String) throws -> Secret {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            throw RuntimeError("\(key): \(path) cannot be read; check that it is there and readable for the host's user")
        }
        let secret = Secret(text)
        guard !secret.isEmpty else { throw RuntimeError("\(key): \(path) is empty") }
        return secret
    }

    /// The secrets of all sources.
    func sources(_ configuration: Configuration) throws -> WebhookIntake.Sources {
        var secrets: [String: [Secret]] = [:]
        for source in configuration.sources {
            secrets[source.repository] = try source.secretFiles.map {
                try secret(inFile: $0, of: "sources.\(source.repository).secret_files")
            }
        }
        let isLoopback = configuration.listen?.isLoopback ?? true
        return WebhookIntake.Sources(secrets: secrets, allowsUnsigned: configuration.insecure || isLoopback)
    }
}
