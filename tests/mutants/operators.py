# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every change that a mutation test tries in a source: each one is a slip that a programmer could make.

Left alone are sentences for people, f-strings, annotations, decorators and imports: they decide nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
_CALCULATED = {
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min", "startswith": "endswith", "endswith": "startswith"}


@dataclass(frozen=True)
class Change:
    """The bytes from C(start) to C(end) become C(text)."""

    operator: str
    line: int
    start: int
    end: int
    text: bytes

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.text + source[self.end :]


def changes(source: bytes, sentences: bool = False) -> list[Change]:
    """Return the changes of a source of Python; with those of its sentences. A few of them are not C(possible)."""
    visitor = _Visitor(source, sentences)
    visitor.visit(ast.parse(source))
    return list({(change.start, change.end, change.text): change for change in visitor.changes}.values())


def possible(source: bytes, change: Change) -> bool:
    """Return whether what comes of a change is valid Python: a removed part may have stood in brackets of its own."""
    try:
        ast.parse(change.applied(source))
    except SyntaxError:
        return False
    return True


class _Visitor(ast.NodeVisitor):
    def __init__(self, source: bytes, sentences: bool) -> None:
        self.source, self.sentences = source, sentences
        self.changes: list[Change] = []
        lengths = [len(line) for line in source.splitlines(keepends=True)]
        self.offsets = [sum(lengths[:number]) for number in range(len(lengths) + 1)]

    def start(self, node: ast.AST) -> int:
        return self.offsets[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> int:
        return self.offsets[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def text(self, node: ast.AST) -> bytes:
        return self.source[self.start(node) : self.end(node)]

    def change(self, operator: str, node: ast.AST, text: bytes | str, start: int | None = None, end: int | None = None):
        start = self.start(node) if start is None else start
        end = self.end(node) if end is None else end
        text = text.encode() if isinstance(text, str) else text
        self.changes.append(Change(operator, node.lineno, start, end, text))

    def without_each(self, operator: str, parts: list[tuple[ast.AST, ast.AST]], chosen: range) -> None:
        """Remove one of the parts that commas separate, each given by its first and its last node."""
        for number in chosen:
            first, last = parts[number]
            if number + 1 < len(parts):
                self.change(operator, first, b"", end=self.start(parts[number + 1][0]))
            elif number:
                self.change(operator, first, b"", self.end(parts[number - 1][1]), self.end(last))
            else:
                self.change(operator, first, b"", end=self.end(last))

    # What is left alone.

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Positions inside are exact only from Python 3.12 on."""

    def visit_Import(self, node: ast.Import) -> None:
        pass

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        pass

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Tuple):  # such as those of types
            self.visit(node.slice)

    # Statements.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(default)
        for statement in node.body:
            self.visit(statement)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        self.change("statement", node, "pass")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(target, (ast.Name, ast.Tuple)) for target in node.targets):
            self.change("statement", node, "pass")
        self.generic_visit(node)

    def _removed(self, node: ast.AST) -> None:
        self.change("statement", node, "pass")
        self.generic_visit(node)

    visit_AugAssign = visit_Raise = visit_Continue = visit_Break = visit_Delete = _removed

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self.change("return", node, "return None")
        self.generic_visit(node)

    def _condition(self, node: ast.If | ast.While | ast.IfExp) -> None:
        if not isinstance(node.test, (ast.Compare, ast.UnaryOp)):
            self.change("condition", node.test, b"(not (" + self.text(node.test) + b"))")
        self.generic_visit(node)

    visit_If = visit_While = visit_IfExp = _condition

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for condition in node.ifs:
            self.change("condition", condition, "True")
        self.generic_visit(node)

    # Expressions.

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for number, operator in enumerate(node.ops):
            start, end = self.end(operands[number]), self.start(operands[number + 1])
            written, other = _COMPARED[type(operator)]
            text = self.source[start:end].decode().replace(written, other, 1)
            self.change("comparison", node, text, start, end)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = b" or " if isinstance(node.op, ast.And) else b" and "
        self.change("boolean", node, b"(" + other.join(b"(" + self.text(value) + b")" for value in node.values) + b")")
        word = b" and " if isinstance(node.op, ast.And) else b" or "
        for number in range(len(node.values)):
            rest = [value for place, value in enumerate(node.values) if place != number]
            text = word.join(b"(" + self.text(value) + b")" for value in rest)
            self.change("operand", node, b"(" + text + b")")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.change("condition", node, b"(" + self.text(node.operand) + b")")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add):
            for operand in (node.left, node.right):
                self.change("operand", node, b"(" + self.text(operand) + b")")
        elif type(node.op) in _CALCULATED:
            new = ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)
            self.change("calculation", node, f"({ast.unparse(new)})")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func
        called = name.id if isinstance(name, ast.Name) else name.attr if isinstance(name, ast.Attribute) else ""
        if called in _CALLED:
            self.change("call", name, _CALLED[called], start=self.end(name) - len(called))
        ordered = sorted([*node.args, *node.keywords], key=self.start)
        names = [number for number, part in enumerate(ordered) if isinstance(part, ast.keyword) and part.arg]
        if names:
            self.without_each("keyword", [(part, part) for part in ordered], range(names[0], len(ordered)))
        self.generic_visit(node)

    def _collection(self, node: ast.Tuple | ast.List | ast.Set) -> None:
        if len(node.elts) > 1 and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            self.without_each("element", [(part, part) for part in node.elts], range(len(node.elts)))
        self.generic_visit(node)

    visit_Tuple = visit_List = visit_Set = _collection

    def visit_Dict(self, node: ast.Dict) -> None:
        if all(node.keys):
            pairs: list[tuple[ast.AST, ast.AST]] = list(zip(filter(None, node.keys), node.values))
            self.without_each("key", pairs, range(len(pairs)))
            for (_, one), (_, other) in _adjacent(pairs):
                if self.text(one) == self.text(other):
                    continue
                between = self.source[self.end(one) : self.start(other)]
                text = self.text(other) + between + self.text(one)
                self.change("swapped", one, text, self.start(one), self.end(other))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.change("constant", node, repr(not value))
        elif isinstance(value, (int, float)):
            self.change("constant", node, repr(value + 1))
        elif isinstance(value, str) and (self.sentences or " " not in value):
            self.change("constant", node, repr(f"mutated_{value}"))


def _adjacent(
    pairs: list[tuple[ast.AST, ast.AST]],
) -> Iterator[tuple[tuple[ast.AST, ast.AST], tuple[ast.AST, ast.AST]]]:
    return zip(pairs, pairs[1:])
