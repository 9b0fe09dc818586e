"""Environment: Jinja2 set up so that a template gets data only, and cannot forget to escape it."""

from __future__ import annotations

import hashlib
import re
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from docgen.errors import RenderError
from docgen.manifest import MARK
from docgen.render import filters
from docgen.render.access_lines import AccessLines
from docgen.render.document import Document, Page
from docgen.render.filters import Markdown
from docgen.render.own_templates import default_templates
from docgen.render.references import References
from docgen.render.trail import with_trail

_HEADING = re.compile(r"^# .*", re.MULTILINE)
_ESCAPED = re.compile(r"&lt;|&#60;")
_KEPT_FILTERS = (
    *("batch", "count", "default", "dictsort", "first", "groupby", "int", "items", "last", "length", "list", "map"),
    *(
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "round",
        "select",
        "selectattr",
        "slice",
        "sort",
        "sum",
        "unique",
    ),
)
_OWN_FILTERS = {
    "block": filters.block,
    "cell": filters.cell,
    "code": filters.code,
    "codes": filters.codes,
    "first_sentence": filters.first_sentence,
    "join": filters.join,
    "paragraph": filters.paragraph,
    "text": filters.text,
}


def _finalize(value: object) -> object:
    if isinstance(value, Markup):
        return value
    return filters.text("" if value is None else value)


class _Generator(CodeGenerator):
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (jinja2's name)
        """``a ~ b`` escapes with our filters, where Jinja2's own would escape for HTML."""
        self.write("environment.concatenate((")
        for argument in node.nodes:
            self.visit(argument, frame)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """What is printed goes through ``_finalize``, which escapes: Jinja2's own escape would find nothing to do."""
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class CodeStore(Protocol):
    """Keeps compiled templates for the next run."""

    def read(self, key: str) -> bytes | None:
        """What was written under ``key``."""

    def write(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``."""


class _Compiled(jinja2.BytecodeCache):
    def __init__(self, store: CodeStore) -> None:
        self._store = store

    def load_bytecode(self, bucket: Bucket) -> None:
        data = self._store.read(bucket.key)
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._store.write(bucket.key, bucket.bytecode_to_string())


def code_kind() -> str:
    """Stands for all that has a say in what a template is compiled to, besides its own text."""
    state = hashlib.blake2b(f"{jinja2.__version__} {sys.version}".encode(), digest_size=8)
    for module in (__file__, filters.__file__):  # constants go through the filters when a template is compiled
        state.update(Path(module).read_bytes())
    return state.hexdigest()


class _Sandbox(SandboxedEnvironment):
    """Values print as prose unless they are Markdown; no method of any value can be called."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "%"])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Data only: nothing private, nothing that can be called, except on Jinja2's own objects."""
        if attr.startswith("_") or (callable(value) and not isinstance(value, Macro)):
            return isinstance(obj, LoopContext) and not attr.startswith("_")
        return True

    def wrap_str_format(self, value: Any) -> None:
        """Even ``format`` is a method that templates do not have."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Addition of text escapes as output does; text has no ``%``."""
        if isinstance(left, str) or isinstance(right, str):
            if operator == "%":
                raise jinja2.exceptions.SecurityError("text cannot be formatted with %; write the values one by one")
            return (
                self.concatenate((left, right))
                if isinstance(left, Markup) or isinstance(right, Markup)
                else left + right
            )
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def concatenate(values: Iterable[object]) -> Markdown:
        """The values one after the other, each escaped unless it is Markdown."""
        return Markdown("".join([Markdown.escape(value) for value in values]))


def _inert_heading(body: str) -> str:
    """The page with a word joiner after every ``<`` of its heading, which sites unescape for the page's title."""
    heading = _HEADING.search(body)
    if heading is None or not _ESCAPED.search(heading[0]):
        return body
    return body[: heading.start()] + _ESCAPED.sub(r"\g<0>&#8288;", heading[0]) + body[heading.end() :]


class Environment:
    """What the families of pages share: the templates, the references between the objects, and who may do what."""

    def __init__(self, document: Document, templates: Path | None = None, store: CodeStore | None = None) -> None:
        own = jinja2.FileSystemLoader(default_templates())
        loaders: list[jinja2.BaseLoader] = [jinja2.FileSystemLoader(templates)] if templates else []
        self._templates = templates
        self._jinja = _Sandbox(
            loader=jinja2.ChoiceLoader([*loaders, jinja2.PrefixLoader({"default": own}), own]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=True,
            finalize=_finalize,
            auto_reload=False,
            bytecode_cache=None if store is None else _Compiled(store),
        )
        kept = {name: self._jinja.filters[name] for name in _KEPT_FILTERS}
        self._jinja.filters = {**kept, **_OWN_FILTERS}
        self._jinja.globals = {
            "table": filters.table,
            "count": filters.count,
            "namespace": self._jinja.globals["namespace"],
        }
        self._document = document
        self._compiled: dict[str, jinja2.Template] = {}
        self.references = References(document)
        self.access_lines = AccessLines(document, self.references.access)

    def page(self, template: str, path: str, *trail: Markdown, **data: object) -> Page:
        """The page at ``path`` made by ``template`` from ``data``; Markdown pages begin with docgen's mark.

        ``trail``: links to what the page belongs to, the largest first; they stand below its heading.
        Raises RenderError that names the template, its line and the page.
        """
        try:
            compiled = self._compiled.get(template)
            if compiled is None:
                compiled = self._compiled[template] = self._jinja.get_template(template)
            body = compiled.render(data).strip("\n")
            if path.endswith(".md"):
                body = with_trail(body, path, trail, self._document)
        except RecursionError as error:
            raise self._failure(template, path, error) from None
        except Exception as error:  # whatever a template of the project's own may raise
            raise self._failure(template, path, error) from error
        return Page(path, f"{MARK}\n\n{_inert_heading(body)}\n" if path.endswith(".md") else f"{body}\n")

    def _failure(self, template: str, path: str, error: BaseException) -> RenderError:
        name, line = template, 0
        if isinstance(error, jinja2.TemplateSyntaxError):
            name, line = error.name or template, error.lineno
        elif isinstance(error, jinja2.TemplateNotFound):
            return RenderError(
                f"Template {error.name} is missing, wanted by {template} for the page {path}.",
                "Look at the spelling; docgen's own templates are reached as default/NAME.",
            )
        else:
            folders = [folder for folder in (self._templates, default_templates()) if folder]
            for frame in traceback.extract_tb(error.__traceback__):
                for folder in folders:
                    if Path(frame.filename).is_relative_to(folder):
                        name, line = Path(frame.filename).relative_to(folder).as_posix(), frame.lineno or 0
        ours = not (self._templates and (self._templates / name).is_file())
        hint = (
            "This is a fault of docgen: please report it."
            if ours
            else f"Mend {name} in {self._templates}, or delete it."
        )
        where = f"{name}, line {line}" if line else name
        return RenderError(f"Template {where} fails on the page {path}: {error}", hint)
