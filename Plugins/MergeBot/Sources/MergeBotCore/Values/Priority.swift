/// How eagerly a batch is staged; later cases go first.
enum Priority: String, CaseIterable, Hashable, Comparable, Sendable {
    case nice
    case `default`
    case priority
    /// First of all, before splits, and only with others of its kind.
    case alone

    private var rank: Int {
        switch self {
        case .nice: 0
        case .default: 1
        case .priority: 2
        case .alone: 3
        }
    }

    static func < (left: Self, right: Self) -> Bool {
        left.rank < right.rank
    }
}
