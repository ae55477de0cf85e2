import ReferenceWorld
import Worlds

extension ScenarioVocabulary {
    /// The words of scripts that the reference world plays and `measures` judge.
    public init(_ measures: ScenarioMeasures) {
        self.init(
            measures: measures, families: ScenarioLibrary.families + ScenarioLibrary.promptFamilies,
            verbs: StagedRun.verbs,
            sights: ScenarioRequirement.sights, events: ReferenceWorld.eventKinds)
    }
}
