/// The program's version, for every place that tells it.
enum Version {
    static let number = "0.1.0"
}
