using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Grammars;

namespace ElasticMoE.Engine.Tests.Grammars;

/// <summary>Which documents a schema's grammar lets through, and which schemas it refuses.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["a"]}""", """{"a":1}|{"a": -20, "b": "x"}""", """{}|{"b":"x","a":1}|{"a":1,"c":2}|{"a":1.5}|{"a":01}|{"a":1,}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"boolean"},"properties":{"a":{"const":null}}}""", """{}|{"a":null}|{"b":true}|{"a":null,"c":false,"aa":true}""", """{"a":true}|{"b":1}|{"a":null,"a":null}""")]
    [InlineData("""{"type":"array","items":{"type":"integer","minimum":3,"exclusiveMaximum":12},"minItems":1,"maxItems":3}""", "[3]|[11, 4]|[3,4,5]", "[]|[2]|[12]|[3,4,5,6]|[03]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"null"}],"items":{"type":"boolean"}}""", """[]|["x"]|["x",null,true,false]""", """[null]|["x",true]|["x",null,1]""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"}],"items":false,"minItems":1}""", """["x"]""", """[]|["x",1]""")]
    [InlineData("""{"type":"number","minimum":-0.5,"maximum":10.25}""", "0|-0.5|-0.25|10|10.25|10.249|0.0001", "-0.51|-1|10.26|11|100|-0|1e1|.5|1.")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"multipleOf":0.01}""", "0.01|5|12.5|999.99", "0|0.001|-1|1.234")]
    [InlineData("""{"type":"integer","multipleOf":7,"maximum":100}""", "0|7|98|-14", "1|105|-15")]
    [InlineData("""{"type":"number","minimum":1000000,"maximum":1000000}""", "1000000|1000000.0", "999999|1000000.1|1000001")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":3}""", """ "ab"|"äöü"|"😀x"|"\ud83d\ude00x"|"\n\u0041"|"abc" """, """ "a"|"abcd"|"\ud83d\ude00"|"\ud83d"|"\ude00x" """)]
    [InlineData("""{"type":"string","pattern":"^a+b?$"}""", """ "a"|"aab" """, """ "b"|"ba"|"abb"|"" """)]
    [InlineData("""{"type":"string","pattern":"b{2}","maxLength":4}""", """ "bb"|"abb"|"xbby" """, """ "b"|"abbcd" """)]
    [InlineData("""{"type":"string","pattern":"^[^a-c\\d]$"}""", """ "x"|"ö"|"\"" """, """ "a"|"5"|"xy" """)]
    [InlineData("""{"type":"string","format":"date"}""", """ "2024-02-28"|"1999-12-31" """, """ "2024-02-30"|"2024-13-01"|"24-01-01" """)]
    [InlineData("""{"enum":["a",1,null,{"b":[1,2]}]}""", """ "a"|1|null|{"b":[1,2]}""", """ "b"|2|{"b":[1]}|true""")]
    [InlineData("""{"enum":["abc","a",5,20],"type":"string","minLength":2}""", """ "abc" """, """ "a"|5""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"string","maxLength":1}]}""", """null|"x" """, """1|"xy" """)]
    [InlineData("""{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"v":{"type":"integer"}},"required":["k","v"]},{"type":"object","properties":{"k":{"const":"b"}},"required":["k"]}]}""", """{"k":"a","v":1}|{"k":"b"}""", """{"k":"a"}|{"k":"b","v":1}|{"k":"c"}""")]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"number","minimum":2}}},{"properties":{"a":{"type":"integer","maximum":3}},"required":["a"]}]}""", """{"a":2}|{"a":3}""", """{}|{"a":1}|{"a":4}|{"a":2.5}""")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}}}""", """{}|{"next":{"next":{}}}""", """{"next":1}|{"next":{"x":1}}""")]
    [InlineData("""{"$ref":"#/$defs/list","$defs":{"list":{"type":"array","items":{"$ref":"#/$defs/list"}}}}""", "[]|[[],[[]]]", "[1]|{}")]
    [InlineData("""{"type":["string","null"]}""", """null|"x" """, "1|true")]
    [InlineData("""{"type":"string","nullable":true}""", """null|"x" """, "1")]
    [InlineData("""{"type":"object","minProperties":1,"maxProperties":2}""", """{"a":1}|{"a":1,"b":[]}""", """{}|{"a":1,"b":2,"c":3}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"},"b":{"type":"null"}},"minProperties":1}""", """{"a":null}|{"b":null}|{"a":null,"b":null}""", "{}")]
    [InlineData("true", """1|"x"|[{"a":null}]|true|-1.5""", "x|[1,]|{1:2}|'a'")]
    public void Documents_are_let_through_or_not(string schema, string good, string bad)
    {
        GrammarTexts texts = GrammarTexts.OfSchema(schema);
        foreach (string text in good.Split('|'))
        {
            Assert.True(texts.Accepts(text.Trim()), $"{text} is refused");
            new SchemaJudge(schema.Replace("\"string\",\"nullable\":true", "[\"string\",\"null\"]")).Check(text.Trim(), "as an example");
        }
        foreach (string text in bad.Split('|'))
            Assert.False(texts.Accepts(text.Trim()), $"{text} is let through");
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","uniqueItems":true}}}""", "schema#/properties/a/uniqueItems: is not supported")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "schema#/patternProperties: is not supported")]
    [InlineData("""{"not":{}}""", "schema#/not: is not supported")]
    [InlineData("""{"if":{}}""", "schema#/if: is not supported")]
    [InlineData("""{"type":"string","pattern":"(?=a)"}""", "schema#/pattern: looks ahead or behind at")]
    [InlineData("""{"type":"string","pattern":"a\\b"}""", "schema#/pattern: has the escape \\b")]
    [InlineData("""{"type":"string","pattern":"("}""", "schema#/pattern: has a '(' that is not closed")]
    [InlineData("""{"type":"string","format":"color"}""", "schema#/format: 'color' is not one of")]
    [InlineData("""{"type":"string","pattern":"^(a|b)*$","maxLength":100000}""", "schema#/maxLength: becomes more than")]
    [InlineData("""{"type":"number","multipleOf":0.3}""", "schema#/multipleOf: is supported for")]
    [InlineData("""{"$ref":"other.json"}""", "schema#/$ref: 'other.json' is no pointer")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "schema#/$ref: '#/$defs/x' leads nowhere")]
    [InlineData("""{"$ref":"#"}""", "schema#: refers to itself")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""", "schema#: no document of at most 60 levels")]
    [InlineData("""{"type":"string","enum":[1]}""", "schema#: no document")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "schema#/oneOf: a value may satisfy both alternative 0 and 1")]
    [InlineData("""{"type":"text"}""", "schema#/type: names no type")]
    [InlineData("""{"type":"object","properties":{"a/b":{"minimum":"x"}}}""", "schema#/properties/a~1b/minimum: is no number")]
    [InlineData("""{"type":"object","required":"a"}""", "schema#/required: is no array")]
    [InlineData("""{"type":"string","maxLength":-1}""", "schema#/maxLength: is no count")]
    [InlineData("""{"const":"\ud800"}""", "schema#: holds what is no valid Unicode")]
    [InlineData("3", "schema#: is neither an object nor")]
    [InlineData("{", "is no JSON")]
    public void What_cannot_be_promised_is_refused_by_name(string schema, string cause)
    {
        InputException refused = Assert.Throws<InputException>(() => GrammarCompiler.Check(new GrammarSource(GrammarKind.JsonSchema, schema)));
        Assert.Equal("response_format", refused.Subject);
        Assert.Contains(cause, refused.Message);
    }

    [Fact]
    public void Blanks_come_to_an_end()
    {
        var texts = new GrammarTexts(new GrammarSource(GrammarKind.JsonObject, ""));
        Assert.True(texts.Accepts("\n{\n  \"a\": [\n    1,\n\t2\n  ],\n  \"b\": {}\n}"));
        foreach (string text in (string[])["  ", "\n\n", "{  ", "{\n \n", "{\"a\"  ", "{\"a\":  ", "{} ", "{}\n"])
            Assert.False(texts.Begins(text), text);
    }

    [Fact]
    public void Documents_nest_no_deeper_than_readers_take()
    {
        var texts = new GrammarTexts(new GrammarSource(GrammarKind.JsonObject, ""));
        int deepest = Limits.GrammarNestingMax;
        string Open(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{";
        Assert.True(texts.Accepts(Open(deepest) + new string('}', deepest)));
        Assert.False(texts.Begins(Open(deepest) + "\"a\":{"));
        Assert.False(texts.Begins(Open(deepest) + "\"a\":["));
        Assert.True(texts.Accepts(Open(deepest) + "\"a\":1" + new string('}', deepest)));
    }

    [Fact]
    public void Hundreds_of_optional_properties_are_followed()
    {
        string properties = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"p{i}\":{{\"type\":\"integer\"}}"));
        GrammarTexts texts = GrammarTexts.OfSchema("{\"type\":\"object\",\"properties\":{" + properties + "}}");
        Assert.True(texts.Accepts("""{"p3":1,"p250":2,"p499":3}"""));
        Assert.False(texts.Accepts("""{"p250":2,"p3":1}"""));
    }
}
