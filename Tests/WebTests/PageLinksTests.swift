import Engine
import PluginAPI
import Testing

@testable import Web

@Suite("Links to the pages of plugins")
struct PageLinksTests {
    private func links(_ pages: [PageDeclaration]...) -> PageLinks {
        PageLinks(
            plugins: pages.enumerated().map { index, pages in
                PluginSummary(
                    id: "p\(index)", version: "1", sha256: "", isEssential: false,
                    manifest: Manifest(id: "p\(index)", version: "1", pages: pages), directory: "")
            })
    }

    private func page(_ path: String, _ subject: PageDeclaration.Subject?) -> PageDeclaration {
        PageDeclaration(path, query: "q", template: "t.mustache", title: "", subject: subject)
    }

    @Test("a pull request leads to the first page that is declared to be about one")
    func pullRequest() {
        let links = links(
            [page("/", nil), page("/{owner}/{name}/ports/{number}", nil)],
            [page("/pulls/{number}/of/{owner}/{name}", .pullRequest)], [page("/{owner}/{name}/pull/{number}", .pullRequest)])
        #expect(links.pullRequest(7, of: "acme/anvil") == "/pulls/7/of/acme/anvil")
    }

    @Test("there is no link without such a page, and none for what is not a repository's name")
    func none() {
        #expect(links([page("/{owner}/{name}/pull/{number}", nil)]).pullRequest(7, of: "acme/anvil") == nil)
        #expect(links([page("/{owner}/{name}/pull/{number}", .pullRequest)]).pullRequest(7, of: "acme") == nil)
    }

    @Test("what stands for a placeholder stays one segment of the path")
    func escaping() {
        let links = links([page("/{owner}/{name}/pull/{number}", .pullRequest)])
        #expect(links.pullRequest(1, of: "acme/a b/c") == "/acme/a%20b%2Fc/pull/1")
    }
}
