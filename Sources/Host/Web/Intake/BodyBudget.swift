import Synchronization

/// What connections and bodies may take before anything is known of who sends them.
package struct WebLimits: Sendable, Hashable {
    /// How long a connection may be silent, or take for the header of a request, in milliseconds.
    package var idleTime: Int64 = 60_000
    /// How long the body of a request may take to arrive, in milliseconds.
    package var bodyTime: Int64 = 30_000
    /// Up to how many bytes a body is small.
    package var smallBody = 1 << 20
    /// How many bodies that are not small are read at once.
    package var largeBodies = 8
    /// How many bytes of bodies are kept at once, in all.
    package var bodyBytes = 128 << 20
    /// How many connections are open at once; nil: three quarters of the files that the process may open.
    package var connections: Int?

    /// Makes the limits of a host.
    package init() {}
}

/// What is left of the bytes that bodies may take together.
struct BodyBudget: Sendable, Hashable {
    let limits: WebLimits
    /// Bytes of bodies that are kept now.
    private(set) var bytes = 0
    /// Bodies that are not small.
    private(set) var large = 0

    init(_ limits: WebLimits) { self.limits = limits }

    /// Takes more bytes for a body.
    ///
    /// - Parameters:
    ///   - size: how many bytes it has so far.
    ///   - count: how many come now.
    /// - Returns: false if there is no room; nothing is taken then.
    mutating func grow(from size: Int, by count: Int) -> Bool {
        let becomesLarge = size <= limits.smallBody && size + count > limits.smallBody
        guard bytes + count <= limits.bodyBytes, !becomesLarge || large < limits.largeBodies else { return false }
        bytes += count
        if becomesLarge { large += 1 }
        return true
    }

    /// Gives back what a body of that size took.
    mutating func release(_ size: Int) {
        bytes -= size
        if size > limits.smallBody { large -= 1 }
    }
}

/// The budget of all bodies that a server keeps, and the share of each.
final class SharedBodyBudget: Sendable {
    let limits: WebLimits
    private let budget: Mutex<BodyBudget>

    init(_ limits: WebLimits) {
        self.limits = limits
        budget = Mutex(BodyBudget(limits))
    }

    /// How many bytes are kept now.
    var bytes: Int { budget.withLock { $0.bytes } }

    /// What one body takes, until its request is answered.
    func share() -> Share { Share(of: self) }

    /// The share of one body; what it took is given back once, also if the body is still arriving then.
    final class Share: Sendable {
        private let owner: SharedBodyBudget
        private let state = Mutex<(size: Int, isReleased: Bool)>((0, false))

        fileprivate init(of owner: SharedBodyBudget) { self.owner = owner }

        /// Takes bytes that have arrived.
        /// - Returns: false if there is no room, or the request was answered.
        func grow(by count: Int) -> Bool {
            state.withLock { state in
                guard !state.isReleased, owner.budget.withLock({ $0.grow(from: state.size, by: count) }) else { return false }
                state.size += count
                return true
            }
        }

        func release() {
            state.withLock { state in
                guard !state.isReleased else { return }
                state.isReleased = true
                owner.budget.withLock { $0.release(state.size) }
            }
        }
    }
}
