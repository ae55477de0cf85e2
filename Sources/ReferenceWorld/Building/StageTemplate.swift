/// The places that scripts furnish.
enum StageTemplate: String, CaseIterable, Sendable {
    case room, corridor, street, meadow, plaza, table, stairs, doorway, gap
    case leftCorridor = "l_corridor"
    case pillarHall = "pillar_hall"
    case twinRooms = "twin_rooms"
}
