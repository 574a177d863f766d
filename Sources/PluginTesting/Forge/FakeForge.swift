public import PluginAPI

/// A forge and a git in memory that answer the effects of the plugins on a ``TestHost``.
///
/// Every kind of effect has a default answer: branches are values of ``refs``, commits are made up, pull requests are those of the mirror.
/// A test overrides the answer of a kind, for all effects or for some.
///
/// ```swift
/// let forge = FakeForge(host)
/// forge.refs["acme/web", "refs/heads/main"] = forge.newCommit()
/// forge.override(Push.self) { push, _ in push.updates.count > 1 ? .failed("stale", "the ref moved") : nil }
/// try forge.settle()
/// ```
///
/// It changes nothing in the mirror: a test delivers the event that the forge would send.
public final class FakeForge {
    /// What came of an effect.
    public enum Answer<Result> {
        /// It was done.
        case done(Result)
        /// It failed for good, with the forge's code (`stale`, `protected`, `forbidden`, …) and words.
        case failed(String, String)
    }

    /// Where branches and tags are, by repository and full name.
    public struct Refs: Sendable {
        private var values: [String: [String: ObjectID]] = [:]

        /// Makes refs of no repository.
        public init() {}

        /// The commit of a ref (`refs/heads/main`); nil if there is none.
        public subscript(repository: String, name: String) -> ObjectID? {
            get { values[repository]?[name] }
            set { values[repository, default: [:]][name] = newValue }
        }
    }

    /// Where branches and tags are.
    public var refs = Refs()
    /// Kinds that are not answered for now.
    public var paused: Set<String> = []
    /// Called before an effect is answered.
    public var beforeAnswer: (RequestedEffect) throws -> Void = { _ in }
    /// Effects that were answered, in their order.
    public private(set) var answered: [RequestedEffect] = []

    let host: TestHost
    private var waiting: [RequestedEffect] = []
    private var overrides: [String: (RequestedEffect) throws -> Answer<JSON>?] = [:]
    private var counter = 0
    /// What was composed, by everything that git makes a commit's id of.
    private var composed: [String: ObjectID] = [:]

    /// Makes a forge without branches.
    public init(_ host: TestHost) { self.host = host }

    /// Answers effects of a kind in another way than the default.
    ///
    /// - Parameter answer: is given the request and the effect; nil: the default answer.
    public func override<Request: EffectRequest>(
        _ type: Request.Type, _ answer: @escaping (Request, RequestedEffect) throws -> Answer<Request.Result>?
    ) {
        overrides[type.kind.name] = { effect in
            switch try answer(Request(payload: effect.payload), effect) {
            case .done(let result): .done(try JSON(encoding: result))
            case .failed(let code, let message): .failed(code, message)
            case nil: nil
            }
        }
    }

    /// The id of a commit that nobody else has.
    public func newCommit() -> ObjectID {
        counter += 1
        return ObjectID.numbered(counter)
    }

    /// Answers effects in their order and fires timers that are due, until there is nothing left to do.
    ///
    /// - Throws: ``PluginError`` that a hook threw, and with code `failed` after 2,000 rounds.
    public func settle() throws {
        for _ in 0..<2000 {
            waiting += host.takeEffects()
            if let index = waiting.firstIndex(where: { !paused.contains($0.kind) }) {
                let effect = waiting.remove(at: index)
                answered.append(effect)
                try beforeAnswer(effect)
                try answer(effect)
            } else if host.timers.contains(where: { $0.dueAt <= host.now }) {
                try host.fireTimers()
            } else {
                return
            }
        }
        throw PluginError(.failed, "after 2,000 rounds there are still effects or timers: the plugin answers itself")
    }

    /// Takes the effects of a paused kind, for the test to answer itself.
    public func takeWaiting(_ kind: String) -> [RequestedEffect] {
        let taken = waiting.filter { $0.kind == kind }
        waiting.removeAll { $0.kind == kind }
        return taken
    }

    private func answer(_ effect: RequestedEffect) throws {
        switch try overrides[effect.kind]?(effect) ?? standard(effect) {
        case .done(let result): try host.finish(effect, result: result)
        case .failed(let code, let message): try host.fail(effect, code: code, message: message)
        }
    }

    /// A number that nobody else has, for comments, deployments and pull requests.
    func newNumber() -> Int {
        counter += 1
        return counter
    }

    /// As in git, the same content at the same second is the same commit.
    func commit(of content: String) -> ObjectID {
        if let known = composed[content] { return known }
        let id = newCommit()
        composed[content] = id
        return id
    }
}

extension ObjectID {
    /// `c` followed by a number in hexadecimal digits.
    fileprivate static func numbered(_ number: Int) -> ObjectID {
        let digits = String(number, radix: 16)
        return ObjectID("c" + String(repeating: "0", count: 39 - digits.count) + digits) ?? .zero
    }
}
