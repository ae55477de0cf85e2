"""A walker for Crafter: keeps its direction for a while, and now and then collects or strikes what stands before it.

    python -m diorama_world.record --env CrafterReward-v1 --policy crafter_walk:walk --episodes 200 --frames 500 --output crafter
"""

held = [0]


def walk(observation, environment, random):
    names = environment.unwrapped.action_names
    if random.random() < 0.2:
        ways = ["move_left", "move_right", "move_up", "move_down", "noop"]
        held[0] = names.index(random.choice(ways, p=[0.23, 0.23, 0.23, 0.23, 0.08]))
    return names.index("do") if random.random() < 0.15 else held[0]
