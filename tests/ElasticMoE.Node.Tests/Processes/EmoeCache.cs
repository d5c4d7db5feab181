namespace ElasticMoE.Node.Tests.Processes;

/// <summary>A folder of packed weights that all tests of this run share, so that each model is packed once.</summary>
public sealed class EmoeCache : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emoe-cache").FullName;

    internal string Folder => _folder;

    internal EmoeResult Run(params string[] arguments) => RunWith("", arguments);

    internal EmoeResult RunWith(string input, params string[] arguments) => EmoeProcess.Run(
        new EmoeInput { Text = input, Environment = new Dictionary<string, string> { ["EMOE_CACHE"] = _folder, ["EMOE_THREADS"] = "1" } },
        arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
