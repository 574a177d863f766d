internal import CGit2
import Contract

extension ObjectID {
    init(_ oid: git_oid) {
        self = withUnsafeBytes(of: oid.id) { ObjectID(raw: $0) }
    }

    /// The 20 raw bytes in the form that libgit2 expects.
    var oid: git_oid {
        var oid = git_oid()
        withUnsafeMutableBytes(of: &oid.id) { store(to: $0) }
        return oid
    }
}
