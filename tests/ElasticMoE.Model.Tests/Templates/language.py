"""Renders every template of language.json with jinja2 (3.1.6), in the environment published tokenizers use, and writes what comes of it
back as `expect` or `error`. The tests read the file alone; run this after adding templates to it."""
import datetime
import json
import pathlib

import jinja2.ext
import jinja2.nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_pass"), [], [], body).set_lineno(line)

    def _pass(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def render(template, variables):
    try:
        return {"template": template, "expect": environment.from_string(template).render(**json.loads(json.dumps(variables)))}
    except Exception as failure:
        return {"template": template, "error": f"{type(failure).__name__}: {failure}".split("\n")[0]}


environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = lambda format: datetime.datetime(2026, 11, 21, 12).strftime(format)

path = pathlib.Path(__file__).with_name("language.json")
document = json.loads(path.read_text())
lines = ['{"variables": ' + json.dumps(document["variables"], ensure_ascii=False) + ",", '"groups": [']
for index, group in enumerate(document["groups"]):
    cases = [json.dumps(render(case["template"], document["variables"]), ensure_ascii=False) for case in group["cases"]]
    lines += ['{"name": ' + json.dumps(group["name"]) + ', "cases": [', ",\n".join(cases)]
    lines += ["]}" + ("," if index + 1 < len(document["groups"]) else "")]
path.write_text("\n".join(lines + ["]}"]) + "\n")
