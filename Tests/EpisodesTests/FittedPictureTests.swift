import Testing
import Worlds

@testable import Episodes

struct FittedPictureTests {
    @Test func cutsPadsOrStretches() {
        let old = (width: 160, height: 120)
        let crop = FittedPicture(old, aspect: 1, to: (128, 80), .crop)
        #expect(crop.scaled == (128, 96))
        var frame = Frame(width: 128, height: 96)
        for y in 0..<96 { frame.pixels[y * 128 * 3] = UInt8(y) }
        #expect(crop(frame).pixels[0] == 8 && crop(frame).height == 80)
        let pad = FittedPicture(old, aspect: 1, to: (128, 80), .pad)
        #expect(pad.scaled == (107, 80))
        let padded = pad(Frame(width: 107, height: 80, pixels: [UInt8](repeating: 9, count: 107 * 80 * 3)))
        #expect(padded.pixels[9 * 3] == 0 && padded.pixels[10 * 3] == 9 && padded.pixels[116 * 3] == 9)
        #expect(padded.pixels[117 * 3] == 0)
        #expect(FittedPicture(old, aspect: 1, to: (128, 80), .stretch).scaled == (128, 80))
        // Pixels twice as wide as high make a picture of 320 x 120.
        #expect(FittedPicture(old, aspect: 2, to: (128, 48), .crop).scaled == (128, 48))
    }

    @Test func mapsAndPinholesGoWithThePictures() {
        let crop = FittedPicture((4, 4), aspect: 1, to: (4, 2), .crop)
        #expect(crop.map(Array(0..<16)[...], outside: -1) == Array(4..<12))
        let pad = FittedPicture((2, 2), aspect: 1, to: (4, 2), .pad)
        #expect(pad.map([1, 2, 3, 4][...], outside: 0) == [0, 1, 2, 0, 0, 3, 4, 0])
        let pinhole = crop.intrinsics(.init(fx: 4, fy: 4, cx: 2, cy: 2))
        #expect(pinhole == .init(fx: 4, fy: 4, cx: 2, cy: 1))
        #expect(pad.intrinsics(.init(fx: 1, fy: 1, cx: 1, cy: 1)).cx == 2)
    }

    @Test func suggestsSizesOfTheShape() {
        #expect(FittedPicture.suggestion((160, 120)) == "128x96")
        let sides = FittedPicture.suggestion((1279, 719)).split(separator: "x").map { Int($0)! }
        #expect(sides.allSatisfy { $0 % 16 == 0 } && abs(Double(sides[0]) / Double(sides[1]) - 16.0 / 9) < 0.1)
        #expect(FittedPicture.suggestion((1, 1)) == "16x16")
    }
}
