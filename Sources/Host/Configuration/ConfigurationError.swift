package import PluginRules

/// Why a configuration was refused: every problem that was found, in the order of the text.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problems; never empty. Warnings are among them.
    package var problems: [DocumentProblem]

    /// One line per problem.
    package var description: String {
        problems.map(\.description).joined(separator: "\n")
    }

    /// Makes the error from what was found.
    package init(problems: [DocumentProblem]) {
        self.problems = problems
    }
}
