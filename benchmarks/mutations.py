"""The changes that ``make mutants`` makes to code: operators, constants, conditions, return values, statements."""

import ast
from collections.abc import Iterator

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any", "startswith": "endswith", "endswith": "startswith"}


def of_expression(node: ast.AST, parent: ast.AST) -> Iterator[str]:
    """The code of what an expression may become."""
    match node:
        case ast.Compare(left=left, ops=[*ops], comparators=others):
            for index, op in enumerate(ops):
                for other in COMPARISONS[type(op)]:
                    yield f"({ast.unparse(ast.Compare(left, [*ops[:index], other(), *ops[index + 1 :]], others))})"
        case ast.BoolOp(op=op, values=values):
            yield f"({ast.unparse(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))})"
            for index in range(len(values)):
                rest = [*values[:index], *values[index + 1 :]]
                yield f"({ast.unparse(rest[0] if len(rest) == 1 else ast.BoolOp(op, rest))})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            yield f"({ast.unparse(ast.BinOp(left, ARITHMETIC[type(op)](), right))})"
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.Constant() if not isinstance(parent, ast.Expr):
            yield from of_constant(node.value)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in FUNCTIONS and isinstance(parent, ast.Call):
            yield ast.unparse(node).removesuffix(name) + FUNCTIONS[name]
        case ast.IfExp(test=test, body=body, orelse=other):
            yield f"({ast.unparse(ast.IfExp(ast.UnaryOp(ast.Not(), test), body, other))})"
        case ast.Yield() | ast.YieldFrom():
            yield "(yield from ())"


def of_constant(value: object) -> list[str]:
    """The code of what a constant may become."""
    match value:
        case bool():
            return [str(not value)]
        case int() | float():
            return [str(value + 1), str(value - 1)][: 2 if value else 1]
        case str() | bytes():
            return [repr(value[:0])] if value else []
    return []


def of_statement(node: ast.AST) -> Iterator[str]:
    """The code of what a statement may become."""
    match node:
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in ("None", "False"):
            yield "return None"
            yield from [] if isinstance(value, ast.Constant) else [f"return not ({ast.unparse(value)})"]
        case ast.Break() | ast.Continue():
            yield "continue" if isinstance(node, ast.Break) else "break"
        case (
            ast.AugAssign()
            | ast.Raise()
            | ast.Delete()
            | ast.Expr(value=ast.Call())
            | ast.Assign(targets=[ast.Attribute() | ast.Subscript()])
        ):
            yield "pass"


def changes_of(tree: ast.Module) -> Iterator[tuple[str, ast.AST, str]]:
    """Every change of a module: the function, the node, and the code in its place."""
    todo: list[tuple[str, ast.AST, ast.AST]] = [("", child, tree) for child in ast.iter_child_nodes(tree)]
    while todo:
        name, node, parent = todo.pop()
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            continue
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg in ("description", "strict")):
            continue
        yield from ((name, node, text) for text in [*of_expression(node, parent), *of_statement(node)])
        conditions = [node.test] if isinstance(node, ast.If | ast.While) else []
        conditions += node.ifs if isinstance(node, ast.comprehension) else []
        yield from ((name, test, f"(not ({ast.unparse(test)}))") for test in conditions)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = f"{name}.{node.name}".lstrip(".")
        for field, value in ast.iter_fields(node):
            words = isinstance(node, ast.Raise) or field in ("annotation", "returns", "decorator_list", "type_params")
            children = value if isinstance(value, list) else [value]
            if isinstance(node, ast.Call) and field == "args" and ast.unparse(node.func) in ("cast", "TypeVar"):
                del children[0]  # a type, or the name of one
            todo += [(name, child, node) for child in children if isinstance(child, ast.AST) and not words]
