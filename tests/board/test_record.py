"""Journey records: form, schema, digest."""

import hashlib
import json

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # its types are a package of their own

from board.journey import nest
from board.record import canonical, digest_of, head, json_schema
from tests.board.samples import record, small, television


async def test_a_record_meets_its_published_schema() -> None:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(record(nest(await television())))


def test_a_record_has_exactly_the_fields_of_the_contract() -> None:
    told = record(nest(small()))
    assert list(told) == [
        "id", "version", "schema", "label", "at", "by", "board", "parent", "digest",
        "journey", "contributors", "findings", "session",
    ]  # fmt: skip
    assert list(head(told)) == ["id", "version", "label", "at", "by", "digest", "parent", "findings"]


def test_the_digest_is_that_of_the_journeys_canonical_json() -> None:
    told = record(nest(small()))
    assert told["digest"] == hashlib.sha256(canonical(told["journey"])).hexdigest()


def test_the_digest_survives_a_way_through_json_and_another_order_of_keys() -> None:
    nested = nest(small())
    turned = json.loads(json.dumps(nested), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert digest_of(turned) == digest_of(nested)


def test_one_letter_makes_another_digest() -> None:
    plain = small()
    before = digest_of(nest(plain))
    plain["activities"]["activity-one"]["text"] += "."
    assert digest_of(nest(plain)) != before


@pytest.mark.parametrize("field", ["id", "digest", "journey", "findings"])
def test_the_schema_refuses_a_record_without_a_field(field: str) -> None:
    told = record(nest(small()))
    del told[field]
    assert not Draft202012Validator(json_schema()).is_valid(told)
