extension [ResultRecord] {
    /// What went wrong with cases that broke off or were not there, each sentence once, the first few of them.
    public var complaints: [String] {
        var seen: Set<String> = []
        let all = compactMap { $0.status == .error ? $0.reason : nil }.filter { seen.insert($0).inserted }
        let shown = 5
        if all.count <= shown { return all }
        return all.prefix(shown) + ["... and \(all.count - shown) more; results.jsonl has them all"]
    }
}
