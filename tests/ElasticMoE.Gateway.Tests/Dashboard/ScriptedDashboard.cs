using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Serving;

namespace ElasticMoE.Gateway.Tests.Dashboard;

/// <summary>A cluster that notes what it is asked and fails when it is told to.</summary>
internal sealed class ScriptedDashboard : IClusterDashboard
{
    public const string Key = "the-admin-key-of-this-test-cluster";

    public List<string> Asked { get; } = [];

    public ExitCode? Fails { get; set; }

    public int Snapshots { get; private set; }

    public Task<string> SnapshotAsync(string key, CancellationToken cancelled)
    {
        Check(key);
        return Task.FromResult($$"""{"snapshot":{{++Snapshots}}}""");
    }

    public Task<string> AskAsync(string key, (string Noun, string Name) subject, IReadOnlyDictionary<string, string> fields, CancellationToken cancelled)
    {
        Check(key);
        Asked.Add($"{subject.Noun} {subject.Name} {string.Join(',', fields.Select(field => $"{field.Key}={field.Value}"))}");
        return Task.FromResult("[]");
    }

    public Task<string> ChangeAsync(string key, (string Noun, string Name) subject, string fields, CancellationToken cancelled)
    {
        Check(key);
        Asked.Add($"{subject.Noun} {subject.Name} {fields}");
        return Task.FromResult("""{"exit":0}""");
    }

    private void Check(string key)
    {
        if (key != Key)
            throw new InputException("admin", "the key is wrong", ExitCode.NotAllowed);
        if (Fails is { } exit)
            throw new InputException("cluster", "it is \"so\"", exit);
    }
}
