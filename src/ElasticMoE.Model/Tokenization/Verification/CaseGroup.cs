using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tokenization.Verification;

/// <summary>One thing that is checked on every case.</summary>
/// <param name="Name">What is checked.</param>
/// <param name="Show">How a differing case is called.</param>
/// <param name="Expected">What the reference gives.</param>
/// <param name="Actual">What we give.</param>
internal sealed record CaseGroup<T>(string Name, Func<T, string> Show, Func<T, string> Expected, Func<T, string> Actual)
{
    /// <summary>How many differing cases are shown.</summary>
    private const int ShownMax = 3;

    /// <summary>Checks all cases and reports in one line, differences in some more.</summary>
    public bool Check(string directory, T[] cases, Action<string> line)
    {
        var differing = new List<string>();
        foreach (T c in cases)
        {
            string expected = Expected(c), actual = ActualOrError(c);
            if (expected != actual)
                differing.Add($"  \"{Escape(Show(c))}\": expected {Escape(expected)}, got {Escape(actual)}");
        }
        string outcome = differing.Count == 0 ? "no difference" : $"{differing.Count} differ";
        line($"{directory}: {Name}: {cases.Length} cases, {outcome}");
        differing.Take(ShownMax).ToList().ForEach(line);
        return differing.Count == 0;
    }

    /// <summary>A case that fails counts as one that differs; the others are still checked.</summary>
    private string ActualOrError(T c)
    {
        try
        {
            return Actual(c);
        }
        catch (InputException e)
        {
            return $"the error \"{e.Message}\"";
        }
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
