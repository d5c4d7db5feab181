namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>One thing that is checked on every case.</summary>
internal sealed record CaseGroup(string Name, Func<TokenizerCase, string> Expected, Func<TokenizerCase, string> Actual)
{
    /// <summary>How many differing cases are shown.</summary>
    private const int ShownMax = 3;

    /// <summary>Checks all cases and reports in one line, differences in some more.</summary>
    public bool Check(string directory, TokenizerCase[] cases, Action<string> line)
    {
        var differing = new List<string>();
        foreach (TokenizerCase c in cases)
        {
            string expected = Expected(c), actual = Actual(c);
            if (expected != actual)
                differing.Add($"  \"{Escape(c.Text)}\": expected {Escape(expected)}, got {Escape(actual)}");
        }
        string outcome = differing.Count == 0 ? "no difference" : $"{differing.Count} differ";
        line($"{directory}: {Name}: {cases.Length} cases, {outcome}");
        differing.Take(ShownMax).ToList().ForEach(line);
        return differing.Count == 0;
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
