import Contract
import Foundation
import Testing

@testable import Git

/// Groups over several repositories, and the JSON form.
@Suite struct ComposeGroupTests {
    private struct Scene {
        let workshop: Workshop
        let site: BareRepository
        let shop: BareRepository
        let siteBase: ObjectID
        let shopBase: ObjectID

        init() async throws {
            workshop = try Workshop()
            site = try await workshop.repository("acme/site")
            shop = try await workshop.repository("acme/shop")
            siteBase = try await site.commit(["a": "1\n", "b": "1\n"])
            shopBase = try await shop.commit(["a": "1\n", "b": "1\n"])
        }

        func plan(_ groups: [Compose.Group]) -> Compose {
            Compose(
                repositories: [.init(repository: "acme/site", base: siteBase), .init(repository: "acme/shop", base: shopBase)],
                groups: groups, committer: bot, time: Timestamp(milliseconds: 1_750_000_000_000))
        }

        func squash(_ repository: BareRepository, _ files: [String: String?]) async throws -> Compose.Pick {
            let base = repository.name == "acme/site" ? siteBase : shopBase
            let head = try await repository.commit(files, on: base)
            return Compose.Pick(
                repository: repository.name, number: 1, method: .squash, head: head, commits: [.init(id: head)],
                message: "Squashed\n")
        }
    }

    @Test("A group lands in all repositories or in none")
    func rollback() async throws {
        let scene = try await Scene()
        let good = Compose.Group(id: .number(1), picks: [try await scene.squash(scene.site, ["a": "2\n"])])
        let mixed = Compose.Group(
            id: .number(2),
            picks: [
                try await scene.squash(scene.shop, ["a": "3\n"]), try await scene.squash(scene.site, ["a": "conflict\n"]),
            ])
        let last = Compose.Group(id: .text("last"), picks: [try await scene.squash(scene.shop, ["b": "4\n"])])
        let result = try await scene.workshop.compose(scene.plan([good, mixed, last]))
        #expect(result.groups.map(\.state) == [.staged, .failed, .staged])
        #expect(result.groups[1].repository == "acme/site")
        #expect(result.groups[1].code == .conflict)
        let shop = try #require(result.heads["acme/shop"])
        #expect(try await scene.shop.text("a", at: shop) == "1\n", "the failed group left nothing behind")
        #expect(try await scene.shop.text("b", at: shop) == "4\n")
        #expect(try await scene.shop.commit(shop).parents == [scene.shopBase])
        let site = try #require(result.heads["acme/site"])
        #expect(result.trees["acme/site"] == (try await scene.site.commit(site).tree))
    }

    @Test("After enough groups succeeded the others are not tried, and failures do not count")
    func stopAfter() async throws {
        let scene = try await Scene()
        var groups = [
            Compose.Group(id: .number(1), picks: [try await scene.squash(scene.site, ["a": "2\n"])]),
            Compose.Group(id: .number(2), picks: [try await scene.squash(scene.site, ["a": "3\n"])]),
            Compose.Group(id: .number(3), picks: [try await scene.squash(scene.site, ["b": "2\n"])]),
            Compose.Group(id: .number(4), picks: [try await scene.squash(scene.site, ["c": "2\n"])]),
        ]
        var plan = scene.plan(groups)
        plan.stopAfter = 2
        #expect(try await scene.workshop.compose(plan).groups.map(\.state) == [.staged, .failed, .staged, .notTried])
        groups.removeAll()
        #expect(try await scene.workshop.compose(scene.plan([])).heads["acme/site"] == scene.siteBase)
    }

    @Test("Several pull requests of one repository in a group build on each other")
    func chain() async throws {
        let scene = try await Scene()
        let group = Compose.Group(
            id: .number(1),
            picks: [try await scene.squash(scene.site, ["a": "2\n"]), try await scene.squash(scene.site, ["b": "2\n"])])
        let head = try #require(try await scene.workshop.compose(scene.plan([group])).heads["acme/site"])
        #expect(try await scene.site.text("a", at: head) == "2\n")
        #expect(try await scene.site.text("b", at: head) == "2\n")
    }

    @Test("Heads are kept alive until they are released")
    func keep() async throws {
        let scene = try await Scene()
        var plan = scene.plan([Compose.Group(id: .number(1), picks: [try await scene.squash(scene.site, ["a": "2\n"])])])
        plan.keep = "staging-1"
        let head = try await scene.workshop.compose(plan).heads["acme/site"]
        #expect(try await scene.site.reference("refs/switchyard/keep/staging-1/head") == head)
        try await scene.site.release(keep: "staging-1")
        #expect(try await scene.site.keptReferences("staging-1") == [])
    }

