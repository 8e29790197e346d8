"""The JSON Schema of policies.yaml, for editors: completion, descriptions, and a red line under a misspelt key.

Editors resolve types before they look (`42` is a number, `yes` may be true), so every text may be a number here. What
a text has to look like is told by `check`, not by the schema.
"""

from typing import Any, Final

from chat.promotions import KINDS
from policies.language.features import ACTS, FEATURES
from policies.language.fields import Key, Model, Type, keys_of
from policies.language.presets import preset_names
from policies.language.schema import Group
from policies.language.settings import Consequences, Ladder, LaddersOf, StepsOf
from policies.language.values import COUNT, SHARE, SWITCH, ListOf, MapOf, Nested, Scalar
from policies.language.wording import LONGEST, Wording

Fragment = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
STEP: Final = "^[1-9][0-9]*$"
_PLAIN: Final[Fragment] = {"type": ["string", "number", "boolean"]}
_BOUNDS: Final[dict[Scalar, Fragment]] = {
    COUNT: {"type": "integer", "minimum": 1},
    SHARE: {"type": "number", "minimum": 0, "maximum": 1},
    SWITCH: {"enum": [True, False, "yes", "no", "on", "off"]},
}
_SUGGESTED: Final = {"kinds": KINDS, "is": KINDS, "kind": KINDS, "has": FEATURES, "without": FEATURES}


def policy_schema() -> Fragment:
    """Return the schema of a policy file."""
    definitions: dict[str, Fragment] = {}
    group = _model(Group, definitions)
    group["properties"]["extends"] = {
        "description": "A preset to build on: what the group says itself goes on top.",
        "enum": list(preset_names()),
    }
    definitions["Group"] = group
    return {
        "$schema": DIALECT,
        "title": "Potluck policies",
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "groups"],
        "properties": {
            "version": {"description": "Version of the policy language.", "enum": [1, "1"]},
            "defaults": {"description": "What every group begins with.", "$ref": "#/$defs/Group"},
            "groups": {
                "description": "The groups, by name.",
                "type": "object",
                "minProperties": 1,
                "additionalProperties": {"$ref": "#/$defs/Group"},
            },
        },
        "$defs": definitions,
    }


def _model(model: type[Model], definitions: dict[str, Fragment]) -> Fragment:
    keys = {name: known for name, (_, known) in keys_of(model).items() if known.written}
    fragment: Fragment = {
        "description": (model.__doc__ or "").strip(),
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _key(name, known, definitions) for name, known in keys.items()},
    }
    if required := [name for name, known in keys.items() if known.required]:
        fragment["required"] = required
    if issubclass(model, Ladder | Consequences):
        fragment["patternProperties"] = {STEP: _acts()}
    if issubclass(model, Consequences):
        fragment["additionalProperties"] = _reference(Ladder, definitions)
    return fragment


def _acts() -> Fragment:
    pattern = rf"^\s*({'|'.join(ACTS)})"
    return {"description": "Consequences, like `remove, mute 1d`.", "type": "string", "pattern": pattern}


def _key(name: str, known: Key, definitions: dict[str, Fragment]) -> Fragment:
    fragment = {"description": known.description, **_type(known.type, definitions, _SUGGESTED.get(name, ()))}
    return fragment | ({"examples": [known.example]} if known.example else {})


def _type(wanted: Type, definitions: dict[str, Fragment], suggested: tuple[str, ...] = ()) -> Fragment:
    if isinstance(wanted, ListOf):
        item = _type(wanted.item, definitions, suggested)
        several = {"type": "array", "items": item} | ({} if wanted.empty else {"minItems": 1})
        return {"anyOf": [item, several]}
    if isinstance(wanted, MapOf):
        return {"type": "object", "additionalProperties": _type(wanted.item, definitions)}
    if isinstance(wanted, Nested):
        shorthands = [_type(short, definitions) for short in wanted.model.shorthands]
        whole = _reference(wanted.model, definitions)
        return {"anyOf": [*shorthands, whole]} if shorthands else whole
    if isinstance(wanted, Wording):
        return {"type": "object", "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST}}
    assert isinstance(wanted, Scalar) and not isinstance(wanted, StepsOf | LaddersOf)  # noqa: S101, PT018
    return _scalar(wanted, suggested)


def _scalar(wanted: Scalar, suggested: tuple[str, ...]) -> Fragment:
    if wanted.choices:
        return {"enum": list(wanted.choices)}
    if wanted in _BOUNDS:
        return _BOUNDS[wanted]
    return {"anyOf": [{"enum": list(suggested)}, _PLAIN]} if suggested else _PLAIN


def _reference(model: type[Model], definitions: dict[str, Fragment]) -> Fragment:
    if model.__name__ not in definitions:
        definitions[model.__name__] = {}
        definitions[model.__name__] = _model(model, definitions)
    return {"$ref": f"#/$defs/{model.__name__}"}
