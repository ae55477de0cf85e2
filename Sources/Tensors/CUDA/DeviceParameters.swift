/// A model's parameters in a GPU's memory: f32, a bf16 copy for products, and gradients once they are wanted. Laid out as in
/// their `ParameterStore`.
public final class DeviceParameters: @unchecked Sendable {
    let device: CUDADevice
    let count: Int
    private let addresses: (values: UInt64, narrow: UInt64)
    private var gradientAddress: UInt64?
    var values: DevicePointer { DevicePointer(addresses.values, of: self) }
    var narrow: DevicePointer { DevicePointer(addresses.narrow, of: self) }
    var gradients: DevicePointer? { gradientAddress.map { DevicePointer($0, of: self) } }

    init(_ store: ParameterStore, device: CUDADevice) {
        (self.device, count) = (device, store.count)
        addresses = (device.take(max(1, count) * 4), device.take(max(1, count) * 2))
        upload(store.values)
    }

    deinit {
        device.give(addresses.values, size: max(1, count) * 4)
        device.give(addresses.narrow, size: max(1, count) * 2)
        if let gradientAddress { device.give(gradientAddress, size: max(1, count) * 4) }
    }

    func upload(_ host: UnsafePointer<Float>) {
        device.upload(host, to: addresses.values, bytes: count * 4)
        narrowed()
    }

    /// Makes the bf16 copy anew.
    private func narrowed() {
        device.launch(
            "convert", items: (count + 7) / 8, .pointer(values), .int(1), .pointer(narrow), .int(0), .long(count))
    }

    func allocateGradients() {
        guard gradientAddress == nil else { return }
        let made = device.take(max(1, count) * 4)
        gradientAddress = made
        device.zero(gradients!, bytes: count * 4)
    }

    func value(_ parameter: Parameter) -> DevicePointer { values + parameter.offset * 4 }

    func matrix(_ parameter: Parameter, _ type: DType) -> DevicePointer {
        type == .f32 ? value(parameter) : narrow + parameter.offset * 2
    }

    func gradient(_ parameter: Parameter) -> DevicePointer { gradients! + parameter.offset * 4 }
}
