"""PostgREST's query strings as SQL: columns, filters, order and page. Refuses embedding and full-text search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psycopg import sql

from tests.supabase_stack.rest.answers import Refusal

MAX_ROWS = 1000
"""Hosted's default: no answer holds more rows, and nothing says so."""

RESERVED = frozenset({"select", "order", "limit", "offset", "on_conflict", "columns"})

_OPERATORS = {
    "eq": "=",
    "neq": "<>",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "like": "like",
    "ilike": "ilike",
    "match": "~",
    "imatch": "~*",
    "isdistinct": "is distinct from",
    "cs": "@>",
    "cd": "<@",
    "ov": "&&",
    "sl": "<<",
    "sr": ">>",
    "nxr": "&<",
    "nxl": "&>",
    "adj": "-|-",
}
_IS = {"null": "null", "not_null": "not null", "true": "true", "false": "false", "unknown": "unknown"}
_COLUMN = re.compile(r"(?:(?P<alias>[\w ]+):(?!:))?(?P<name>[\w $]+)(?P<path>(?:->>?[\w ]+)*)(?:::(?P<cast>\w+))?")
_OPERATION = re.compile(r"(?P<operator>[a-z]+)(?:\((?P<modifier>any|all)\))?\.(?P<operand>.*)", re.DOTALL)

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    limit: int
    offset: int

    def sql(self) -> sql.Composable:
        return sql.SQL(" limit {} offset {}").format(self.limit, self.offset)


def page(query: Pairs) -> Page:
    given = dict(query)
    try:
        return Page(min(int(given.get("limit", MAX_ROWS)), MAX_ROWS), int(given.get("offset", 0)))
    except ValueError:
        raise _unreadable("limit or offset") from None


def columns(query: Pairs) -> sql.Composable:
    chosen = dict(query).get("select", "*")
    return sql.SQL(", ").join(_column(part) for part in split(chosen)) if chosen else sql.SQL("*")


def order(query: Pairs) -> sql.Composable:
    wanted = dict(query).get("order")
    return sql.SQL(" order by ") + sql.SQL(", ").join(_ordering(part) for part in split(wanted)) if wanted else sql.SQL("")


def where(query: Iterable[tuple[str, str]]) -> sql.Composable | None:
    """None where no filter is given."""
    conditions = [_condition(name, value) for name, value in query if name not in RESERVED]
    return sql.SQL(" where ") + sql.SQL(" and ").join(conditions) if conditions else None


def split(text: str) -> list[str]:
    """At the commas outside quotes and brackets."""
    parts, depth, quoted, start = list[str](), 0, False, 0
    for n, character in enumerate(text):
        if character == '"' and text[n - 1 : n] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (character in "({") - (character in ")}")
            if character == "," and depth == 0:
                parts.append(text[start:n])
                start = n + 1
    return [*parts, text[start:]]


def names(text: str) -> list[str]:
    return [_unquoted(part) for part in split(text)]


def _column(text: str) -> sql.Composable:
    text = text.strip()
    if text == "*":
        return sql.SQL("*")
    found = _matched(_unquoted(text))
    value, label = _path(found["name"], found["path"])
    if found["cast"]:
        value = sql.SQL("cast({} as {})").format(value, sql.SQL(found["cast"]))
    return sql.SQL("{} as {}").format(value, sql.Identifier(found["alias"] or label))


def _ordering(text: str) -> sql.Composable:
    name, *modifiers = text.split(".")
    found = _matched(_unquoted(name))
    direction = {"asc": " asc", "desc": " desc", "nullsfirst": " nulls first", "nullslast": " nulls last"}
    if not set(modifiers) <= set(direction):
        raise _unreadable(text)
    return _path(found["name"], found["path"])[0] + sql.SQL("".join(direction[modifier] for modifier in modifiers))


def _condition(name: str, value: str) -> sql.Composable:
    negated, bare = name.startswith("not."), name.removeprefix("not.")
    if bare in ("and", "or"):
        return _negated(_group(bare, value), negated=negated)
    return _comparison(name, value, quoted=False)


def _group(joint: str, value: str) -> sql.Composable:
    if not (value.startswith("(") and value.endswith(")")):
        raise _unreadable(value)
    members = [_member(part) for part in split(value[1:-1])]
    return sql.SQL("({})").format(sql.SQL(f" {joint} ").join(members))


def _member(text: str) -> sql.Composable:
    if group := re.fullmatch(r"(not\.)?(and|or)(\(.*\))", text, re.DOTALL):
        return _negated(_group(group[2], group[3]), negated=bool(group[1]))
    name, _, value = text.partition(".")
    return _comparison(name, value, quoted=True)


def _comparison(name: str, value: str, *, quoted: bool) -> sql.Composable:
    """`quoted`: inside a group an operand may stand in quotes, outside quotes are its own."""
    negated, value = value.startswith("not."), value.removeprefix("not.")
    operation = _OPERATION.fullmatch(value)
    if not operation:
        raise _unreadable(f"{name}={value}")
    found = _matched(_unquoted(name))
    column, _ = _path(found["name"], found["path"])
    operator, modifier, operand = operation["operator"], operation["modifier"], operation["operand"]
    if operator == "is" and operand in _IS:
        test: sql.Composable = sql.SQL("{} is " + _IS[operand]).format(column)
    elif operator == "in":
        test = _in(column, operand)
    elif operator in _OPERATORS:
        operand = operand.replace("*", "%") if operator in ("like", "ilike") else operand
        right: sql.Composable = sql.Literal(_unquoted(operand) if quoted else operand)
        right = sql.SQL(f"{modifier} ({{}})").format(right) if modifier else right
        test = sql.SQL(f"{{}} {_OPERATORS[operator]} {{}}").format(column, right)
    else:
        raise _unreadable(f"{name}={value}")
    return _negated(test, negated=negated)


def _in(column: sql.Composable, operand: str) -> sql.Composable:
    inside = operand[1:-1]
    if not inside:
        return sql.SQL("false")
    return sql.SQL("{} in ({})").format(column, sql.SQL(", ").join(sql.Literal(name) for name in names(inside)))


def _path(name: str, path: str) -> tuple[sql.Composable, str]:
    """The value, and what PostgREST calls it in the answer: the last key."""
    value: sql.Composable = sql.Identifier(name)
    label = name
    for arrow, key in re.findall(r"(->>?)([\w ]+)", path):
        value += sql.SQL(arrow) + (sql.Literal(int(key)) if key.isdigit() else sql.Literal(key))
        label = key
    return value, label


def _negated(test: sql.Composable, *, negated: bool) -> sql.Composable:
    return sql.SQL("not ({})").format(test) if negated else test


def _matched(text: str) -> re.Match[str]:
    if found := _COLUMN.fullmatch(text):
        return found
    raise _unreadable(text)


def _unquoted(text: str) -> str:
    text = text.strip()
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if len(text) > 1 and text[0] == text[-1] == '"' else text


def _unreadable(text: str) -> Refusal:
    return Refusal(
        400, "PGRST100", f'failed to parse ("{text}")', details="The stand-in reads no embedding and no full-text search."
    )
