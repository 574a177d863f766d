import Synchronization

/// A document that is parsed when it is first read: most hooks look at an event's kind and read the mirror.
final class LazyJSON: Sendable {
    let bytes: [UInt8]
    private let parsed = Mutex<JSON?>(nil)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var document: JSON {
        parsed.withLock { parsed in
            if let parsed { return parsed }
            let document = (try? JSON(parsing: bytes)) ?? .null
            parsed = document
            return document
        }
    }
}
