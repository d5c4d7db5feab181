using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Loading;

/// <summary>Finds the model that is used where none is named.</summary>
internal static class DefaultModel
{
    private const string Variable = "EMOE_MODEL", Relative = "models/emoe-mini";

    /// <summary>`$EMOE_MODEL`, else `models/emoe-mini` in the working directory, beside the executable, or above either.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
            return chosen;
        return Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory)
            ?? throw new InputException(Relative, $"not found above the working directory or the executable; name a model with --model or {Variable}", ExitCode.NotFound);
    }

    private static string? Above(string start)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, Relative);
            if (File.Exists(Path.Combine(candidate, "config.json")))
                return Path.GetRelativePath(Directory.GetCurrentDirectory(), candidate) is var near && !near.StartsWith("../..", StringComparison.Ordinal)
                    ? near
                    : candidate;
        }
        return null;
    }
}
