import Worlds

/// Random staged scenes with a player for each, for training. What the held-out scenarios are about never occurs: two
/// equal rooms, a bent corridor, platforms with a gap, tunnels, dominoes, five of a kind, throwing, carrying a chest,
/// effects with two causes, placed blocks.
public enum StagedEpisodes {
    /// The scene, whose start has the world seed `seed`, and who plays in it.
    public static func episode(seed: UInt64) -> (description: SceneDescription, player: StagedPlayer) {
        var random = RandomSource(seed: seed, stream: 0x57AED)
        var plan = Plan(random: random)
        switch random.below(14) {
        case 0, 1: plan.wandering()
        case 2: plan.pushing()
        case 3: plan.occlusion()
        case 4: plan.crowd()
        case 5: plan.states()
        case 6: plan.containment()
        case 7: plan.cups()
        case 8: plan.mechanism()
        case 9: plan.falling()
        case 10: plan.tower()
        case 11: plan.moving()
        case 12: plan.circling()
        default: plan.walking()
        }
        let habits: [Policy.Kind] = [.wander, .wander, .lookAround, .circle, .outAndBack]
        let description = SceneDescription(template: plan.template, clutter: plan.clutter, objects: plan.objects)
        let player = StagedPlayer(
            tasks: plan.tasks, usable: plan.usable, habit: random.pick(habits), seed: seed)
        return (description, player)
    }
}
