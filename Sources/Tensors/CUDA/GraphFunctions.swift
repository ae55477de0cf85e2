/// The functions of the driver that record work and run it anew.
struct GraphFunctions: Sendable {
    typealias Handle = CUDADriver.Handle

    let begin: @convention(c) (Handle?, Int32) -> Int32
    let end: @convention(c) (Handle?, UnsafeMutablePointer<Handle?>) -> Int32
    let instantiate: @convention(c) (UnsafeMutablePointer<Handle?>, Handle?, UInt64) -> Int32
    let launch: @convention(c) (Handle?, Handle?) -> Int32
    let destroy: @convention(c) (Handle?) -> Int32
    let destroyExecutable: @convention(c) (Handle?) -> Int32

    init(_ library: DynamicLibrary) throws {
        begin = try library.function("cuStreamBeginCapture_v2")
        end = try library.function("cuStreamEndCapture")
        instantiate = try library.function("cuGraphInstantiateWithFlags")
        launch = try library.function("cuGraphLaunch")
        destroy = try library.function("cuGraphDestroy")
        destroyExecutable = try library.function("cuGraphExecDestroy")
    }
}
