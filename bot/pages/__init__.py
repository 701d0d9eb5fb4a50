"""The pages: templates, the one stylesheet, the one script, and how they become bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

FOLDER = Path(__file__).parent

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Static:
    """A file that never changes while the program runs; `version` goes into its address."""

    body: bytes
    content_type: str
    version: str


class Pages:
    """Every template and static file, read once."""

    def __init__(self) -> None:
        self.static: Mapping[str, Static] = {
            path.name: _static(path) for path in sorted(FOLDER.iterdir()) if path.suffix in _TYPES
        }
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates.globals["asset"] = self.asset

    def asset(self, name: str) -> str:
        """The address of a static file, another one whenever its content is another."""
        return f"/static/{name}?v={self.static[name].version}"

    def render(self, template: str, /, **values: object) -> str:
        """The page; a value that a template wants and does not get is an error."""
        return self._templates.get_template(template).render(values)


def _static(path: Path) -> Static:
    body = path.read_bytes()
    version = hashlib.sha256(body).hexdigest()[:12]
    return Static(body=body, content_type=_TYPES[path.suffix], version=version)
