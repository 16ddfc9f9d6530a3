"""What only kernels may call, no Python calls: that would end the process."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from vitascope.engines import previz

ROOT = Path(previz.__file__).parent
INNER = {"part", "leaf", "inlined"}
COMPILED = INNER | {"kernel", "bare"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def decorators(node: ast.FunctionDef) -> set[str]:
    return {mark.id for mark in node.decorator_list if isinstance(mark, ast.Name)}


def inner(tree: ast.Module) -> set[str]:
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {node.name for node in functions if decorators(node) & INNER}


def assigned(function: ast.FunctionDef) -> set[str]:
    taken = {argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)}
    names = (node for node in ast.walk(function) if isinstance(node, ast.Name))
    return taken | {node.id for node in names if isinstance(node.ctx, ast.Store)}


def names_in_python(node: ast.AST, hidden: frozenset[str] = frozenset()) -> Iterator[str]:
    """Names and attributes that code which is not compiled reads, less what it calls its own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            if not decorators(child) & COMPILED:
                yield from names_in_python(child, hidden | assigned(child))
            continue
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load) and child.id not in hidden:
            yield child.id
        if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name):
            yield f"{child.value.id}.{child.attr}"
        yield from names_in_python(child, hidden)


def test_python_calls_no_inner_function() -> None:
    trees = {path: ast.parse(path.read_text()) for path in ROOT.rglob("*.py")}
    own = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): inner(tree) for path, tree in trees.items()
    }
    assert sum(map(len, own.values())) > 100
    for path, tree in trees.items():
        forbidden = set(own[module_of(path)])
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(previz.__name__):
                module = (node.module or "")[len(previz.__name__) + 1 :]
                for alias in node.names:
                    name = alias.asname or alias.name
                    forbidden |= {name} & own.get(module, set())
                    deeper = f"{module}.{alias.name}".lstrip(".")
                    forbidden |= {f"{name}.{each}" for each in own.get(deeper, set())}
        called = forbidden & set(names_in_python(tree))
        assert not called, f"{path} calls {sorted(called)}: mark them `kernel` or `bare`"
