internal import Contract

/// Answers by URL with the tag that the forge gave them, so that an unchanged one need not be sent again.
///
/// What it holds is what was made of the answers, which is much smaller. The least lately used go first.
struct EntityCache {
    struct Entry {
        let tag: String
        let document: JSON
        let next: String?
        fileprivate let cost: Int
        fileprivate var lastUse = 0
    }

    private let capacity: Int
    private var entries: [String: Entry] = [:]
    private var total = 0
    private var uses = 0

    /// Makes a cache of about so many bytes.
    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func entry(for url: String) -> Entry? {
        guard entries[url] != nil else { return nil }
        uses += 1
        entries[url]?.lastUse = uses
        return entries[url]
    }

    mutating func store(_ document: JSON, tag: String, next: String?, for url: String) {
        remove(url)
        let cost = Self.cost(of: document) + 200
        guard cost <= capacity / 8 else { return }
        uses += 1
        entries[url] = Entry(tag: tag, document: document, next: next, cost: cost, lastUse: uses)
        total += cost
        if total > capacity { shrink() }
    }

    mutating func remove(_ url: String) {
        if let old = entries.removeValue(forKey: url) { total -= old.cost }
    }

    /// Down to three quarters, so that the sorting is rare.
    private mutating func shrink() {
        for (url, _) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) where total > capacity / 4 * 3 {
            remove(url)
        }
    }

    private static func cost(of document: JSON) -> Int {
        switch document {
        case .null, .bool, .int, .double: 16
        case .string(let text): 32 + text.utf8.count
        case .array(let elements): elements.reduce(32) { $0 + cost(of: $1) }
        case .object(let members): members.reduce(64) { $0 + 48 + cost(of: $1.value) }
        }
    }
}
