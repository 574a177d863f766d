import Contract
import Forge

/// What the forge adds to a configuration on its way into the log.
extension HostRuntime {
    /// The document for the log: with the address for commits of people who have not shown one (`no_reply_address`, with `{login}` where
    /// the login belongs), which no plugin can know how to make.
    static func described(_ document: JSON, by site: any ForgeSite) -> JSON {
        var document = document
        document["no_reply_address"] = .string(site.noReplyAddress(of: "{login}"))
        return document
    }
}
