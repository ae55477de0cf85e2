/// Where something lies in a GPU's memory. Whoever holds the pointer holds the memory, so that nobody else is given it before the
/// kernel that is to use it has been asked for.
struct DevicePointer: Sendable, ExpressibleByIntegerLiteral {
    let address: UInt64
    let owner: (any AnyObject & Sendable)?

    init(_ address: UInt64, of owner: any AnyObject & Sendable) { (self.address, self.owner) = (address, owner) }

    /// 0, where there is nothing.
    init(integerLiteral value: UInt64) { (address, owner) = (value, nil) }

    private init(_ address: UInt64, sharing other: DevicePointer) { (self.address, owner) = (address, other.owner) }

    static func + (pointer: DevicePointer, bytes: Int) -> DevicePointer {
        DevicePointer(pointer.address + UInt64(bytes), sharing: pointer)
    }
}
