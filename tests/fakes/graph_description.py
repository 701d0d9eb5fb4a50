"""Microsoft's description of Graph with our overlay, and what does not keep to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters

FOLDER = Path(__file__).parent / "graph"
HOST = "http://127.0.0.1"


@dataclass(kw_only=True)
class Asked:
    """A request as openapi-core wants it."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    host_url: str = HOST
    content_type: str = "application/json"
    parameters: RequestParameters = field(init=False)

    def __post_init__(self) -> None:
        """Its parameters, in openapi-core's own shape."""
        given = RequestParameters(query=dict(self.query), header=dict(self.headers))
        self.parameters = given


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer as openapi-core wants it."""

    status_code: int
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


class Description:
    """Holds requests and answers against the description; a fault is a sentence."""

    def __init__(self) -> None:
        self._api = _read()

    def fault_of_request(self, asked: Asked) -> str:
        """What is wrong with a request, empty where nothing is."""
        return _fault(lambda: self._api.validate_request(asked))

    def fault_of_answer(self, asked: Asked, told: Told) -> str:
        """What is wrong with an answer, empty where nothing is."""
        return _fault(lambda: self._api.validate_response(asked, told))


def _fault(judge: Any) -> str:  # noqa: ANN401 - either judge
    try:
        judge()
    except Exception as error:  # noqa: BLE001 - openapi-core has many kinds
        cause = error.__cause__
        more = [e.message for e in getattr(cause, "schema_errors", ())]
        return f"{type(error).__name__}: {error} {more or cause or ''}"
    return ""


@cache
def _read() -> OpenAPI:
    """Both files as one description; reading it takes a second, once."""
    said = json.loads((FOLDER / "calendar-openapi.json").read_text(encoding="utf-8"))
    ours = json.loads((FOLDER / "overlay.json").read_text(encoding="utf-8"))
    schemas = said["components"]["schemas"]
    for one in ours["schemas"]:
        schema = schemas[one["schema"]]
        schema["properties"].update(one.get("properties", {}))
        schema["required"] = [*schema.get("required", []), *one.get("required", [])]
    for one in ours["requests"]:
        content = said["paths"][one["path"]][one["method"]]["requestBody"]["content"]
        _require(content["application/json"], schemas, one["required"])
    for one in ours["answers"]:
        answers = said["paths"][one["path"]][one["method"]]["responses"]
        good = next(answers[code] for code in ("200", "201") if code in answers)
        _require(good["content"]["application/json"], schemas, one["required"])
    for path, item in ours["paths"].items():
        said["paths"][path] = {name: way for name, way in item.items() if name != "x-source"}
    for schema in schemas.values():
        if not schema.get("required"):
            schema.pop("required", None)
    return OpenAPI.from_dict(said)


def _require(content: dict[str, Any], schemas: dict[str, Any], names: list[str]) -> None:
    """A copy of the schema that demands these members."""
    name = content["schema"]["$ref"].rpartition("/")[2]
    demanding = copy.deepcopy(schemas[name])
    demanding["required"] = [*demanding.get("required", []), *names]
    content["schema"] = demanding
