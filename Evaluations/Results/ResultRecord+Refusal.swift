extension [ResultRecord] {
    /// Why none of `metric` is a measurement, where the candidate is of a kind that cannot be asked: what follows `code` in a reason.
    func refusal(of metric: String, code: String) -> String? {
        let reason = first { $0.metric == metric && $0.reason?.hasPrefix(code) == true }?.reason
        return reason.map { String($0.dropFirst(code.count)) }
    }
}
