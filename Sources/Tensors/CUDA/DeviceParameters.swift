/// A model's parameters in a GPU's memory: f32, a bf16 copy for products, and gradients once they are wanted. Laid out as in
/// their `ParameterStore`.
public final class DeviceParameters: @unchecked Sendable {
    let device: CUDADevice
    let count: Int
    let values: UInt64
    let narrow: UInt64
    private(set) var gradients: UInt64?

    init(_ store: ParameterStore, device: CUDADevice) {
        (self.device, count) = (device, store.count)
        values = device.take(max(1, count) * 4)
        narrow = device.take(max(1, count) * 2)
        upload(store.values)
    }

    deinit {
        device.give(values, size: max(1, count) * 4)
        device.give(narrow, size: max(1, count) * 2)
        if let gradients { device.give(gradients, size: max(1, count) * 4) }
    }

    func upload(_ host: UnsafePointer<Float>) {
        device.upload(host, to: values, bytes: count * 4)
        narrowed()
    }

    /// Makes the bf16 copy anew.
    private func narrowed() {
        device.launch(
            "convert", items: (count + 7) / 8, .pointer(values), .int(1), .pointer(narrow), .int(0), .long(count))
    }

    func allocateGradients() {
        guard gradients == nil else { return }
        let made = device.take(max(1, count) * 4)
        device.zero(made, bytes: count * 4)
        gradients = made
    }

    func value(_ parameter: Parameter) -> UInt64 { values + UInt64(parameter.offset * 4) }

    func matrix(_ parameter: Parameter, _ type: DType) -> UInt64 {
        type == .f32 ? value(parameter) : narrow + UInt64(parameter.offset * 2)
    }

    func gradient(_ parameter: Parameter) -> UInt64 { gradients! + UInt64(parameter.offset * 4) }
}
