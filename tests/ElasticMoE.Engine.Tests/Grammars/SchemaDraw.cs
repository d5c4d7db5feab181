using System.Text.Json.Nodes;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Draws schemas of every kind that is supported.</summary>
internal sealed class SchemaDraw(Random random)
{
    private static readonly string[] s_names = ["a", "b", "ab", "name", "größe", "数", "x y", "quo\"te", ""];
    private static readonly string[] s_patterns = ["^[a-z]{2,5}$", "a", @"^\d{3}-\d{4}$", "^(foo|bar)+$", @"^[^\s@]{1,9}@\w+\.(de|com)$", "^[^\"\\\\]*$", "^[ä-ü]x?$", @"^$|^\u0041", "^.{0,3}$"];
    private static readonly string[] s_formats = ["date", "time", "date-time", "email", "uuid", "ipv4", "ipv6", "uri", "hostname", "duration"];
    private int _refs;

    /// <summary>A document whose references may be circles.</summary>
    public JsonObject Document()
    {
        _refs = random.Next(3);
        JsonObject schema = Schema(0);
        if (_refs > 0)
            schema["$defs"] = new JsonObject(Enumerable.Range(0, _refs).Select(i => KeyValuePair.Create<string, JsonNode?>($"d{i}", Leaf())));
        return schema;
    }

    private JsonObject Schema(int depth) => (depth < 3 ? random.Next(12) : random.Next(5)) switch
    {
        0 => String(),
        1 => Number(),
        2 => new JsonObject { ["type"] = One("boolean", "null") },
        3 => new JsonObject { ["enum"] = new JsonArray("x", 1.5, null, true, new JsonObject { ["k"] = "<ü>" }, "\n\"") },
        4 => _refs > 0 && depth > 0 ? new JsonObject { ["$ref"] = $"#/$defs/d{random.Next(_refs)}" } : new JsonObject { ["const"] = One("const", "日本") },
        5 or 6 => Array(depth),
        7 => new JsonObject { ["anyOf"] = new JsonArray(Schema(depth + 1), Schema(depth + 1)) },
        8 => new JsonObject { ["type"] = new JsonArray("string", "null", "integer"), ["minimum"] = random.Next(-20, 20), ["maxLength"] = random.Next(4) },
        _ => Object(depth),
    };

    /// <summary>What is referred to refers to others only where it need not.</summary>
    private JsonObject Leaf() => random.Next(3) switch
    {
        0 => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = $"#/$defs/d{random.Next(_refs)}" }, ["maxItems"] = 2 },
        1 => new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["next"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = "#/$defs/d0" }, new JsonObject { ["type"] = "null" }) } } },
        _ => String(),
    };

    private JsonObject String()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (random.Next(4))
        {
            case 0: schema["pattern"] = One(s_patterns); break;
            case 1: schema["format"] = One(s_formats); break;
            case 2:
                schema["minLength"] = random.Next(4);
                schema["maxLength"] = random.Next(4, 9);
                break;
        }
        return schema;
    }

    private JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = One("integer", "number") };
        if (random.Next(3) > 0)
            schema[One("minimum", "exclusiveMinimum")] = Math.Round(random.NextDouble() * 200 - 100, random.Next(4));
        if (random.Next(3) > 0)
            schema[One("maximum", "exclusiveMaximum")] = Math.Round(random.NextDouble() * 2000 + 101, random.Next(4));
        if (random.Next(4) == 0)
            schema["multipleOf"] = One<JsonNode>(3, 0.01m, 17, 1);
        return schema;
    }

    private JsonObject Array(int depth)
    {
        int least = random.Next(3);
        var schema = new JsonObject { ["type"] = "array", ["minItems"] = least };
        if (random.Next(2) == 0)
            schema["items"] = Schema(depth + 1);
        if (random.Next(3) == 0)
            schema["prefixItems"] = new JsonArray(Schema(depth + 1), Schema(depth + 1));
        if (random.Next(2) == 0)
            schema["maxItems"] = least + random.Next(3);
        return schema;
    }

    private JsonObject Object(int depth)
    {
        string[] names = [.. s_names.Where(_ => random.Next(3) == 0)];
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, Schema(depth + 1)))),
            ["required"] = new JsonArray([.. names.Where(_ => random.Next(2) == 0).Select(name => (JsonNode)name)]),
        };
        if (random.Next(3) == 0)
            schema["additionalProperties"] = One<JsonNode>(true, false, String());
        if (random.Next(5) == 0)
            schema["allOf"] = new JsonArray(new JsonObject { ["properties"] = new JsonObject { ["a"] = new JsonObject { ["type"] = "string" }, ["more"] = Number() } });
        return schema;
    }

    private T One<T>(params T[] options) => options[random.Next(options.Length)] is JsonNode node ? (T)(object)node.DeepClone() : options[random.Next(options.Length)];
}
