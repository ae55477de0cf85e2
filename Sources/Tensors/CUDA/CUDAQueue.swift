import Synchronization

/// A stream of a GPU and the products on it: work runs in the order it was asked for.
final class CUDAQueue: @unchecked Sendable {
    let stream: CUDADriver.Handle?
    let products: MatrixProducts
    /// A kernel that has been asked for and waits, since what comes next may be joined with it.
    let postponed = Mutex<PostponedResidual?>(nil)

    init(stream: CUDADriver.Handle?, products: MatrixProducts) { (self.stream, self.products) = (stream, products) }
}
