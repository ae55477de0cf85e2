// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "diorama",
    products: [
        .executable(name: "diorama", targets: ["diorama"]),
        .library(name: "DioramaWorlds", targets: ["Worlds", "Episodes", "Media", "ReferenceWorld", "Scenarios"]),
        .library(name: "DioramaModel", targets: ["WorldModel", "Memory", "Diffusion", "Codecs", "Layers", "Tensors"]),
        .library(name: "DioramaTraining", targets: ["Training"]),
        .library(name: "DioramaEvaluations", targets: ["Evaluations"]),
    ],
    traits: [
        .trait(name: "Window", description: "The SDL2 window of `diorama play`. Disable it for a headless build."),
        .trait(name: "MPI", description: "Training and evaluation by several processes, with Open MPI (`make mpi`)."),
        .default(enabledTraits: ["Window"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "CKernels"),
        .systemLibrary(
            name: "CSDL2", pkgConfig: "SDL2_ttf", providers: [.apt(["libsdl2-dev", "libsdl2-ttf-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .target(
            name: "Tensors", dependencies: ["CKernels"],
            resources: [.embedInCode("CUDA/Kernels")]),
        .systemLibrary(
            name: "CMPI", pkgConfig: "ompi-c", providers: [.apt(["libopenmpi-dev"])]),
        .target(
            name: "Communication",
            dependencies: ["Tensors", .target(name: "CMPI", condition: .when(traits: ["MPI"]))]),
        .target(name: "Layers", dependencies: ["Tensors"]),
        .target(name: "Camera"),
        .target(name: "Text", dependencies: ["Layers", "Worlds", "Tensors"]),
        .target(name: "Worlds", dependencies: ["Camera", "Tensors", "Yams"]),
        .target(name: "Media", dependencies: ["Worlds", "Tensors", "CPNG"]),
        .target(name: "Episodes", dependencies: ["Media", "Worlds", "Camera", "Tensors", "CZlib", "Yams"]),
        .target(name: "ReferenceWorld", dependencies: ["Episodes", "Worlds", "Camera", "Tensors"]),
        .target(
            name: "Scenarios", dependencies: ["ReferenceWorld", "Worlds", "Tensors"],
            resources: [.copy("../../Scenarios")]),
        .target(name: "Codecs", dependencies: ["Layers", "Tensors"]),
        .target(name: "Diffusion", dependencies: ["Camera", "Layers", "Text", "Tensors"]),
        .target(name: "Memory", dependencies: ["Layers", "Worlds", "Camera", "Tensors"]),
        .target(
            name: "WorldModel",
            dependencies: [
                "Codecs", "Memory", "Diffusion", "Layers", "Text", "Episodes", "Worlds", "Camera", "Tensors",
            ],
            resources: [.copy("Checkpoints")]),
        .target(
            name: "Training",
            dependencies: [
                "WorldModel", "Memory", "Codecs", "Diffusion", "Layers", "Text", "ReferenceWorld", "Episodes", "Media",
                "Worlds", "Camera", "Communication", "Tensors", "CKernels",
            ]),
        .target(
            name: "Evaluations",
            dependencies: [
                "Generation", "WorldModel", "Diffusion", "Text", "ReferenceWorld", "Episodes", "Media", "Scenarios",
                "Worlds", "Camera",
                "Communication", "Tensors",
            ],
            path: "Evaluations", resources: [.copy("Probes/Weights")]),
        .target(
            name: "Playing",
            dependencies: [
                "WorldModel", "Memory", "ReferenceWorld", "Episodes", "Media", "Worlds", "Camera", "Tensors", "Yams",
            ]),
        .target(name: "Generation", dependencies: ["WorldModel", "Diffusion", "Media", "Worlds", "Tensors"]),
        .target(
            name: "Serving",
            dependencies: ["Playing", "Episodes", "Media", "Worlds", "Tensors"],
            resources: [.embedInCode("Page")]),
        .target(
            name: "Sandbox",
            dependencies: [
                "Playing", "Episodes", "Media", "Worlds", "Tensors",
                .target(name: "CSDL2", condition: .when(traits: ["Window"])),
            ]),
        .target(
            name: "Benchmarks",
            dependencies: [
                "Sandbox", "Playing", "Evaluations", "Training", "WorldModel", "Codecs", "Diffusion",
                "Layers",
                "ReferenceWorld", "Worlds", "Camera", "Tensors",
            ]),
        .executableTarget(
            name: "diorama",
            dependencies: [
                "Benchmarks",
                "Sandbox", "Serving", "Generation", "Text", "Playing", "Evaluations", "Training", "Scenarios",
                "WorldModel", "ReferenceWorld", "Episodes", "Media", "Worlds", "Communication", "Tensors",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(name: "TestSupport", dependencies: ["Communication", "Worlds", "Tensors"], path: "Tests/TestSupport"),
        .target(
            name: "FuzzReaders",
            dependencies: [
                "Playing", "Evaluations", "Training", "Scenarios", "WorldModel", "Memory", "Codecs", "Diffusion",
                "Episodes", "Media", "Worlds", "Camera", "Tensors",
            ], path: "Tests/Fuzz/Readers"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["FuzzReaders", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/Fuzz/Command"),
        .executableTarget(
            name: "example", dependencies: ["Evaluations", "Scenarios", "WorldModel", "ReferenceWorld", "Worlds"],
            path: "Tests/Example/Sources/example"),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "CKernels", "TestSupport"]),
        .testTarget(name: "LayersTests", dependencies: ["Layers", "Tensors", "TestSupport"]),
        .testTarget(name: "TextTests", dependencies: ["Text", "Tensors", "TestSupport"]),
        .testTarget(
            name: "DiffusionTests", dependencies: ["Diffusion", "Layers", "Text", "Camera", "Tensors", "TestSupport"]),
        .testTarget(
            name: "CodecsTests", dependencies: ["Codecs", "Tensors", "TestSupport"]),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "Training", "WorldModel", "Memory", "Diffusion", "Codecs", "Text", "ReferenceWorld", "Episodes",
                "Communication", "Tensors", "Worlds", "TestSupport",
            ]),
        .testTarget(name: "CommunicationTests", dependencies: ["Communication", "TestSupport"]),
        .testTarget(name: "EpisodesTests", dependencies: ["Episodes", "Media", "Worlds", "Tensors", "TestSupport"]),
        .testTarget(name: "WorldsTests", dependencies: ["Worlds"]),
        .testTarget(name: "MediaTests", dependencies: ["Media", "Worlds", "Tensors", "TestSupport"]),
        .testTarget(name: "CameraTests", dependencies: ["Camera"]),
        .testTarget(name: "MemoryTests", dependencies: ["Memory", "Worlds", "Camera"]),
        .testTarget(name: "ReferenceWorldTests", dependencies: ["ReferenceWorld", "Worlds", "Camera"]),
        .testTarget(
            name: "ScenariosTests",
            dependencies: ["Scenarios", "Evaluations", "Worlds", "Tensors", "TestSupport"]),
        .testTarget(
            name: "WorldModelTests",
            dependencies: [
                "WorldModel", "Memory", "Training", "Diffusion", "Codecs", "Worlds", "Camera", "Tensors",
                "TestSupport",
            ]),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "Playing", "Memory", "ReferenceWorld", "Episodes", "Media", "Worlds", "Camera",
                "TestSupport",
                .target(name: "CSDL2", condition: .when(traits: ["Window"])),
            ]),
        .testTarget(
            name: "GenerationTests",
            dependencies: [
                "Generation", "WorldModel", "Diffusion", "Codecs", "Worlds", "Tensors",
            ]),
        .testTarget(name: "ServingTests", dependencies: ["Serving", "Playing", "Media", "Worlds"]),
        .testTarget(
            name: "EvaluationsTests",
            dependencies: [
                "Evaluations", "Scenarios", "ReferenceWorld", "WorldModel", "Media", "Worlds", "Camera", "Tensors",
                "TestSupport",
            ]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "diorama", "Benchmarks", "fuzz", "example", "Training", "Media", "Worlds", "Tensors", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
