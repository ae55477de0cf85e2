import Tensors
import TestSupport
import Testing

@testable import Benchmarks
@testable import diorama

extension DeviceAgreement.Trial: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// Where a person wants things computed: a GPU beside the CPU, and what is said where there is none.
@Suite(.serialized) struct DeviceTests {
    // Needs an NVIDIA GPU.
    @Test(
        .enabled(if: usableGPU != nil), arguments: DeviceAgreement.trials, [Context.Precision.f32, .bf16])
    func everyPrimitiveAgreesWithTheCPU(trial: DeviceAgreement.Trial, precision: Context.Precision) throws {
        let agreement = DeviceAgreement(device: try #require(usableGPU))
        let row = agreement.row(trial, precision)
        #expect(row.passes, "\(row.forward), gradients \(row.backward ?? 0), seed \(agreement.seed)")
    }

    // Needs an NVIDIA GPU.
    @Test(.enabled(if: usableGPU != nil)) func streamsAgreeWithTheCPUCapturedOrNot() throws {
        let agreement = DeviceAgreement(device: try #require(usableGPU))
        let (rows, captured) = agreement.streamRows()
        #expect(captured > 0)
        for row in rows {
            #expect(row.passes, "\(row.name), \(row.precision): \(row.forward), seed \(agreement.seed)")
        }
    }

    // Needs an NVIDIA GPU.
    @Test(.enabled(if: usableGPU != nil)) func trainingsFollowTheLossesOfTheCPU() throws {
        let agreement = DeviceAgreement(device: try #require(usableGPU))
        for row in agreement.trainingRows() {
            #expect(row.passes, "\(row.name), \(row.precision): \(row.forward), seed \(agreement.seed)")
        }
    }

    @Test func aLossThatIsNoNumberNeverPasses() {
        let found = DeviceAgreement.largest([1, .nan, 2], [1, 1, 2])
        #expect(!DeviceAgreement.Row(name: "losses", precision: .bf16, forward: found).passes)
        #expect(DeviceAgreement.largest([2, 1.5], [2, 1]) == 0.5)
        #expect(DeviceAgreement.largest([1], [1, 1]) == .infinity)
    }

    @Test(.enabled(if: usableGPU == nil)) func withoutAGPUOneSentenceSaysWhatToDo() throws {
        let refusal = try #require(throws: CUDAError.self) { try DeviceChoice.cuda.device() }
        let sentence = refusal.description
        #expect(sentence.contains("use --device cpu") && !sentence.contains("\n"))
        #expect(try DeviceChoice.auto.device() == nil)
        let folder = try TemporaryFolder()
        let command = try Command(["benchmark", "--device", "cuda", "--cases", "agreement"], in: folder.url)
        #expect(command.status != 0)
        #expect(command.errors.contains(sentence) && command.output.isEmpty)
    }
}
