/// Sentences about why nothing is staged for a branch.
enum BranchStop {
    /// - Parameter reason: nil for readers who may not know it.
    static func suspended(_ target: String, reason: String?) -> String {
        "Staging of \(target) is suspended until an operator has looked\(reason.map { ": \($0)" } ?? "")."
    }

    static func inactive(project: String) -> String { "The project \(project) is not active." }
    static func notStaged(project: String) -> String { "Staging is disabled for the project \(project)." }
    static func disabled(_ target: String) -> String { "The branch \(target) is disabled." }
    static func notStaged(_ target: String) -> String { "Staging is disabled for the branch \(target)." }
}
