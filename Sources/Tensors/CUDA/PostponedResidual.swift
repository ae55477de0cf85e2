/// A gated residual that is not launched before it is known what comes next: a layer norm of its result is made in one kernel
/// with it.
struct PostponedResidual: Sendable {
    let result: DevicePointer
    let rows: Int
    let columns: Int
    let perBlock: Int
    /// Those that both kernels begin with.
    let arguments: [KernelArgument]
}
