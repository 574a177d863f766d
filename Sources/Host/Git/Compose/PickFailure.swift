package import Contract

/// Why a pull request could not be picked. An expected outcome, not an error of the engine.
package struct PickFailure: Error, Sendable, Hashable {
    package typealias Code = Compose.PickFailureCode

    package let code: Code
    /// A sentence for people.
    package let message: String
    package var commit: ObjectID?
    package var paths: [String] = []
    package var output: [String] = []

    init(_ code: Code, _ message: String, commit: ObjectID? = nil, paths: [String] = [], output: [String] = []) {
        self.code = code
        self.message = message
        self.commit = commit
        self.paths = paths
        self.output = output
    }
}
