package import Forge

/// How a ``GitHubForge`` behaves towards the forge.
package struct GitHubSettings: Sendable {
    /// The limits of each credential's budget.
    package var budget = RateBudgetState.Settings()
    /// Milliseconds until a whole answer must be there.
    package var deadline = 30_000
    /// Milliseconds before the second and the third attempt of a question; changes are never repeated.
    package var retryPauses: [Int64] = [250, 1_000]
    /// Bytes of answers kept per identity for conditional requests.
    package var cacheBytes = 8 * 1024 * 1024
    /// Pages of a list after which it is an error, so that a list without end cannot hold the caller.
    package var pageLimit = 100

    /// Makes settings with the defaults.
    package init() {}
}
