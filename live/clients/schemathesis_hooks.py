"""What schemathesis must know about the console: which account it runs with, and what a whole answer is."""

import schemathesis

# The user and the token of the run, see `tokenOfNobody`. Their id is in the answers, so schemathesis tries it: a console
# that deletes its own token when asked to is right, and every answer after that would be a 401.
OWN_ID = "987654321"


@schemathesis.hook
def filter_case(context, case):
    return OWN_ID not in f"{case.path_parameters} {case.query} {case.body}"


def required_names(schema, root):
    """The names that an object must have when no field was left out: those of the whole variant, which comes first."""
    while "$ref" in schema or "anyOf" in schema:
        if "anyOf" in schema:
            schema = schema["anyOf"][0]
        else:
            schema = root["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema.get("required", []), schema


@schemathesis.check
def whole_without_choice(context, response, case):
    """Only whoever asks for some of the fields may get less than all of them: the schema of a read allows both."""
    if response.status_code != 200 or case.method != "GET" or {"fields", "brief"} & set(case.query or {}):
        return
    if not response.headers.get("content-type", [""])[0].startswith("application/json"):
        return
    root = case.operation.schema.raw_schema
    documented = root["paths"][case.operation.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    names, schema = required_names(documented, root)
    value = response.json()
    missing = [name for name in names if name not in value]
    rows = schema.get("properties", {}).get("results", {}).get("items")
    if rows is not None:
        names, _ = required_names(rows, root)
        missing += [f"results.{name}" for row in value["results"] for name in names if name not in row]
    assert not missing, f"Nobody asked for some fields only, and these are missing: {sorted(set(missing))}"
