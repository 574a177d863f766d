import HTTPTypes
import Hummingbird
import NIOCore

/// What Hummingbird tells about a connection: whether the peer is on this machine.
struct SimContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let isLoopback: Bool

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        let address = source.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        isLoopback = address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }
}

/// Turns HTTP requests into calls: authentication, faults, routing, conditional answers, the request log.
struct Dispatcher: HTTPResponder {
    typealias Context = SimContext

    let world: World
    let routes: RouteTable
    let control: RouteTable
    private static let largestBody = 512 << 20

    func respond(to request: Request, context: SimContext) async throws -> Response {
        let start = world.now
        var request = request
        let body = try await request.collectBody(upTo: Self.largestBody)
        let incoming = Incoming(request, body: Array(body.readableBytesView))
        if incoming.segments.first == "_sim" {
            return try await controlled(incoming, loopback: context.isLoopback).finished(incoming).response(incoming, [])
        }
        let (login, reply) = await answered(incoming)
        let finished = reply.finished(incoming)
        let headers = rateHeaders(finished, login, incoming)
        world.requests.add(incoming.method, incoming.path, incoming.queryText, finished.status, login, world.now - start)
        return finished.response(incoming, headers)
    }

    // MARK: Control calls

    private func controlled(_ incoming: Incoming, loopback: Bool) async throws -> Reply {
        guard loopback else { return Refusal.forbidden("the control API answers on loopback only").reply }
        guard let (handler, parameters) = control.find(incoming.method, incoming.segments) else {
            return Refusal(status: 404, message: "no control call \(incoming.method) \(incoming.path)", documentation: "docs/simulator.md")
                .reply
        }
        var call = makeCall(incoming, user: nil)
        call.parameters = parameters
        return await run(handler, call)
    }

    // MARK: Forge calls

    private func answered(_ incoming: Incoming) async -> (String?, Reply) {
        let identity: Identity
        do {
            identity = try authenticate(incoming)
        } catch {
            return (nil, refusal(for: error))
        }
        let login = identity.user?.login
        let repository =
            incoming.segments.first == "repos" && incoming.segments.count > 2 ? incoming.segments[1...2].joined(separator: "/") : nil
        let occasion = FaultRule.Match(
            repository: repository, method: incoming.method, path: incoming.path, event: nil, action: nil, ref: nil, login: login)
        let faults = world.faults.take(.call, occasion)
        if let faulty = await before(faults) { return (login, faulty) }
        guard !identity.rejected else { return (nil, Refusal.badCredentials.reply) }
        var reply = await routed(incoming, identity.user)
        if let status = faults.first(where: { $0.effect == "status_after" })?.value.int {
            reply = Refusal(status: status, message: "fault: the work is done, the answer is \(status)").reply
        }
        return (login, reply)
    }

    /// Applies the faults that answer, or wait, before anything is done.
    private func before(_ faults: [(effect: String, value: ForgeJSON)]) async -> Reply? {
        for (effect, value) in faults {
            switch effect {
            case "latency_ms": try? await Task.sleep(for: .milliseconds(value.int ?? 0))
            case "status": return Refusal(status: value.int ?? 502, message: "fault: \(value.int ?? 502)").reply
            case "revoke": return Refusal.badCredentials.reply
            case "rate_limit": return rateLimited(secondary: value.string == "secondary" || value["kind"].string == "secondary", value)
            case "blocked": return Refusal.forbidden("User is blocked").reply
            default: break
            }
        }
        return nil
    }

    private func rateLimited(secondary: Bool, _ value: ForgeJSON) -> Reply {
        let wait = value["retry_after"].int ?? value.int ?? 60
        if secondary {
            var refusal = Refusal.forbidden("You have exceeded a secondary rate limit. Please wait a few minutes before you try again.")
            refusal.headers = [("Retry-After", String(wait))]
            return refusal.reply
        }
        var refusal = Refusal.forbidden("API rate limit exceeded for user.")
        let reset = world.now / 1000 + Int64(wait)
        refusal.headers = [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", String(reset))]
        return refusal.reply
    }

    private func routed(_ incoming: Incoming, _ user: User?) async -> Reply {
        guard let (handler, parameters) = routes.find(incoming.method, incoming.segments) else {
            let known = routes.knows(incoming.segments)
            let text = known ? "the simulator has no \(incoming.method) \(incoming.path)" : "Not Found"
            let hint = known ? text : "Not Found (the simulator has no \(incoming.path))"
            return Refusal(status: 404, message: hint, documentation: "docs/simulator.md").reply
        }
        var call = makeCall(incoming, user: user)
        call.parameters = parameters
        let reads =
            incoming.method == "GET" || incoming.method == "HEAD"
            || parameters["repo"] != nil && incoming.path.hasSuffix("/git-upload-pack")
        var reply = Refusal.notFound.reply
        if reads {
            reply = await run(handler, call)
        } else {
            let locked = call
            let answer = try? await world.lock.with { await run(handler, locked) }
            reply = answer ?? reply
        }
        await world.deliveries.enqueue(call.outbox.take(), world: world)
        return reply
    }

    private func run(_ handler: Handler, _ call: Call) async -> Reply {
        do {
            return try await handler(call)
        } catch {
            return refusal(for: error)
        }
    }

    private func refusal(for error: any Error) -> Reply {
        if let refusal = error as? Refusal { return refusal.reply }
        return Refusal(status: 500, message: "the simulator failed: \(error)").reply
    }

    private func makeCall(_ incoming: Incoming, user: User?) -> Call {
        Call(
            world: world, method: incoming.method, path: incoming.path, query: incoming.query, headers: incoming.headers,
            body: incoming.body, user: user, base: incoming.host.map { "http://\($0)" } ?? world.base, outbox: Outbox())
    }

    // MARK: Who asks

    private struct Identity {
        var user: User?
        var rejected = false
    }

    private func authenticate(_ incoming: Incoming) throws -> Identity {
        guard let header = incoming.headers["authorization"] else { return Identity() }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return Identity(rejected: true) }
        var candidates: [String] = []
        switch parts[0].lowercased() {
        case "token", "bearer": candidates = [parts[1].trimmingSpaces]
        case "basic":
            let pair = String(decoding: unbase64(parts[1]) ?? [], as: UTF8.self).split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            candidates = pair.reversed().map(String.init).filter { !$0.isEmpty }
        default: return Identity(rejected: true)
        }
        return try world.read(base: "") { tx in
            for token in candidates {
                if let user = try User.find(tx.db, token: token) { return Identity(user: user) }
            }
            return Identity(rejected: true)
        }
    }

    private func rateHeaders(_ reply: FinishedReply, _ login: String?, _ incoming: Incoming) -> [(String, String)] {
        guard !incoming.isGit, !reply.headers.contains(where: { $0.0 == "X-RateLimit-Remaining" }) else { return [] }
        let free = reply.status == 304 || incoming.path == "/rate_limit"
        let headers = world.rates.headers(for: login, now: world.now, counts: !free)
        guard login != nil else { return headers }
        return headers + [("X-OAuth-Scopes", "admin:repo_hook, delete_repo, public_repo, repo, user:email, workflow")]
    }
}
