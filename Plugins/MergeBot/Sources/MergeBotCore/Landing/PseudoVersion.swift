/// The label of what is merged into a project's first branch: the version that it will be part of.
enum PseudoVersion {
    /// The version that follows the newest released branch: `17.0` gives `17.1`, `saas-16.2` gives `16.3`, `stable` gives `post-stable`.
    ///
    /// - Parameter branch: the project's second branch; without one there is no label.
    static func label(after branch: String?) -> String? {
        guard let branch else { return nil }
        let minor = branch.trailingDigits
        guard !minor.isEmpty else { return "post-\(branch)" }
        let rest = branch.dropLast(minor.count)
        if rest.last == "." {
            let major = String(rest.dropLast()).trailingDigits
            if !major.isEmpty, let number = Int(minor) { return "\(major).\(number + 1)" }
        }
        return "\(minor).1"
    }
}

extension String {
    /// The digits that the text ends with.
    fileprivate var trailingDigits: String {
        String(reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    }
}
