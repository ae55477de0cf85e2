import Camera
import Worlds

/// Draws a stage in software: shapes by exact rays into a depth buffer, then ground, sky and decals.
struct Renderer: Sendable {
    let width: Int
    let height: Int
    let intrinsics: Truth.Intrinsics
    private var list = ShapeList()
    private var depth: [Float] = []
    private var ids: [UInt16] = []

    /// `ReferenceWorld.fieldOfView` degrees across.
    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        intrinsics = Pinhole(width: width, height: height, tangent: 0.767_326_99)
    }

    /// The picture that the player sees; depth and instance ids are empty unless `truth`.
    mutating func render(_ stage: Stage, truth: Bool) -> (frame: Frame, depth: [Float], instances: [UInt16]) {
        let scene = stage.scene
        list.collect(stage)
        let count = width * height
        if truth || depth.count != count {
            depth = [Float](repeating: .infinity, count: count)
            ids = [UInt16](repeating: 0, count: count)
        }
        let camera = RasterCamera(stage.pose, intrinsics, width: width, height: height)
        let pixels = [UInt8](unsafeUninitializedCapacity: count * 3) { colors, filled in
            filled = count * 3
            depth.withUnsafeMutableBufferPointer { distances in
                ids.withUnsafeMutableBufferPointer { identities in
                    guard let color = colors.baseAddress, let z = distances.baseAddress,
                        let id = identities.baseAddress
                    else { return }
                    if !truth { z.update(repeating: .infinity, count: count) }
                    Renderer.draw(
                        scene, list,
                        Raster(
                            camera: camera, pixels: color, depth: z, ids: id, horizon: scene.daylight.horizon,
                            tint: scene.daylight.tint))
                }
            }
        }
        let frame = Frame(width: width, height: height, pixels: pixels)
        return truth ? (frame, depth, ids) : (frame, [], [])
    }

    private static func draw(_ scene: Scene, _ list: ShapeList, _ raster: Raster) {
        list.shapes.withUnsafeBufferPointer { shapes in
            for i in shapes.indices {
                switch shapes[i].form {
                case .box: raster.box(shapes[i])
                case .ellipsoid: raster.ellipsoid(shapes[i])
                case .cylinder: raster.cylinder(shapes[i])
                case .leaning, .wedge: raster.slanted(shapes[i])
                }
            }
        }
        raster.groundAndSky(scene.ground, zenith: scene.daylight.zenith)
        list.decals.withUnsafeBufferPointer { decals in
            for i in decals.indices { raster.decal(decals[i]) }
        }
    }
}
