import Testing
import Worlds

@testable import Playing
@testable import Sandbox

struct LayoutTests {
    private let area = PictureLayout.Rect(x: 0, y: 0, width: 1024, height: 664)

    @Test func oneWholeNumberEnlargesAPicture() {
        let place = PictureLayout.place([(128, 80)], in: area, wholeNumbers: true)
        #expect(place == [.init(x: 0, y: 12, width: 1024, height: 640)])
    }

    @Test func twoPicturesFillTheWindow() {
        let places = PictureLayout.place([(128, 80), (128, 80)], in: area, wholeNumbers: true)
        #expect(places.map(\.width) == [512, 512] && places.map(\.x) == [0, 512])
        let square = PictureLayout.Rect(x: 0, y: 0, width: 600, height: 900)
        let stacked = PictureLayout.place([(128, 80), (128, 80)], in: square, wholeNumbers: true)
        #expect(stacked.map(\.width) == [512, 512] && stacked[0].x == stacked[1].x)
        #expect(stacked[1].y >= stacked[0].y + 320)
    }

    @Test func whatIsTooLargeIsMadeSmaller() {
        let places = PictureLayout.place([(4000, 2000), (4000, 2000)], in: area, wholeNumbers: true)
        #expect(places.allSatisfy { $0.width <= 1024 && $0.x >= 0 && $0.x + $0.width <= 1024 && $0.height > 300 })
    }
}
