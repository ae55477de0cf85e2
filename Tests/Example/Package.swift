// swift-tools-version: 6.1
import PackageDescription

// A package of one's own that plays and judges a checkpoint: `swift run -c release` in this folder.
let package = Package(
    name: "example",
    dependencies: [.package(name: "diorama", path: "../..", traits: [])],
    targets: [
        .executableTarget(
            name: "example",
            dependencies: [
                .product(name: "DioramaWorlds", package: "diorama"),
                .product(name: "DioramaModel", package: "diorama"),
                .product(name: "DioramaEvaluations", package: "diorama"),
            ])
    ]
)
