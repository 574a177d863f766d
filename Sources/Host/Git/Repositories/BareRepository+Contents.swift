internal import Foundation

/// How much has accumulated in a repository, for the clean-up.
extension BareRepository {
    /// The names under which something is kept alive here, ordered; ``release(keep:)`` gives one up.
    package func keeps() async throws -> [String] {
        let references = try await exclusively { try $0.store().references(below: ReferenceName.keeps) }
        let names = references.map { reference in
            // The last component belongs to the object.
            reference.dropFirst(ReferenceName.keeps.count).split(separator: "/").dropLast().joined(separator: "/")
        }
        return Set(names).filter { !$0.isEmpty }.sorted()
    }

    /// How many packs there are: each fetch and each composition may add one. ``repack()`` joins them.
    package nonisolated var packCount: Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/objects/pack")) ?? []
        return names.count { $0.hasSuffix(".pack") }
    }
}
