namespace ElasticMoE.Model.Configuration;

/// <summary>Patterns of module names as quantized checkpoints list them.</summary>
internal static class ModulePattern
{
    /// <summary>Whether the name begins with the pattern, `*` standing for any text, or ends with it.</summary>
    public static bool Matches(string pattern, string name)
    {
        if (pattern.Length == 0)
            return false;
        if (name.EndsWith(pattern, StringComparison.Ordinal))
            return true;
        string[] pieces = pattern.Split('*');
        if (!name.StartsWith(pieces[0], StringComparison.Ordinal))
            return false;
        int at = pieces[0].Length;
        foreach (string piece in pieces.AsSpan(1))
        {
            int found = name.IndexOf(piece, at, StringComparison.Ordinal);
            if (found < 0)
                return false;
            at = found + piece.Length;
        }
        return true;
    }
}
