/// Trains a transformer on clips of episodes.
public protocol ClipTrainer: AnyObject {
    var clips: ClipStore { get }
    /// Of the model that is trained; `clock` counts the steps.
    var optimizer: Optimizer { get }
    var clock: Optimizer { get }
    /// Floating-point operations so far.
    var flops: Double { get }
    func step(_ set: LatentSet) -> Float
    /// Fits the schedule to another number of steps.
    func take(steps: Int)
}

extension ClipTrainer {
    public var clock: Optimizer { optimizer }
}
