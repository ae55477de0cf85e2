import Foundation

/// A tensor's memory where a GPU computes: the host and the device each have a copy once they ask for it, and it is brought
/// up to date when the other side has written since.
final class PlacedMemory: @unchecked Sendable {
    let device: CUDADevice
    private let size: Int
    private var host: UnsafeMutableRawPointer?
    private var remote: UInt64?
    /// Whose memory on the device it is, where that is a graph's.
    private(set) var home: GraphMemory?
    /// Whether a graph must find there what was sent once.
    private var stays = false
    private enum Newest { case neither, host, device, both }
    private var newest = Newest.neither

    init(size: Int, device: CUDADevice) { (self.size, self.device) = (size, device) }

    deinit {
        host?.deallocate()
        guard let remote, !stays else { return }
        if let home { home.give(remote, size: size) } else { device.give(remote, size: size) }
    }

    /// For reading and writing by the host.
    var hostPointer: UnsafeMutableRawPointer {
        if newest == .host { return host! }
        let pointer = host ?? .allocate(byteCount: size, alignment: 64)
        host = pointer
        if newest == .device { device.download(remote!, to: pointer, bytes: size) }
        newest = .host
        return pointer
    }

    private var address: UInt64 {
        if let remote { return remote }
        home = device.capturing
        stays = home != nil && newest == .host
        let made = home?.take(size, unused: stays) ?? device.take(size)
        remote = made
        return made
    }

    /// For reading by kernels.
    var read: UInt64 {
        let address = address
        if newest == .host {
            device.upload(host!, to: address, bytes: size)
            newest = .both
        }
        return address
    }

    /// For kernels that write all of it.
    var written: UInt64 {
        newest = .device
        return address
    }

    /// For kernels that read it and write.
    var modified: UInt64 {
        let address = read
        newest = .device
        return address
    }
}
