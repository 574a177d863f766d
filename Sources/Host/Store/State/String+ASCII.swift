extension String {
    /// Whether it is all ASCII. Checks every byte, many at once.
    var isASCII: Bool {
        let all = utf8.withContiguousStorageIfAvailable { bytes in bytes.reduce(0 as UInt8) { $0 | $1 } }
        return all.map { $0 < 0x80 } ?? utf8.allSatisfy { $0 < 0x80 }
    }
}
