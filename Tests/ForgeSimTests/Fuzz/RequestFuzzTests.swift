import ForgeSim
import Foundation
import Testing

@Suite("Hostile requests")
struct RequestFuzzTests {
    @Test("no request brings it down, and every error has the forge's form")
    func errors() async throws {
        try await simulated { s in
            let stage = try await FuzzStage(s)
            var fuzzer = Fuzzer(seed: Fuzzing.seed, known: stage.known)
            for round in 0..<Fuzzing.rounds(1_200) {
                let request = fuzzer.next()
                let client = try s.sim.client(request.login)
                let answer = try await client.sendRaw(request.method, request.path, request.body, headers: request.headers)
                let place: Comment =
                    "round \(round): \(request.method) \(request.path) \(request.headers) \(Fuzzing.excerpt(request.body)) → \(answer.status) \(answer.text.prefix(400))"
                if request.speaksGit { #expect(answer.status < 500, place) } else { Fuzzing.judge(answer, method: request.method, place) }
                if round % 250 == 249 { fuzzer.known = try await FuzzStage(s).known }
            }
            try await stage.checkInvariants()
        }
    }

    @Test("what is left after it can be carried to another instance")
    func carried() async throws {
        try await simulated { s in
            let stage = try await FuzzStage(s)
            var fuzzer = Fuzzer(seed: Fuzzing.seed &+ 1, known: stage.known)
            for _ in 0..<Fuzzing.rounds(400) {
                let request = fuzzer.next()
                _ = try await s.sim.client(request.login).sendRaw(request.method, request.path, request.body, headers: request.headers)
            }
            try await s.sim.idle()
            let archive = try await s.sim.control.exportState()
            try await simulated { other in
                try await other.sim.control.importState(archive)
                try await FuzzStage(other, fresh: false).checkInvariants()
            }
        }
    }

    @Test("bodies that are huge, deep or wide are refused or served, and quickly")
    func huge() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let wide = "{" + (0..<20_000).map { "\"member \($0)\": \($0)" }.joined(separator: ",") + "}"
            let path = Array(repeating: "a", count: 200_000).joined(separator: "/")
            let tree: ForgeJSON = ["tree": [["path": .string(path), "mode": "100644", "type": "blob", "content": "x"]]]
            let bodies: [(call: String, body: [UInt8], status: Int)] = [
                ("POST /repos/\(repository)/issues", Array(String(repeating: "[", count: 1_000_000).utf8), 400),
                ("POST /repos/\(repository)/issues", Array((String(repeating: "{\"a\":", count: 100_000)).utf8), 400),
                ("POST /repos/\(repository)/issues", Array(wide.utf8), 422),
                ("POST /repos/\(repository)/issues", Array(repeating: 0, count: 1 << 20), 400),
                ("POST /repos/\(repository)/git/trees", tree.bytes, 422),
                ("POST /graphql", ForgeJSON.object(ForgeObject([("query", .string(String(repeating: "{a", count: 100_000)))])).bytes, 200),
                ("POST /graphql", ForgeJSON.object(ForgeObject([("query", .string(String(repeating: "[", count: 100_000)))])).bytes, 200),
            ]
            for (call, body, status) in bodies {
                let words = call.split(separator: " ").map(String.init)
                let answer = try await s.owner.client.sendRaw(words[0], words[1], body)
                #expect(answer.status == status, "\(call) \(Fuzzing.excerpt(body)) → \(answer.text.prefix(300))")
            }
        }
    }

    @Test("paths that climb out of a folder lead nowhere")
    func traversal() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let head = try await s.owner.head(repository, "main") ?? ""
            let names = ["..", "%2e%2e", "..%2f..%2fetc", "%00", "a%00b", "%2Fetc%2Fpasswd", ".git", "~", "%ff%fe", "a%0d%0aX:%20y"]
            for name in names {
                for path in [
                    "/repos/\(name)/app", "/repos/org/\(name)", "/repos/org/\(name)/git/refs",
                    "/\(name)/app.git/info/refs?service=git-upload-pack",
                    "/org/\(name)/info/refs?service=git-upload-pack", "/users/\(name)", "/repos/\(repository)/git/ref/heads/\(name)",
                    "/repos/\(repository)/contents/\(name)", "/repos/\(repository)/contents/../../../etc/passwd",
                    "/repos/\(repository)/branches/\(name)", "/repos/\(repository)/commits/\(name)",
                ] {
                    let answer = try await s.owner.client.send("GET", path)
                    let isRefused = [301, 400, 401, 404, 409, 422].contains(answer.status)
                    #expect(isRefused, "\(path) → \(answer.status) \(answer.text.prefix(200))")
                    #expect(!answer.text.contains("root:"))
                }
                guard let plain = name.removingPercentEncoding else { continue }
                let made = try await s.owner.client.send(
                    "POST", "/repos/\(repository)/git/refs", ["ref": .string("refs/heads/\(plain)"), "sha": .string(head)])
                #expect(made.status == 422, "\(name) → \(made.text)")
            }
            let branches = try await s.owner.client.get("/repos/\(repository)/branches").array ?? []
            #expect(branches.map { $0["name"].string } == ["main"])
        }
    }

    @Test("tokens and headers that are none are answered as the forge does")
    func tokens() async throws {
        try await simulated { s in
            let nobody = try s.sim.client(nil)
            let headers = [
                "token", "token ", "bearer x", "Basic", "Basic %%%", "Basic " + "x:y", "Digest username=x", "token token-owner token-owner",
                "TOKEN nothing", "Bearer a.b.c", "Bearer " + String(repeating: "x", count: 10_000),
                "Basic " + String(repeating: "QQ==", count: 1_000),
            ]
            for header in headers {
                let answer = try await nobody.sendRaw("GET", "/user", [], headers: [("Authorization", header)])
                let text = header.contains("a.b.c") ? "A JSON web token could not be decoded" : "Bad credentials"
                #expect(answer.status == 401 && answer.json["message"].string == text, "\(header.prefix(40)) → \(answer.text)")
                #expect(answer.json["status"].string == "401")
            }
            let anonymous = try await nobody.send("GET", "/user")
            #expect(anonymous.status == 401 && anonymous.json["message"].string == "Requires authentication")
        }
    }
}
