/// The processes that work on one thing together, each of which has a rank from 0 on.
///
/// All of them make the same collective calls (`sum`, `gather`) in the same order. A process that is lost ends the others, so no
/// call fails: what launched them names the lost one.
public protocol Communicator: AnyObject, Sendable {
    var rank: Int { get }
    /// How many there are.
    var size: Int { get }
    /// Adds up the values of all processes, in place; all of them get the same bits.
    func sum(_ values: UnsafeMutableBufferPointer<Float>)
    /// What every process gives, in the order of their ranks.
    func gather(_ bytes: [UInt8]) -> [[UInt8]]
    /// Sends a message, of which those with one tag arrive in their order.
    func send(_ bytes: [UInt8], to rank: Int, tag: Int)
    /// A message with `tag` that has come; nil: none so far.
    func received(tag: Int) -> (rank: Int, bytes: [UInt8])?
    /// Takes leave of the others, at the end of all work.
    func finish()
    /// Ends all processes at once, where this one has failed.
    func abort(status: Int32)
}
