import PluginAPI
import Store

/// An error as it travels over the link, and back.
struct LinkRefusal {
    /// What kind of error it is: the SDK's codes below 100, our own above.
    private enum Kind: Int64 {
        case refused = 100
        case storage = 101
        case other = 102
    }

    var code: Int64
    var message: String

    init(code: Int64, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: any Error) {
        switch error {
        case let error as PluginError: self.init(code: Int64(error.code.status), message: error.message)
        case let error as PluginLoadError: self.init(code: Kind.refused.rawValue, message: error.message)
        case let error as StoreError: self.init(code: Kind.storage.rawValue, message: error.description)
        default:
            if let trouble = StoreError(trouble: error) {
                self.init(code: Kind.storage.rawValue, message: trouble.description)
            } else {
                self.init(code: Kind.other.rawValue, message: "\(error)")
            }
        }
    }

    var content: LinkMessage.Content { .refused(code: code, message: message) }

    /// The error on the receiving side.
    var error: any Error {
        switch Kind(rawValue: code) {
        case .refused: SupervisionError(.refused, message)
        case .storage: StoreError(.storage, message)
        case .other: SupervisionError(.refused, message)
        case nil: PluginError(PluginError.Code(status: Int32(truncatingIfNeeded: code)), message)
        }
    }
}
