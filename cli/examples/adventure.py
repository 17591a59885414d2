"""A text adventure: a state machine whose grammar is a `match` statement.

Played from standard input, or by itself when there is nothing to read.
"""

import sys

ROOMS = {
    "cellar": {"text": "A damp cellar. A door leads north.", "exits": {"north": "hall"}, "items": ["lamp"]},
    "hall": {
        "text": "A hall with a locked gate in the east and stairs up.",
        "exits": {"south": "cellar", "up": "attic"},
        "items": [],
    },
    "attic": {"text": "An attic. It is too dark to see much.", "exits": {"down": "hall"}, "items": ["key", "rope"], "dark": True},
    "garden": {"text": "The garden, and freedom.", "exits": {"west": "hall"}, "items": []},
}
SHORT = {"n": "north", "s": "south", "e": "east", "w": "west", "u": "up", "d": "down"}
DEMO = """look; take lamp; n; up; take key; light lamp; take key and rope; drop rope; inventory; d; go sideways;
          unlock gate with rope; unlock gate with key; sing; give key to ghost; take; e; look; quit"""


class Game:
    def __init__(self):
        self.room = "cellar"
        self.bag = []
        self.lit = False
        self.moves = 0

    @property
    def here(self):
        return ROOMS[self.room]

    @property
    def can_see(self):
        return self.lit or not self.here.get("dark")

    def look(self):
        yield self.here["text"]
        if self.can_see and self.here["items"]:
            yield "You see: " + ", ".join(sorted(self.here["items"]))

    def play(self, line):
        """The answers to one command, line by line."""
        self.moves += 1
        match line.lower().split():
            case []:
                yield "Say something."
            case ["look" | "l"]:
                yield from self.look()
            case ["go", direction] | [("north" | "south" | "east" | "west" | "up" | "down" | "n" | "s" | "e" | "w" | "u" | "d") as direction]:
                match self.here["exits"].get(SHORT.get(direction, direction)):
                    case None:
                        yield f"There is no way {SHORT.get(direction, direction)}."
                    case room:
                        self.room = room
                        yield from self.look()
            case ["take" | "get", *names] if names:
                for name in names:
                    match name:
                        case "and" | ",":
                            continue
                        case _ if not self.can_see:
                            yield "You grope about and find nothing."
                        case _ if name in self.here["items"]:
                            self.here["items"].remove(name)
                            self.bag.append(name)
                            yield f"You have the {name} now."
                        case _:
                            yield f"There is no {name} here."
            case ["drop", name] if name in self.bag:
                self.bag.remove(name)
                self.here["items"].append(name)
                yield f"You drop the {name}."
            case ["light", "lamp"] if "lamp" in self.bag:
                self.lit = True
                yield "The lamp burns."
                yield from self.look()
            case ["unlock", "gate", "with", tool]:
                match tool, self.room:
                    case "key", "hall" if "key" in self.bag:
                        self.here["exits"]["east"] = "garden"
                        yield "The gate swings open."
                    case _, "hall":
                        yield f"The {tool} does not fit, or you do not have it."
                    case _:
                        yield "There is no gate here."
            case ["inventory" | "i"]:
                yield "You carry " + (", ".join(sorted(self.bag)) or "nothing") + "."
            case [verb, item, "to", *whom]:
                yield f"Nobody called {' '.join(whom)} wants your {item} to be {verb}n."
            case [verb] if verb in ("take", "drop", "unlock", "light"):
                yield f"{verb.capitalize()} what?"
            case _:
                yield f"I do not know how to {line.strip()!r}."


def main():
    game = Game()
    typed = sys.stdin.read()
    commands = typed.splitlines() if typed.strip() else DEMO.replace("\n", " ").split(";")
    for command in commands:
        command = command.strip()
        print(f"> {command}")
        if command in ("quit", "q"):
            break
        for line in game.play(command):
            print(line)
        if game.room == "garden":
            print(f"*** You are free after {game.moves} moves. ***")
    print("Farewell.")


main()
