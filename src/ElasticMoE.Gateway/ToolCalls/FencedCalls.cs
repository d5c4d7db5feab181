namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>Calls each between markers of their own: a kind, a separator, the name, and the arguments as JSON in a code fence or bare.</summary>
internal static class FencedCalls
{
    private const string CallBegin = "<｜tool▁call▁begin｜>", CallEnd = "<｜tool▁call▁end｜>", Separator = "<｜tool▁sep｜>";

    public static IReadOnlyList<ToolCall>? Parse(string body)
    {
        var calls = new List<ToolCall>();
        foreach (string part in body.Split(CallBegin).Skip(1))
        {
            if (ParseOne(part.Split(CallEnd)[0]) is not { } call)
                return null;
            calls.Add(call);
        }
        return calls.Count > 0 ? calls : null;
    }

    private static ToolCall? ParseOne(string part)
    {
        string[] halves = part.Split(Separator, 2);
        if (halves.Length < 2)
            return null;
        // One published form has `function<sep>name\n```json\n{…}\n```, the other `name<sep>{…}`.
        int open = halves[1].IndexOf('{', StringComparison.Ordinal), close = halves[1].LastIndexOf('}');
        if (open < 0 || close < open)
            return null;
        string name = halves[1].StartsWith('{') ? halves[0].Trim() : halves[1].Split('\n', '`')[0].Trim();
        string arguments = halves[1][open..(close + 1)];
        return name.Length > 0 && JsonCall.IsJson(arguments) ? new ToolCall(name, arguments) : null;
    }
}
