"""Run: every rule over every migration, with a model of what exists on the first run and on the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from docgen.lint.context import Context
from docgen.lint.definitions import Definitions
from docgen.lint.guards import caught, skipped
from docgen.lint.hazard import with_hazards
from docgen.lint.keys import Key
from docgen.lint.late import Gone, late_findings
from docgen.lint.mismatch import mismatched
from docgen.lint.missing import Removed, missing
from docgen.lint.outcome import Outcome, keyed_insert, second_run
from docgen.lint.plan import NOTHING, LintOptions, Plan, Sort, plan_for, sort_of
from docgen.lint.printed import in_program
from docgen.lint.reads import in_order
from docgen.lint.rule import REFUSED, UNCAUGHT, Rule
from docgen.lint.suppressions import Suppressions
from docgen.lint.traits import Traits
from docgen.lint.world import World
from docgen.model.finding import Finding
from docgen.model.migration import Migration
from docgen.sql.parse import parse
from docgen.sql.statement import Action, Statement


class Counts(msgspec.Struct):
    """What a run has read."""

    files: int = 0
    statements: int = 0


def lint(
    migrations: Sequence[Migration], options: LintOptions | None = None, counts: Counts | None = None
) -> tuple[Finding, ...]:
    """The findings in the migrations' order, then by line. Raises ConfigError for names that are no rule or family."""
    options = options or LintOptions()
    plan = plan_for(options)
    chosen = plan.chosen
    world, traits, definitions = World(), Traits(), Definitions()
    gone: set[Key] = set()
    files: list[list[Finding]] = []
    repeatable: list[tuple[int, Context]] = []  # the place in ``files`` of what can be run twice in a row
    for migration in migrations:
        statements = parse(migration.sql)
        reported = migration.path in options.only if options.only is not None else not migration.packaged
        if counts is not None and reported:
            counts.files += 1
            counts.statements += len(statements)
        context = Context(migration, statements, world, traits, definitions)
        found = _file(context, plan if reported else NOTHING)
        gone |= world.removed
        if reported and plan.late and context.repeatable:
            repeatable.append((len(files), context))
        elif reported:
            found = _judged(context, found, chosen)
        files.append(found if reported else [])
    taken_away = Gone(gone)
    for place, context in repeatable:
        late = late_findings(context, world, taken_away, plan.late)
        files[place] = _judged(context, [*files[place], *late], chosen)
    return tuple(finding for found in files for finding in found)


def _judged(context: Context, found: list[Finding], chosen: tuple[Rule, ...]) -> list[Finding]:
    """The findings of a file that no comment silences, with what is to be said of those comments, by line."""
    silencer = Suppressions(context.migration, context.statements)
    found = [*silencer.apply(found), *silencer.complaints(chosen)]
    # Of what is said twice once: to hash findings whole, with their fixes, costs more than to make them.
    once = {(one.line, one.column, one.rule, one.object, one.message): one for one in found}
    found = [once[key] for key in sorted(once)]
    return list(in_program(found, context.migration)) if context.migration.printed else found


def _file(context: Context, plan: Plan) -> list[Finding]:
    world = context.world
    world.open(context.migration.path)
    context.traits.open(context.migration.path)
    findings: list[Finding] = []
    sorts = [sort_of(statement) for statement in context.flat]
    for statement, sort in zip(context.flat, sorts, strict=True):
        context.statement, world.line = statement, statement.line
        for rule in plan.first(statement, sort):
            context.rule = rule
            findings += _mended(rule, None, context, rule.check_statement(statement, context))
        if statement.node_kind == "VariableSetStmt":
            _search_path(statement, world)
        context.traits.read(statement, world.path)
        context.definitions.read(statement, world)
        world.run(statement)
    world.end_session()
    if plan.chosen:
        _second_run(context, sorts, plan, findings)
    for rule in plan.of_file(sorts, context.traits.lossy):
        context.rule = rule
        findings += rule.check_file(context)
    return with_hazards(findings, context.migration)


def _second_run(context: Context, sorts: Sequence[Sort], plan: Plan, findings: list[Finding]) -> None:
    world = context.world
    left: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    context.again = again = world.second()
    removed = Removed(world.removed)
    for statement, sort in zip(context.flat, sorts, strict=True):
        context.statement, again.line = statement, statement.line
        if statement.node_kind == "VariableSetStmt":
            _search_path(statement, again)
        if statement.conditions and skipped(statement, again):
            continue
        if (statement.conditions, statement.handlers) == left:
            continue  # its block was left for the handler above it
        left = None
        retyped = world.other_types | again.other_types if again.other_types else world.other_types
        context.missing = missing(statement, removed, again) or mismatched(statement, retyped, again)
        if context.missing is not None and statement.handlers and caught(context.missing.sqlstate, statement.handlers):
            left = (statement.conditions, statement.handlers)
            continue
        for rule in plan.again(sort, context.missing is not None):
            context.rule = rule
            findings += _mended(rule, None, context, rule.check_again(statement, context))
        if context.missing is not None:
            context.repeatable = False
            continue
        if statement.node_kind == "SelectStmt":
            again.call(statement)
        if _act(statement, context, plan, findings):
            left = (statement.conditions, statement.handlers)


def _act(statement: Statement, context: Context, plan: Plan, findings: list[Finding]) -> bool:
    """Judges each action of a statement and applies what has an effect; whether a handler catches one of them."""
    actions = in_order(statement)
    again = context.again
    trial = again
    raised = caught_one = False
    for action in actions:
        context.outcome = outcome = _outcome(statement, action, trial)
        pair = (action.verb, action.kind)
        if outcome is not None and outcome.effect == "raises":
            raised = True
            caught_one = bool(statement.handlers) and caught(outcome.sqlstate, statement.handlers)
            if caught_one:
                break
            context.repeatable = False
            pair = UNCAUGHT if statement.handlers else REFUSED if outcome.refused else pair
        if outcome is not None:
            for rule in plan.by_effect.get((pair, outcome.effect), ()):
                context.rule = rule
                findings += _mended(rule, action, context, (context.repeated(rule.remedy, action),))
        for rule in plan.by_action.get(pair, ()):
            context.rule = rule
            findings += _mended(rule, action, context, rule.check_action(action, context))
        if (outcome is None or outcome.effect != "raises") and not (raised and action.inline):
            if trial is again and len(actions) > 1:
                # One action that raises keeps the whole statement from having any effect.
                trial = again.trial()
            trial.apply(action, statement)
    if not raised and trial is not again:
        again.run(statement)
    return caught_one


def _outcome(statement: Statement, action: Action, again: World) -> Outcome | None:
    return keyed_insert(statement, action, again) if action.verb == "insert" else second_run(action, again)


def _mended(rule: Rule, action: Action | None, context: Context, found: Iterable[Finding]) -> Iterable[Finding]:
    """The findings with what mends them."""
    mend = rule.fix
    if mend is None:
        return found
    mended = []
    for finding in found:
        fix = mend(action, context) if finding.fix is None else None
        mended.append(msgspec.structs.replace(finding, fix=fix) if fix is not None else finding)
    return mended


def _search_path(statement: Statement, world: World) -> None:
    fields = statement.tree
    if fields.get("name") == "search_path" and fields.get("args"):
        first = fields["args"][0].get("A_Const", {}).get("sval", {}).get("sval", "")
        world.path = first or world.path
