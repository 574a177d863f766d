/// Copies a size-first struct of the other side, which may have been built with an older or a newer minor of the header.
///
/// Members that the other side does not have are zero: none, 0 or NULL.
///
/// - Parameter last: the last member of the struct in ABI 1.0, which everybody must have.
/// - Returns: nil for NULL, or for a struct that is shorter than in ABI 1.0.
package func copied<Value: BitwiseCopyable, Member>(
    _ pointer: UnsafePointer<Value>?, through last: KeyPath<Value, Member>
) -> Value? {
    guard let pointer, let offset = MemoryLayout<Value>.offset(of: last) else { return nil }
    let size = UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self)
    guard size >= UInt64(offset + MemoryLayout<Member>.size) else { return nil }
    return withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { buffer in
        let target = UnsafeMutableRawBufferPointer(buffer)
        target.initializeMemory(as: UInt8.self, repeating: 0)
        let known = Int(min(size, UInt64(MemoryLayout<Value>.size)))
        target.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: known))
        return buffer[0]
    }
}
