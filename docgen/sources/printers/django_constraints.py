"""The constraints and indexes of each table, as the statements that Django printed so far have made them.

Django asks the database for their names where it drops one; what is only printed has no database.
"""

import re

NAME = r'"((?:[^"]|"")+)"'
CREATE = re.compile(r"CREATE TABLE %s \((.*)\)[^)]*;?\Z" % NAME, re.S)
INDEX = re.compile(
    r"CREATE (UNIQUE )?INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?%s ON %s(?: USING (\w+))? ?\((.*)\)" % (NAME, NAME),
    re.S,
)
ALTER = re.compile(r"ALTER TABLE (?:IF EXISTS )?%s (.*)\Z" % NAME, re.S)
KINDS = {
    "UNIQUE": "unique",
    "FOREIGN KEY": "foreign_key",
    "PRIMARY KEY": "primary_key",
    "CHECK": "check",
    "EXCLUDE": "exclude",
}
CONSTRAINT = re.compile(r"CONSTRAINT %s (UNIQUE|FOREIGN KEY|PRIMARY KEY|CHECK|EXCLUDE)[^(]*\(([^()]*)" % NAME)
COLUMN = re.compile(r"(?:ADD COLUMN )?%s (.*)\Z" % NAME, re.S)


class Constraints:
    """The constraints and indexes of each table, as the printed statements have made them."""

    def __init__(self):
        self.tables = {}

    def of(self, table):
        return self.tables.setdefault(table, {})

    def read(self, sql):
        """Take in one statement."""
        created, index, altered = CREATE.match(sql), INDEX.match(sql), ALTER.match(sql)
        if created:
            for item in items(created.group(2)):
                self.item(created.group(1), item)
        elif index:
            unique, name, table, method, columns = index.groups()
            self.add(
                table, name, columns, unique=bool(unique), index=True, type=(method or "idx").replace("btree", "idx")
            )
        elif sql.startswith("DROP INDEX"):
            for name in re.findall(NAME, sql):
                for known in self.tables.values():
                    known.pop(name, None)
        elif sql.startswith("DROP TABLE"):
            self.tables.pop(re.findall(NAME, sql)[0], None)
        elif altered:
            self.alter(altered.group(1), altered.group(2))

    def alter(self, table, rest):
        for part in items(rest):
            names = re.findall(NAME, part)
            if part.startswith("ADD "):
                self.item(table, part[4:] if part.startswith("ADD CONSTRAINT") else part)
            elif part.startswith("DROP CONSTRAINT"):
                self.of(table).pop(names[0], None)
            elif part.startswith("RENAME TO"):
                self.tables[names[0]] = self.tables.pop(table, {})
            elif part.startswith("RENAME COLUMN"):
                for one in self.of(table).values():
                    one["columns"] = [names[1] if column == names[0] else column for column in one["columns"]]
            elif part.startswith("DROP COLUMN"):
                self.tables[table] = {key: one for key, one in self.of(table).items() if names[0] not in one["columns"]}

    def item(self, table, text):
        """One line of a CREATE TABLE, or what an ALTER TABLE adds."""
        text = text.strip()
        named = CONSTRAINT.match(text)
        if named:
            self.add(table, named.group(1), named.group(3), **{KINDS[named.group(2)]: True})
            return
        column = COLUMN.match(text)
        if not column:
            return
        name, rest = '"%s"' % column.group(1), column.group(2)
        if " UNIQUE" in rest:
            self.add(table, "%s_%s_key" % (table, column.group(1)), name, unique=True)
        if " PRIMARY KEY" in rest:
            self.add(table, table + "_pkey", name, primary_key=True, unique=True)
        reference = re.search(r"CONSTRAINT %s REFERENCES %s" % (NAME, NAME), rest)
        if reference:
            self.add(table, reference.group(1), name, foreign_key=True)
        check = re.search(r"CHECK \(", rest)
        if check:
            self.add(table, "%s_%s_check" % (table, column.group(1)), name, check=True)

    def add(self, table, name, columns, **kind):
        plain = {"columns": re.findall(NAME, columns), "orders": [], "primary_key": False, "unique": False}
        plain.update(
            {"foreign_key": None, "check": False, "index": False, "type": None, "definition": None, "options": None}
        )
        self.of(table)[name] = dict(plain, **kind)


def items(text):
    """The parts between the commas that stand in no brackets and no quotes."""
    found, depth, quote, start = [], 0, "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "," and not depth:
            found.append(text[start:at].strip())
            start = at + 1
    found.append(text[start:].strip())
    return found
