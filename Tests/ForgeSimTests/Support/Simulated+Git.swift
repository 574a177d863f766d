import ForgeSim
import Testing

extension Simulated {
    /// A clone in which a person works.
    func clone(_ repository: String, as person: Contributor) async throws -> WorkTree {
        let tree = try WorkTree()
        let output = try await tree.git("clone", "-q", person.client.gitURL(repository), ".")
        #expect(output.status == 0, "\(output.text)")
        return tree
    }
}
