package import PluginABI

/// Memory that lives as long as one call across the boundary; both sides lend each other bytes of it.
package final class Arena {
    private var blocks: [UnsafeMutableRawPointer] = []
    private var free = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private static let blockSize = 4096
    private static let alignment = 16

    /// Makes an arena with nothing in it.
    package init() {}

    deinit { end() }

    /// Frees everything. Write it in a `defer` after making the arena: else Swift may end the arena after its last use,
    /// which is before the call that the bytes were lent to.
    package func end() {
        for block in blocks { block.deallocate() }
        blocks = []
        free = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    private func reserve(_ size: Int) -> UnsafeMutableRawPointer {
        // Also nothing takes room: an empty text is not the same as none, and needs an address.
        let size = (max(size, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
        if free.count >= size, let start = free.baseAddress {
            free = UnsafeMutableRawBufferPointer(rebasing: free[size...])
            return start
        }
        let count = max(size, Self.blockSize)
        let block = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: Self.alignment)
        blocks.append(block)
        if count - size > free.count { free = UnsafeMutableRawBufferPointer(start: block + size, count: count - size) }
        return block
    }

    /// Memory for so many values, not initialised.
    package func allocate<Value: BitwiseCopyable>(_ type: Value.Type, count: Int) -> UnsafeMutableBufferPointer<Value> {
        let block = reserve(count * MemoryLayout<Value>.stride)
        return UnsafeMutableBufferPointer(start: block.bindMemory(to: type, capacity: count), count: count)
    }

    /// A copy of the text, or "none" for nil.
    package func bytes(_ text: String?) -> sy_bytes {
        guard var text else { return sy_bytes(data: nil, size: 0) }
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    /// A copy of the bytes.
    package func bytes(_ content: [UInt8]) -> sy_bytes {
        content.withUnsafeBytes { copy($0) }
    }

    /// A copy of the serialised document.
    package func bytes(_ document: JSON) -> sy_bytes { bytes(document.bytes) }

    private func copy(_ source: UnsafeRawBufferPointer) -> sy_bytes {
        let target = reserve(source.count)
        UnsafeMutableRawBufferPointer(start: target, count: source.count).copyMemory(from: source)
        return sy_bytes(data: UnsafeRawPointer(target), size: UInt64(source.count))
    }

    /// The values in the form that crosses the boundary.
    package func values(_ values: [SQLValue]) -> UnsafeMutableBufferPointer<sy_value> {
        let target = allocate(sy_value.self, count: values.count)
        for (index, value) in values.enumerated() { target[index] = self.value(value) }
        return target
    }

    private func value(_ value: SQLValue) -> sy_value {
        var result = sy_value()
        switch value {
        case .null: result.type = SY_NULL
        case .integer(let number):
            result.type = SY_INTEGER
            result.integer = number
        case .real(let number):
            result.type = SY_REAL
            result.real = number
        case .text(let text):
            result.type = SY_TEXT
            result.bytes = bytes(text)
        case .blob(let content):
            result.type = SY_BLOB
            result.bytes = bytes(content)
        }
        return result
    }
}