    @Test("A repository that the staging leaves as it was can get a commit of its own")
    func uniquifier() async throws {
        let scene = try await Scene()
        var plan = scene.plan([Compose.Group(id: .number(1), picks: [try await scene.squash(scene.site, ["a": "2\n"])])])
        plan.uniquifiers = [
            .init(repository: "acme/site", message: "force rebuild\n"), .init(repository: "acme/shop", message: "force rebuild\n"),
        ]
        let result = try await scene.workshop.compose(plan)
        let shop = try await scene.shop.commit(try #require(result.heads["acme/shop"]))
        #expect(shop.message == "force rebuild\n")
        #expect(shop.parents == [scene.shopBase])
        #expect(result.heads["acme/site"] == result.groups[0].heads["acme/site"])
    }

    @Test("A plan that contradicts itself is an error")
    func contradictions() async throws {
        let scene = try await Scene()
        var plan = scene.plan([Compose.Group(id: .number(1), picks: [try await scene.squash(scene.site, ["a": "2\n"])])])
        plan.repositories.removeFirst()
        await #expect(throws: GitError(.invalidRequest, "")) { try await scene.workshop.compose(plan) }
        plan.repositories = [.init(repository: "acme/site", base: .zero)]
        await #expect(throws: GitError(.missingObject, "")) { try await scene.workshop.compose(plan) }
    }

    @Test("What git wrote is in the pack too, so that a power failure cannot lose it")
    func fallbackIsPacked() async throws {
        let scene = try await Scene()
        let base = try await scene.site.commit(["f": "1\n2\n3\n4\n5\n6\n7\n"], on: scene.siteBase)
        let target = try await scene.site.commit(["f": "one\n2\n3\n4\n5\n6\n7\n"], on: base)
        let head = try await scene.site.commit(["f": "1\n2\n3\n4\n5\n6\nseven\n"], on: base)
        let pick = Compose.Pick(
            repository: "acme/site", method: .rebaseFastForward, head: head, commits: [.init(id: head)])
        let plan = Compose(
            repositories: [.init(repository: "acme/site", base: target)],
            groups: [Compose.Group(id: .number(1), picks: [pick])], committer: bot, time: Timestamp(milliseconds: 0))
        let result = try await scene.workshop.compose(plan)
        let new = try #require(result.heads["acme/site"])
        // Everything must still be there without the loose objects.
        for folder in try FileManager.default.contentsOfDirectory(atPath: scene.site.directory + "/objects")
        where folder.count == 2 {
            try FileManager.default.removeItem(atPath: scene.site.directory + "/objects/" + folder)
        }
        await scene.workshop.cache.close("acme/site")
        let reopened = try await scene.workshop.repository("acme/site")
        #expect(try await reopened.text("f", at: new) == "one\n2\n3\n4\n5\n6\nseven\n")
    }

    @Test("Plans and results have the JSON form of the effect")
    func json() throws {
        let sha = String(repeating: "1f", count: 20)
        let text = """
            {"repositories":[{"repository":"acme/site","base":"\(sha)"}],"stop_after":3,
             "committer":{"name":"Switchyard","email":"bot@example.org"},"keep":"staging-1",
             "groups":[{"id":12,"picks":[{"repository":"acme/site","number":5,"method":"rebase-merge","head":"\(sha)",
               "commits":[{"sha":"\(sha)","message":"m"}],"message":"M","author":{"name":"A","email":"a@b"},"merge_base":"\(sha)"}]}]}
            """
        let plan = try JSONDecoder().decode(Compose.self, from: Data(text.utf8))
        #expect(plan.stopAfter == 3)
        #expect(plan.groups[0].id == .number(12))
        #expect(plan.groups[0].picks[0].method == .rebaseMerge)
        #expect(plan.groups[0].picks[0].mergeBase == ObjectID(sha))
        #expect(try JSONDecoder().decode(Compose.self, from: JSONEncoder().encode(plan)) == plan)

        var group = Compose.GroupResult(id: .number(12), state: .notTried)
        group.heads = ["acme/site": try #require(ObjectID(sha))]
        let result = Compose.Result(groups: [group], heads: group.heads, trees: [:])
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(result)) as? [String: Any]
        let first = (object?["groups"] as? [[String: Any]])?.first
        #expect(first?["state"] as? String == "not_tried")
        #expect(first?["heads"] as? [String: String] == ["acme/site": sha])
        #expect(first?["id"] as? Int == 12)
    }
}
