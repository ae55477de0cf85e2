// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "diorama",
    products: [.executable(name: "diorama", targets: ["diorama"])],
    traits: [
        .trait(name: "Window", description: "The SDL2 window of `diorama play`. Disable it for a headless build."),
        .default(enabledTraits: ["Window"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "CKernels"),
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CSDL2", pkgConfig: "SDL2_ttf", providers: [.apt(["libsdl2-dev", "libsdl2-ttf-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .target(
            name: "Tensors", dependencies: ["CKernels", "COpenBLAS"],
            resources: [.embedInCode("CUDA/Kernels")]),
        .target(name: "Layers", dependencies: ["Tensors"]),
        .target(name: "Worlds", dependencies: ["Tensors", "CPNG", "Yams"]),
        .target(name: "ReferenceWorld", dependencies: ["Worlds"]),
        .target(
            name: "Staging", dependencies: ["ReferenceWorld", "Worlds", "Tensors"],
            resources: [.copy("../../Scenarios")]),
        .target(name: "VideoCompression", dependencies: ["Layers"]),
        .target(name: "Diffusion", dependencies: ["Layers"]),
        .target(
            name: "WorldModel", dependencies: ["VideoCompression", "Diffusion", "Layers", "Worlds"],
            resources: [.copy("Checkpoints")]),
        .target(name: "Training", dependencies: ["WorldModel", "Worlds", "Yams", "CKernels"]),
        .target(
            name: "Evaluations", dependencies: ["WorldModel", "ReferenceWorld", "Worlds", "Tensors"],
            path: "Evaluations", resources: [.copy("Probes/Weights")]),
        .target(
            name: "Sandbox",
            dependencies: [
                "WorldModel", "ReferenceWorld", "Worlds", "Yams",
                .target(name: "CSDL2", condition: .when(traits: ["Window"])),
            ]),
        .executableTarget(
            name: "diorama",
            dependencies: [
                "Sandbox", "Evaluations", "Training", "Staging", "WorldModel", "ReferenceWorld", "Worlds", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(name: "TestSupport", dependencies: ["Tensors"], path: "Tests/TestSupport"),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "CKernels", "TestSupport"]),
        .testTarget(name: "LayersTests", dependencies: ["Layers", "VideoCompression", "Diffusion", "Tensors"]),
        .testTarget(name: "WorldsTests", dependencies: ["Worlds", "TestSupport"]),
        .testTarget(name: "ReferenceWorldTests", dependencies: ["ReferenceWorld"]),
        .testTarget(name: "StagingTests", dependencies: ["Staging", "ReferenceWorld", "Worlds"]),
        .testTarget(
            name: "WorldModelTests",
            dependencies: [
                "WorldModel", "Training", "Diffusion", "VideoCompression", "Tensors", "Worlds", "TestSupport",
            ]),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "ReferenceWorld", "Worlds",
                .target(name: "CSDL2", condition: .when(traits: ["Window"])),
            ]),
        .testTarget(
            name: "EvaluationsTests",
            dependencies: ["Evaluations", "Staging", "ReferenceWorld", "WorldModel", "Worlds", "TestSupport"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "diorama", "Evaluations", "Tensors", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
