"""One channel of an action space."""

from dataclasses import asdict, dataclass, field


@dataclass
class Channel:
    """A binary key (0 or 1) or an analogue axis (-1 to 1)."""

    name: str
    kind: str
    bindings: list = field(default_factory=list)
    meaning: str = ""
    effect: dict = field(default_factory=lambda: {"kind": "none"})

    def json(self):
        """The channel as `set.json` has it."""
        return asdict(self)
