import HTTPTypes
import Hummingbird
import NIOCore

/// What Hummingbird knows about a connection: who the peer is.
struct SimContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The peer's IP address.
    let address: String
    private let channel: any Channel

    var isLoopback: Bool { address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.") }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        address = source.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
    }

    /// Closes the connection.
    func cut() async { try? await channel.close() }
}

/// Turns HTTP requests into calls: authentication, faults, limits, routing, conditional answers, the request log.
struct Dispatcher: HTTPResponder {
    typealias Context = SimContext

    let world: World
    let routes: RouteTable
    let control: RouteTable
    /// The most bytes of a push, or of an imported state.
    static let largestUpload = 1 << 30
    /// The most bytes of an API call's body: a blob of 100 MB in base64 fits.
    private static let largestBody = 140 << 20

    func respond(to request: Request, context: SimContext) async throws -> Response {
        let start = world.now
        var request = request
        var incoming = Incoming(request, address: context.address)
        if incoming.method == "OPTIONS" { return CrossOrigin.preflight.finished(incoming).response(incoming, CrossOrigin.headers) }
        let isControl = incoming.segments.first == "_sim"
        do {
            let limit = isControl || incoming.isGit ? Self.largestUpload : Self.largestBody
            incoming.body = Array(try await request.collectBody(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            return Refusal(status: 413, message: "Payload too large").reply.finished(incoming).response(incoming, CrossOrigin.headers)
        }
        if isControl { return await controlled(incoming, loopback: context.isLoopback).finished(incoming).response(incoming, []) }
        let (identity, reply) = await answered(incoming)
        if reply.isCutOff { await context.cut() }
        let finished = reply.finished(incoming)
        let headers = incoming.isGit ? [] : commonHeaders(incoming, identity, finished)
        world.requests.add(incoming.method, incoming.path, incoming.queryText, finished.status, identity.login, world.now - start)
        return finished.response(incoming, headers)
    }

    // MARK: Control calls

    private func controlled(_ incoming: Incoming, loopback: Bool) async -> Reply {
        guard loopback else { return Refusal.forbidden("the control API answers on loopback only").reply }
        guard let match = control.find(incoming.method, incoming.segments) else {
            return Refusal(status: 404, message: "no control call \(incoming.method) \(incoming.path)", documentation: "docs/simulator.md")
                .reply
        }
        return await run(match.handler, makeCall(incoming, Identity(), match))
    }

    // MARK: Forge calls

    private func answered(_ incoming: Incoming) async -> (Identity, Reply) {
        let identity: Identity
        var incoming = incoming
        do {
            identity = try Authenticator(world: world).identify(incoming)
            if ["repositories", "organizations"].contains(incoming.segments.first) {
                try world.read(base: "") { try incoming.resolveIDs($0) }
            }
        } catch {
            return (Identity(), refusal(for: error))
        }
        let faults = world.faults.take(.call, occasion(incoming, identity))
        if let faulty = await CallFaults(world: world, incoming: incoming, identity: identity).answer(faults) { return (identity, faulty) }
        if let refused = manners(incoming) ?? limited(incoming, identity) { return (identity, documented(refused.reply, incoming)) }
        guard !identity.rejected else {
            return (identity, incoming.isGit ? Routes.gitBadCredentials.gitReply : Refusal.badCredentials.reply)
        }
        if let refused = identity.refusal(incoming) { return (identity, documented(refused.reply, incoming)) }
        var reply = await routed(incoming, identity)
        if let status = faults.first(where: { $0.effect == "status_after" })?.value.int {
            reply = Refusal(status: status, message: "fault: the work is done, the answer is \(status)").reply
        }
        if faults.contains(where: { $0.effect == "cut_after" }) { reply.isCutOff = true }
        return (identity, documented(reply, incoming))
    }

    private func occasion(_ incoming: Incoming, _ identity: Identity) -> FaultRule.Match {
        let segments = incoming.segments
        var repository: String?
        if segments.first == "repos", segments.count > 2 { repository = "\(segments[1])/\(segments[2])" }
        if incoming.isGit, segments.count > 2 {
            repository = "\(segments[0])/\(segments[1].hasSuffix(".git") ? String(segments[1].dropLast(4)) : segments[1])"
        }
        return FaultRule.Match(
            repository: repository, method: incoming.method, path: incoming.path, event: nil, action: nil, ref: nil, login: identity.login)
    }

    /// What every client must do: name itself, accept JSON, use a known API version.
    private func manners(_ incoming: Incoming) -> Refusal? {
        guard !incoming.isGit else { return nil }
        guard incoming.headers["user-agent"]?.isEmpty == false else { return .anonymousAgent }
        if let version = incoming.headers["x-github-api-version"], version != Reference.version {
            return Refusal(
                status: 400, message: "\"\(version)\" is not a supported version of the REST API; use \(Reference.version)",
                documentation: "\(Reference.root)/about-the-rest-api/api-versions")
        }
        let holdsTexts = ["issues", "pulls", "comments", "milestones", "search"].contains { incoming.segments.contains($0) }
        if holdsTexts, let form = MediaType(incoming).textForm { return .notSimulated("texts in the form '\(form)'") }
        return MediaType(incoming).isServed ? nil : .unsupportedAccept(incoming.headers["accept"] ?? "")
    }

    /// The refusal for a caller who has used up an enforced limit.
    private func limited(_ incoming: Incoming, _ identity: Identity) -> Refusal? {
        guard !incoming.isGit, incoming.path != "/rate_limit" else { return nil }
        let standing = world.rates.standing(of: identity.rateKey, RateResource(incoming.segments), now: world.now)
        return standing.isExceeded ? .rateLimit(identity, address: incoming.address, standing) : nil
    }

    private func routed(_ incoming: Incoming, _ identity: Identity) async -> Reply {
        guard let match = routes.find(incoming.method, incoming.segments) else { return missing(incoming) }
        guard match.areNamesPlain else { return Refusal.notFound.reply }
        let call = makeCall(incoming, identity, match)
        let handler = incoming.isGit ? Routes.speakingGit(match.handler) : match.handler
        let reads = incoming.method == "GET" || incoming.method == "HEAD" || incoming.path.hasSuffix("/git-upload-pack")
        if reads { return await run(handler, call) }
        let answer = try? await world.lock.with {
            let reply = await run(handler, call)
            return (reply, world.deliveries.enqueue(call.outbox.take(), world: world))
        }
        guard let (reply, early) = answer else { return Refusal.notFound.reply }
        for delivery in early { await delivery.wait() }
        return reply
    }

    /// 501 for what the forge has and the simulator lacks, 404 for what neither has.
    private func missing(_ incoming: Incoming) -> Reply {
        guard let operation = Reference.find(incoming.method, incoming.segments) else { return Refusal.notFound.reply }
        let text = "Not implemented: the simulator has no \(incoming.method) /\(operation.pattern.joined(separator: "/"))"
        return Refusal(status: 501, message: text, documentation: operation.documentation).reply
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

    private func makeCall(_ incoming: Incoming, _ identity: Identity, _ match: RouteTable.Match) -> Call {
        Call(
            world: world, method: incoming.method, path: incoming.path, route: match.route, parameters: match.parameters,
            query: incoming.query, queryText: incoming.queryText, headers: incoming.headers, body: incoming.body, user: identity.user,
            app: identity.app, grant: identity.grant, base: incoming.host.map { "http://\($0)" } ?? world.base, outbox: Outbox())
    }

    // MARK: Common to all answers

    /// Adds the URL of the operation's documentation to an error.
    private func documented(_ reply: Reply, _ incoming: Incoming) -> Reply {
        guard reply.status >= 400, case .json(var body) = reply.body, body["documentation_url"].string == Reference.root else {
            return reply
        }
        guard let operation = Reference.find(incoming.method, incoming.segments) else { return reply }
        body["documentation_url"] = .string(operation.documentation)
        var reply = reply
        reply.body = .json(body)
        return reply
    }

    private func commonHeaders(_ incoming: Incoming, _ identity: Identity, _ reply: FinishedReply) -> [(String, String)] {
        let free = reply.status == 304 || incoming.path == "/rate_limit"
        var headers = CrossOrigin.headers
        headers.append(("X-GitHub-Request-Id", world.requests.nextID()))
        headers.append(("X-GitHub-Api-Version-Selected", Reference.version))
        if reply.headers.contains(where: { $0.0 == "X-RateLimit-Remaining" }) { return headers }
        let standing = world.rates.charge(identity.rateKey, RateResource(incoming.segments), now: world.now, counts: !free)
        headers += standing.headers
        if let scopes = identity.scopes {
            headers.append(("X-OAuth-Scopes", scopes))
            headers.append(("X-Accepted-OAuth-Scopes", Scopes.accepted(incoming.method, incoming.segments)))
        }
        return headers
    }
}
