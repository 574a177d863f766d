import Foundation

/// How many files, connections among them, the process may have open.
package enum OpenFiles {
    /// The present limit.
    package static var limit: Int { Int(clamping: present.rlim_cur) }

    /// Raises the limit as far as the system lets an ordinary process; many systems start with 1,024.
    package static func raiseLimit() {
        var limit = present
        limit.rlim_cur = min(limit.rlim_max, most)
        setrlimit(resource, &limit)
    }

    /// Tables of that size cost nothing; more connections than that are nobody's webhooks.
    private static let most: rlim_t = 65_536

    #if canImport(Darwin)
        private static let resource = RLIMIT_NOFILE
    #else
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif

    private static var present: rlimit {
        var limit = rlimit()
        getrlimit(resource, &limit)
        return limit
    }
}
