namespace ElasticMoE.Node.Tests.Processes;

/// <summary>What a child process is given besides its arguments.</summary>
internal sealed record EmoeInput
{
    /// <summary>Standard input.</summary>
    public string Text { get; init; } = "";

    /// <summary>Variables added to the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The working directory.</summary>
    public string Directory { get; init; } = AppContext.BaseDirectory;
}
