"""Reading source code: modules as syntax trees, and the stairs as they stand in pyproject.toml."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "samsyn"
NOT_OURS = {"vendor", "__pycache__"}
HOUSES = ("ground", "method")  # floors that are divided into rooms by a contract of their own


class Module(NamedTuple):
    """A Python file: where it lies below the package's parent, and its syntax tree."""

    path: str
    tree: ast.Module
    text: str

    @property
    def dotted(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def room(self) -> str:
        return room_of(self.dotted)

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{node.lineno}"  # type: ignore[attr-defined]


def room_of(dotted: str) -> str:
    """Return the room of a module: 'web', 'method.pictures', 'ground.places'."""
    parts = dotted.split(".")[1:]
    return ".".join(parts[:2]) if parts and parts[0] in HOUSES else ".".join(parts[:1])


def read_modules(package: Path) -> list[Module]:
    """Parse every Python file of a package."""
    found = []
    for path in sorted(package.rglob("*.py")):
        if not NOT_OURS & set(path.parts):
            text = path.read_text(encoding="utf-8")
            found.append(Module(path.relative_to(package.parent).as_posix(), ast.parse(text), text))
    return found


@cache
def samsyn() -> tuple[Module, ...]:
    """Return the modules of the product, parsed once."""
    return tuple(read_modules(PACKAGE))


def sample(path: str, text: str) -> Module:
    """Return a module made up for a test."""
    return Module(path, ast.parse(text), text)


def without_migrations(modules: Iterable[Module]) -> Iterator[Module]:
    """Leave out migrations: they are written by Django."""
    return (module for module in modules if "/migrations/" not in module.path)


def dotted_name(node: ast.AST) -> str:
    """Return 'a.b.c' for an attribute chain, looking through calls; '' where it is something else."""
    parts: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=value, attr=attr):
                parts.append(attr)
                node = value
            case ast.Call(func=func):
                node = func
            case ast.Subscript(value=value):
                node = value
            case ast.Name(id=name):
                return ".".join([name, *reversed(parts)])
            case _:
                return ".".join(["?", *reversed(parts)])


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported_names(module: Module) -> dict[str, str]:
    """Return what each imported name stands for: {'Place': 'samsyn.ground.places.models.Place'}."""
    names = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.asname or alias.name.split(".")[0]: alias.name for alias in node.names}
    return names


class Stairs:
    """The order of the rooms, read from the layer contracts: which may know which."""

    def __init__(self, contracts: list[dict]) -> None:
        self.steps: dict[str, list[set[str]]] = {}
        self.bracketed: dict[str, set[str]] = {}
        for contract in contracts:
            if contract["type"] == "layers":
                container = contract["containers"][0]
                layers = [[word.strip() for word in layer.split("|")] for layer in contract["layers"]]
                self.steps[container] = [{word.strip("()") for word in layer} for layer in layers]
                self.bracketed[container] = {w.strip("()") for layer in layers for w in layer if w.startswith("(")}

    def may_know(self, upper: str, lower: str) -> bool:
        """Say whether a room may know another: itself, or one on a lower step."""
        if upper == lower:
            return True
        up, down = upper.split("."), lower.split(".")
        if up[0] != down[0]:
            return self._is_above("samsyn", up[0], down[0])
        return self._is_above(f"samsyn.{up[0]}", ".".join(up[1:]), ".".join(down[1:]))

    def _is_above(self, container: str, upper: str, lower: str) -> bool:
        steps = self.steps.get(container, [])
        place = {word: number for number, step in enumerate(steps) for word in step}
        return upper in place and lower in place and place[upper] < place[lower]


@cache
def project() -> dict:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@cache
def stairs() -> Stairs:
    """Return the stairs of the product."""
    return Stairs(project()["tool"]["importlinter"]["contracts"])


def rooms_named_in(text: str, heading: str) -> set[str]:
    """Return the words in backticks of the line that begins with a heading."""
    line = next((line for line in text.splitlines() if line.strip().lstrip("*").startswith(heading)), "")
    return {word.split(".")[-1] for word in line.split("`")[1::2]}
