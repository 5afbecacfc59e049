"""The small safe language of expressions: numbers, arithmetic, comparisons, and, or, not, and the names of a reader.

Python's parser reads the text, an allow-list admits it and nothing of it is ever executed. What names and functions
mean is a reader's: the monthly series of a run (`expression.py`), the columns of a table (`predicate.py`).
"""

import ast

import numpy as np

from sim.model.world import Array

LONGEST = 500  # characters
LARGEST_POWER = 8

OPERATORS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide}
COMPARISONS = {
    ast.Lt: np.less, ast.LtE: np.less_equal, ast.Gt: np.greater, ast.GtE: np.greater_equal,
    ast.Eq: np.equal, ast.NotEq: np.not_equal,
}  # fmt: skip


class Reader:
    """Reads a tree bottom up; truth is 0 and 1. A kind of reader says what `named` and `called` parts are."""

    names = "names"  # what may be named, for messages

    def read(self, text: str) -> Array:
        """The value of a text. Raises ValueError: what is wrong, at which column, and what may have been meant."""
        if len(text) > LONGEST:
            raise ValueError(f"an expression has at most {LONGEST} characters, this one {len(text)}")
        try:
            tree = ast.parse(text.strip(), mode="eval")
            with np.errstate(all="ignore"):
                return self.value(tree.body)
        except SyntaxError as error:
            raise ValueError(f"not an expression: {error.msg}, column {error.offset or 1}") from None
        except (RecursionError, MemoryError):
            raise ValueError("the expression is nested too deeply") from None

    def named(self, node: ast.expr) -> Array:
        """The value of a name, with its parts and index."""
        raise NotImplementedError

    def called(self, node: ast.Call) -> Array:
        """The value of a function."""
        raise NotImplementedError

    def value(self, node: ast.expr) -> Array:
        match node:
            case ast.Constant(value=bool()):
                raise wrong(node, "True and False are not used; compare, as in phase[war] == ceasefire")
            case ast.Constant(value=int() | float() as number):
                try:
                    return np.asarray(float(number))
                except OverflowError:
                    raise wrong(node, "the number is too large") from None
            case ast.Constant(value=str(text)):
                bare = text.replace(" ", "_").replace("-", "_")
                raise wrong(node, f"text in quotes is no value; write the word bare: {bare}")
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.value(operand)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return (self.value(operand) == 0) * 1.0
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(left, right)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return OPERATORS[type(op)](self.value(left), self.value(right))
            case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
                raise wrong(node, "write `and` and `or` for & and |")
            case ast.BoolOp(op=op, values=values):
                join = np.logical_and if isinstance(op, ast.And) else np.logical_or
                truth = self.value(values[0]) != 0
                for other in values[1:]:
                    truth = join(truth, self.value(other) != 0)
                return truth * 1.0
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._compared(node, left, ops, others)
            case ast.Call():
                return self.called(node)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.named(node)
        raise wrong(node, f"only {self.names}, numbers, + - * / **, comparisons, and, or, not may be used")

    def _power(self, base: ast.expr, exponent: ast.expr) -> Array:
        power = self.value(exponent)
        if np.ndim(power) or not abs(power) <= LARGEST_POWER:
            raise wrong(exponent, f"a power is a number from −{LARGEST_POWER} to {LARGEST_POWER}")
        return np.power(self.value(base), power)

    def _compared(self, node: ast.expr, left: ast.expr, ops: list, others: list) -> Array:
        one = self.value(left)
        truth = np.asarray(True)
        for op, other in zip(ops, others, strict=True):
            if type(op) not in COMPARISONS:
                raise wrong(node, "compare with < <= > >= == !=")
            two = self.value(other)
            truth = np.logical_and(truth, COMPARISONS[type(op)](one, two))
            one = two
        return truth * 1.0


def wrong(node: ast.expr, what: str) -> ValueError:
    """What is wrong with a part of a text, and where it stands."""
    return ValueError(f"{what} (column {node.col_offset + 1})")
