import Testing
import Worlds

struct PictureDistanceTests {
    @Test func psnr() {
        let a = Frame(width: 4, height: 4)
        var b = a
        for i in b.pixels.indices { b.pixels[i] = 255 }
        #expect(PictureDistance.psnr(a, a) == 60)
        #expect(PictureDistance.psnr(a, b) == 0)
    }
}
