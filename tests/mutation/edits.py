"""Single edits of a Python source.

What people read and machines do not judge is left alone: docstrings, annotations, texts and what is formatted into them,
the arguments of exceptions; so are imports, decorators, assertions (they inform the type checker), and the keywords of
SILENT, of which one says how a file is decoded and the other only asserts equal lengths.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from tests.mutation.edit import MODULE, Edit

SILENT: Final = frozenset({"encoding", "strict", "help"})
_PAIRS: Final = (
    ("le", "lt"), ("ge", "gt"), ("Le", "Lt"), ("Ge", "Gt"), ("min", "max"), ("minimum", "maximum"), ("any", "all"),
    ("lower", "upper"), ("floor", "ceil"), ("abs_lower", "abs_upper"), ("union", "intersection"),
)  # fmt: skip
_OTHER_NAME: Final = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])} | {"eq": "le", "Eq": "Le"}
_ROUNDS: Final = ("lower", "upper", "floor", "ceil", "abs_lower", "abs_upper")
_OTHER_ORDER: Final = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
    "is": "is not", "is not": "is", "in": "not in", "not in": "in",
}  # fmt: skip
_OPERATOR: Final = re.compile(r"<=|>=|==|!=|<|>|\bis\s+not\b|\bis\b|\bnot\s+in\b|\bin\b")
_DIRECTION: Final = re.compile(r"(-?)((?:math|np)\.inf)\Z")
# Tuples whose elements are statements of the theory.
_STATED: Final = frozenset({"assumptions", "conclusions", "exists", "given", "families", "where", "fresh", "fixed"})
_MESSAGE: Final = 20  # a slice that ends so far out shortens a message


def python_edits(path: str, text: str) -> list[Edit]:
    """All edits of a source, in the order of its text; not each of them compiles."""
    finder = _Finder(path, text)
    finder.visit(ast.parse(text))
    found = {(e.start, e.end, e.new): e for e in finder.found}
    return sorted(found.values(), key=lambda e: (e.start, e.end, e.new))


def other_program(edited: str, text: str) -> bool:
    """Whether the edited text compiles, and to another program than the text."""
    try:
        compile(edited, "edited", "exec")
    except (SyntaxError, ValueError):
        return False
    return ast.dump(ast.parse(edited)) != _parsed(text)


@cache
def _parsed(text: str) -> str:
    return ast.dump(ast.parse(text))


class _Finder(ast.NodeVisitor):
    """Walks through a source and notes the edits."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        lines = text.splitlines(keepends=True)
        self.begins = [sum(map(len, lines[:k])) for k in range(len(lines) + 1)]
        self.bytes = [line.encode() for line in lines]
        self.outer: tuple[str, ...] = ()
        self.scope = MODULE
        self.stated = False
        self.found: list[Edit] = []
        self.names = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)} | set(dir(builtins))
        self.names |= {a.asname or a.name for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom | ast.Import)
                       for a in n.names}  # fmt: skip
        self.defaults = _defaults(ast.parse(text))

    # Places.
    def _offset(self, line: int, column: int) -> int:
        return self.begins[line - 1] + len(self.bytes[line - 1][:column].decode())

    def _start(self, node: ast.AST) -> int:
        return self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def _end(self, node: ast.AST) -> int:
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _of(self, node: ast.AST) -> str:
        return self.text[self._start(node) : self._end(node)]

    def _note(self, kind: str, start: int, end: int, new: str) -> None:
        self.found.append(Edit(self.path, kind, self.scope, start, end, new))

    def _replace(self, kind: str, node: ast.AST, new: str) -> None:
        self._note(kind, self._start(node), self._end(node), new)

    # Scopes.
    def _inside(self, names: tuple[str, ...], scope: str, nodes: Sequence[ast.AST]) -> None:
        before = self.outer, self.scope
        self.outer, self.scope = names, scope
        for node in nodes:
            self.visit(node)
        self.outer, self.scope = before

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._inside((*self.outer, node.name), self.scope, _without_docstring(node.body))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for default in (*node.args.defaults, *(d for d in node.args.kw_defaults if d is not None)):
            self.visit(default)
        names = (*self.outer, node.name)
        body = _without_docstring(node.body)
        self._inside((*names, "<locals>"), ".".join(names), body)
        self._body(node, body, ".".join(names))

    def _body(self, node: ast.FunctionDef, body: Sequence[ast.stmt], scope: str) -> None:
        returns = ast.unparse(node.returns) if node.returns else ""
        if not body or (len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Constant)):
            return
        for answer in _answers(returns):
            start, end = self._start(body[0]), self._end(body[-1])
            self.found.append(Edit(self.path, "body replaced", scope, start, end, f"return {answer}"))
        for statement in (n for n in _own(body) if isinstance(n, ast.Return)):
            told = self._of(statement.value) if statement.value is not None else ""
            for answer in _other_answers(returns, told) if told else ():
                if answer != told:
                    start, end = self._start(statement), self._end(statement)
                    self.found.append(Edit(self.path, "answer replaced", scope, start, end, f"return {answer}"))

    # What is left alone.
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and "TypeAlias" not in ast.unparse(node.annotation):
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        named = [t.id for t in node.targets if isinstance(t, ast.Name)]
        if "__all__" not in named and not (
            isinstance(node.value, ast.Call) and "TypeVar" in ast.unparse(node.value.func)
        ):
            self.visit(node.value)
            for target in node.targets:
                if isinstance(target, ast.Subscript):
                    self.visit(target.slice)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._replace("refusal removed", node, "pass")

    def visit_Assert(self, node: ast.Assert) -> None:
        pass

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pass

    def visit_Import(self, node: ast.Import) -> None:
        pass

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        pass

    def visit_Slice(self, node: ast.Slice) -> None:
        for end in (node.lower, node.upper, node.step):
            far = isinstance(end, ast.Constant) and isinstance(end.value, int) and end.value >= _MESSAGE
            if end is not None and not far:
                self.visit(end)

    # Statements.
    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return
        called = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
        if called not in ("print", "progress", "tell"):
            self._replace("statement removed", node, "pass")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if _is_text(node.value):
            return
        self._replace("statement removed", node, "pass")
        if isinstance(node.op, ast.Add | ast.Sub):
            place = self.text.index("=", self._end(node.target)) - 1
            self._note("plus and minus", place, place + 1, "-" if isinstance(node.op, ast.Add) else "+")
        self.visit(node.value)

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) == "TYPE_CHECKING":
            return
        self._fixed(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._fixed(node.test)
        self.generic_visit(node)

    def _fixed(self, test: ast.expr) -> None:
        self._replace("test fixed", test, "True")
        self._replace("test fixed", test, "False")

    def visit_While(self, node: ast.While) -> None:
        self._replace("test fixed", node.test, "False")
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self._replace("loop cut short", node.iter, f"[*{_in_parentheses(node.iter, self._of(node.iter))}][:1]")
        self._replace("loop cut short", node.iter, f"[*{_in_parentheses(node.iter, self._of(node.iter))}][1:]")
        for child in (node.iter, *node.body, *node.orelse):
            self.visit(child)

    def visit_Break(self, node: ast.Break) -> None:
        self._replace("break and continue", node, "pass")

    def visit_Continue(self, node: ast.Continue) -> None:
        self._replace("break and continue", node, "break")
        self._replace("break and continue", node, "pass")

    # Expressions.
    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._replace("condition dropped", test, "True")
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        sides = [node.left, *node.comparators]
        for left, right in pairwise(sides):
            begin = self._end(left)
            found = _OPERATOR.search(self.text, begin, self._start(right))
            if found is not None:
                other = _OTHER_ORDER[" ".join(found[0].split())]
                self._note("comparison", found.start(), found.end(), other)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        here, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            begin, end = self._end(left), self._start(right)
            found = re.compile(rf"\b{here}\b").search(self.text, begin, end)
            if found is not None:
                self._note("and and or", found.start(), found.end(), other)
        neutral = "True" if isinstance(node.op, ast.And) else "False"
        for value in node.values:
            self._replace("condition dropped", value, neutral)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._note("not removed", self._start(node), self._start(node.operand), "")
        elif isinstance(node.op, ast.USub):
            self._note("sign removed", self._start(node), self._start(node.operand), "")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add | ast.Sub):
            here, other = ("+", "-") if isinstance(node.op, ast.Add) else ("-", "+")
            place = self.text.find(here, self._end(node.left), self._start(node.right))
            texts = _is_text(node.left) or _is_text(node.right)
            if place >= 0 and not texts:
                self._note("plus and minus", place, place + 1, other)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._replace("constant", node, str(not node.value))
        elif isinstance(node.value, int | float):
            self._replace("constant", node, repr(node.value + 1))
            if node.value >= 1:
                self._replace("constant", node, repr(node.value - 1))

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in SILENT:
            before, self.stated = self.stated, node.arg in _STATED
            self.visit(node.value)
            self.stated = before

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        self._named(node, name)
        if name == "nextafter" and len(node.args) == 2:
            self._replace("rounding", node, self._of(node.args[0]))
            if towards := _DIRECTION.match(self._of(node.args[1])):
                self._replace("rounding", node.args[1], ("" if towards[1] else "-") + towards[2])
        if name == "range" and node.args:
            self._bounds(node.args)
        for keyword in (k for k in node.keywords if k.arg and k.arg not in SILENT):
            self._dropped("argument dropped", [*node.args, *node.keywords], keyword)
        if node.args and name in self.defaults and len(node.args) > self.defaults[name]:
            self._dropped("argument dropped", [*node.args, *node.keywords], node.args[-1])
        self.generic_visit(node)

    def _named(self, node: ast.Call, name: str) -> None:
        other = _OTHER_NAME.get(name, "")
        known = other in self.names if isinstance(node.func, ast.Name) else bool(other)
        if known:
            end = self._end(node.func)
            rounds = name in _ROUNDS
            if not (rounds and not self.path.startswith("numerics")):  # there they are methods of texts
                self._note("rounding" if rounds else "another function", end - len(name), end, other)

    def _bounds(self, arguments: Sequence[ast.expr]) -> None:
        first, *rest = arguments
        last = rest[0] if rest else first
        self._replace("range", last, f"{_in_parentheses(last, self._of(last))} - 1")
        if rest:
            self._replace("range", first, f"{_in_parentheses(first, self._of(first))} + 1")

    def visit_Tuple(self, node: ast.Tuple) -> None:
        if isinstance(node.ctx, ast.Load):
            self._elements(node, node.elts)
        self.generic_visit(node)

    def visit_List(self, node: ast.List) -> None:
        if isinstance(node.ctx, ast.Load):
            self._elements(node, node.elts)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        self._elements(node, node.elts)
        self.generic_visit(node)

    def visit_Dict(self, node: ast.Dict) -> None:
        for k, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            if key is not None:
                last = k + 1 == len(node.keys)
                start, end = self._start(key), self._end(value)
                comma = re.compile(r"\s*,\s*").match(self.text, end)
                self._note("element dropped", start, comma.end() if comma and not last else end, "")
        self.generic_visit(node)

    def _elements(self, node: ast.Tuple | ast.List | ast.Set, elements: Sequence[ast.expr]) -> None:
        kind = "statement dropped" if self.stated else "element dropped"
        if self.stated and len(elements) == 1:
            self._replace(kind, node, "()" if isinstance(node, ast.Tuple) else "[]")
        elif self.stated and len(elements) == 2 and isinstance(node, ast.Tuple):
            for kept in elements:
                self._replace(kind, node, f"({self._of(kept)},)")
        elif len(elements) > 2:  # a pair or a single one is a fixed form, which nothing else fits
            for element in elements:
                self._dropped(kind, elements, element)

    def _dropped(self, kind: str, among: Sequence[ast.AST], gone: ast.AST) -> None:
        k = among.index(gone)
        if k + 1 < len(among):
            self._note(kind, self._start(gone), self._start(among[k + 1]), "")
        elif k:
            self._note(kind, self._end(among[k - 1]), self._end(gone), "")
        else:
            self._replace(kind, gone, "")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _without_docstring(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    first = body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if documented else body


def _own(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a body, those of the functions in it left out."""
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            yield from _own(list(ast.iter_child_nodes(node)))


def _answers(returns: str) -> tuple[str, ...]:
    """What a function of this annotation could always answer."""
    if returns == "bool":
        return "True", "False"
    if returns == "str":
        return ('""',)
    if returns.startswith(("Iterator", "Iterable")):
        return ("iter(())",)
    return ("None",) if returns.endswith("| None") and returns != "None" else ()


def _other_answers(returns: str, answer: str) -> tuple[str, ...]:
    """What it could answer instead at one place."""
    if returns == "bool":
        return (f"not ({answer})",)
    if returns == "int":
        return (f"({answer}) + 1",)
    if returns.startswith(("tuple[", "Sequence")) and "..." in returns:
        return ("()",)
    return ("[]",) if returns.startswith("list") else _answers(returns)


def _in_parentheses(node: ast.expr, text: str) -> str:
    simple = isinstance(node, ast.Name | ast.Constant | ast.Call | ast.Attribute | ast.Subscript | ast.List | ast.Set)
    return text if simple else f"({text})"


def _defaults(tree: ast.Module) -> dict[str, int]:
    """The functions of a file that have defaults, and how many positional arguments each needs."""
    return {
        f.name: len(f.args.args) - len(f.args.defaults)
        for f in tree.body
        if isinstance(f, ast.FunctionDef) and f.args.defaults
    }
