/// The names along a path in a tree; `nil` if git would not allow one of them.
///
/// Bytes count here, not characters: to git a slash with an accent on it is still a slash.
func treePath(_ path: String) -> [Substring]? {
    guard path.utf8.count <= 4_096, !path.utf8.contains(0) else { return nil }
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && $0.lowercased() != ".git" } ? parts : nil
}
