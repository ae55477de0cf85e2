import Foundation
import Tensors

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Has a server that speaks OpenAI's chat protocol write prompts anew: POST to URL/chat/completions.
public struct RewriterServer: Sendable {
    public let url: URL
    /// The model that the server is asked for.
    public let model: String
    /// Of the answer: seconds, bytes, and bytes of the caption.
    private static let limits = (seconds: 60.0, bytes: 1 << 20, caption: 4000)
    private static let task = """
        Write the prompt of a video out to a caption of two to five short sentences. Keep every word that is asked for. Add the \
        place, the time of day, where things are and what the camera does. Answer with the caption alone.
        """

    /// Throws one sentence where `text` is no address.
    public init(_ text: String, model: String = "default") throws {
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme ?? ""), url.host != nil else {
            throw FileError("'\(text)' is no address of a server; write e.g. http://localhost:11434/v1.")
        }
        (self.url, self.model) = (url, model)
    }

    private struct Message: Codable { var role, content: String }
    private struct Question: Encodable {
        var model: String
        var messages: [Message]
        var seed: Int
        var stream = false
    }
    private struct Answer: Decodable {
        struct Choice: Decodable { var message: Message }
        var choices: [Choice]
    }

    /// The caption that the server makes of `prompt`.
    public func rewrite(_ prompt: String, seed: UInt64) async throws -> String {
        var request = URLRequest(
            url: url.appendingPathComponent("chat/completions"), timeoutInterval: Self.limits.seconds)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        if let key = ProcessInfo.processInfo.environment["OPENAI_API_KEY"] {
            request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        }
        let question = Question(
            model: model,
            messages: [Message(role: "system", content: Self.task), Message(role: "user", content: prompt)],
            seed: Int(seed % (1 << 31)))
        request.httpBody = try JSONEncoder().encode(question)
        let data: Data
        let response: URLResponse
        do { (data, response) = try await URLSession.shared.data(for: request) } catch {
            throw FileError("The server \(url) cannot be reached: \(error.localizedDescription)")
        }
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard status == 200 else {
            throw FileError("The server \(url) answered with status \(status), not with a caption.")
        }
        guard data.count <= Self.limits.bytes, let answer = try? JSONDecoder().decode(Answer.self, from: data),
            let text = answer.choices.first?.message.content.trimmingCharacters(in: .whitespacesAndNewlines),
            !text.isEmpty, text.utf8.count <= Self.limits.caption
        else { throw FileError("The server \(url) gave no caption of up to \(Self.limits.caption) bytes.") }
        return text.printable
    }
}
