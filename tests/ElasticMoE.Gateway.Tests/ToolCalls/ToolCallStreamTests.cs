using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Tests.ToolCalls;

public sealed class ToolCallStreamTests
{
    public static TheoryData<string, string, string, string[]> Texts => new()
    {
        { "<tool_call>", "Sure.\n<tool_call>\n{\"name\": \"add\", \"arguments\": {\"a\": 1}}\n</tool_call>\n<tool_call>{\"name\":\"now\"}</tool_call>", "Sure.\n\n", ["add {\"a\": 1}", "now {}"] },
        { "<tool_call>", "<tool_call>add\n<arg_key>a</arg_key>\n<arg_value>1</arg_value>\n<arg_key>b</arg_key>\n<arg_value>two \"x\"</arg_value>\n</tool_call>", "", ["add {\"a\":1,\"b\":\"two \\\"x\\\"\"}"] },
        { "<tool_call>", "<tool_call>\n<function=add>\n<parameter=a>\n[1]\n</parameter>\n</function>\n</tool_call>", "", ["add {\"a\":[1]}"] },
        { "<tool_call>", "<tool_call>{\"name\": \"say\", \"arguments\": {\"text\": \"</tool_call> \\\" <tool_call>\"}}</tool_call>!", "!", ["say {\"text\": \"</tool_call> \\\" <tool_call>\"}"] },
        { "<tool_call>", "no <tool_cal here", "no <tool_cal here", [] },
        { "<tool_call>", "a <tool_call>{not json</tool_call> b", "a <tool_call>{not json</tool_call> b", [] },
        { "<tool_call>", "cut <tool_call>{\"name\": \"add\"", "cut <tool_call>{\"name\": \"add\"", [] },
        { "[TOOL_CALLS]", "[TOOL_CALLS] [{\"name\": \"a\", \"arguments\": {}}, {\"name\": \"b\", \"arguments\": {\"x\": \"y\"}}]", "", ["a {}", "b {\"x\": \"y\"}"] },
        { "<｜tool▁calls▁begin｜>", "ok<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>add\n```json\n{\"a\": 1}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>now\n```json\n{}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "ok", ["add {\"a\": 1}", "now {}"] },
        { "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>add<｜tool▁sep｜>{\"a\": 1}<｜tool▁call▁end｜><｜tool▁calls▁end｜>", "", ["add {\"a\": 1}"] },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Calls_are_parted_from_text_however_it_is_cut(string template, string text, string plain, string[] calls)
    {
        for (int size = 1; size <= text.Length; size++)
        {
            var stream = new ToolCallStream(ToolCallFormat.Of(template)!);
            var parts = text.Chunk(size).SelectMany(piece => stream.Push(new string(piece))).ToList();
            parts.AddRange(stream.End());
            Assert.Equal(plain, string.Concat(parts.Select(part => part.Text)));
            Assert.Equal(calls, parts.Where(part => part.Call is not null).Select(part => $"{part.Call!.Name} {part.Call.Arguments}"));
        }
    }

    [Fact]
    public void Text_before_calls_is_not_held_back()
    {
        var stream = new ToolCallStream(ToolCallFormat.Of("<tool_call>")!);
        Assert.Equal("a < b", string.Concat(stream.Push("a < b<").Select(part => part.Text)));
    }

    [Fact]
    public void A_template_without_calls_has_no_format() => Assert.Null(ToolCallFormat.Of("{{ messages }}"));
}
