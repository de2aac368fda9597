"""What schemathesis must know about the console: which account it runs with, and what a whole answer is."""

import os
import zlib

import schemathesis

# The user and the token of the run, see `tokenOfNobody`. Their id is in the answers, so schemathesis tries it: a console
# that deletes its own token when asked to is right, and every answer after that would be a 401.
OWN_ID = "987654321"


# A form is sent to these addresses; what a GET is shown there is a page, no answer of the interface.
PAGES_OF_FORMS = {"/login", "/setup"}

# Of that many cases of the document one is sent, the same one in every run.
ONE_IN = int(os.environ.get("ONE_IN", "1"))


@schemathesis.hook
def filter_case(context, case):
    if case.method == "GET" and case.operation.path in PAGES_OF_FORMS:
        return False
    what = f"{case.path_parameters} {case.query} {case.body}"
    if OWN_ID in what:
        return False
    # Only the cases that the document itself gives rise to are many; of the made-up ones there are few as it is.
    is_one_of_many = case.meta is not None and case.meta.phase.name == "coverage"
    name = f"{case.method} {case.operation.path} {what}".encode("utf-8", "backslashreplace")
    return not is_one_of_many or zlib.crc32(name) % ONE_IN == 0


def variants(schema, root):
    """Every shape that an answer may have."""
    if "$ref" in schema:
        return variants(root["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return [variant for one in schema["anyOf"] for variant in variants(one, root)]
    return [schema]


def missing_names(schema, root, value):
    """What a whole object lacks, by the shape that it is nearest to. A shape that demands nothing is one of some fields."""
    whole = [variant for variant in variants(schema, root) if variant.get("required")]
    return min(([name for name in one["required"] if name not in value] for one in whole), key=len, default=[])


def is_list(shape):
    return "items" in shape.get("properties", {}).get("results", {})


@schemathesis.check
def whole_without_choice(context, response, case):
    """Only whoever asks for some of the fields may get less than all of them: the schema of a read allows both."""
    if response.status_code != 200 or case.method != "GET" or {"fields", "brief"} & set(case.query or {}):
        return
    if not response.headers.get("content-type", [""])[0].startswith("application/json"):
        return
    root = case.operation.schema.raw_schema
    documented = root["paths"][case.operation.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    value = response.json()
    missing = missing_names(documented, root, value)
    lists = [shape["properties"]["results"]["items"] for shape in variants(documented, root) if is_list(shape)]
    if lists and "results" in value:
        for row in value["results"]:
            missing += [f"results.{name}" for name in missing_names(lists[0], root, row)]
    assert not missing, f"Nobody asked for some fields only, and these are missing: {sorted(set(missing))}"
