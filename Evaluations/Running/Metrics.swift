/// All ways of measuring. A new metric is a new file and a line here.
public enum Metrics {
    public static let all: [any Metric] = [
        GeometryGainMetric(),
        EpipolarMetric(),
        RevisitMetric(),
        ChoiceMetric(),
        CountMetric(),
        PositionMetric(),
        StateMetric(),
        EvolutionMetric(),
        ControlMetric(),
        MotionGainMetric(),
        DriftMetric(),
        SpontaneityMetric(),
        GravityMetric(),
        BounceMetric(),
        DelayMetric(),
        TrajectoryMetric(),
        EffectMetric(),
        LeakMetric(),
        OnsetMetric(),
        PersistenceMetric(),
        DisplacementMetric(),
        SpecificityMetric(),
        FidelityMetric(),
    ]
}
