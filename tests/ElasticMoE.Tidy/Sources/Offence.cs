namespace ElasticMoE.Tidy.Sources;

/// <summary>One place that breaks a rule.</summary>
/// <param name="Path">The file, relative to the repository, with forward slashes.</param>
/// <param name="Line">From 1; 0 where the whole file offends.</param>
/// <param name="What">What is wrong, in words.</param>
internal sealed record Offence(string Path, int Line, string What)
{
    /// <summary>For size rules: the function's name, by which the baseline knows it.</summary>
    public string Member { get; init; } = "-";

    /// <summary>For size rules: the size.</summary>
    public int Size { get; init; }

    public override string ToString() => Line > 0 ? $"{Path}({Line}): {What}" : $"{Path}: {What}";
}
