namespace ElasticMoE.Kernels.SelfTest;

/// <summary>What the start-up self-test found.</summary>
public sealed record SelfTestReport
{
    /// <summary>SHA-256 over the bits of all results of the definitions, in lower-case hex: equal wherever arithmetic is.</summary>
    public required string Hash { get; init; }

    /// <summary>Names of the operations whose fast form gave other bits here and that now run by their definition.</summary>
    public required IReadOnlyList<string> SwitchedOff { get; init; }
}
