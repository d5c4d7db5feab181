using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Tests.Admin;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Serving;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Serving;

/// <summary>What a dashboard gets of a cluster, through a real admin interface.</summary>
public sealed class ClusterDashboardTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedCluster _cluster = new();
    private readonly string _key = AdminKey.Generate();
    private AdminServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AdminServer.StartAsync(new AdminServerOptions { Key = new AdminKey(_key) }, _cluster, _cluster);
        File.WriteAllText(_folder.PathOf("admin-url"), _server.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_snapshot_has_state_nodes_experts_by_layer_and_events()
    {
        using JsonDocument snapshot = JsonDocument.Parse(await Dashboard().SnapshotAsync(_key, CancellationToken.None));
        Assert.Equal("degraded", snapshot.RootElement.GetProperty("status").GetProperty("health").GetString());
        Assert.Equal(2, snapshot.RootElement.GetProperty("nodes").GetArrayLength());
        Assert.Equal("""[{"layer":0,"experts":[[1,1,250000,0]]}]""", snapshot.RootElement.GetProperty("layers").GetRawText());
        Assert.Equal(JsonValueKind.Array, snapshot.RootElement.GetProperty("events").ValueKind);
    }

    [Fact]
    public async Task A_change_is_carried_out_and_what_isnt_one_is_refused()
    {
        await Dashboard().ChangeAsync(_key, ("experts", "scale"), """{"expert":"3/7","replicas":2}""", CancellationToken.None);
        Assert.Equal("Scale { Expert = 3/7, Replicas = 2 }", Assert.Single(_cluster.Requests).Command.ToString());
        Assert.Equal(ExitCode.NotFound, await FailAsync(() => Dashboard().ChangeAsync(_key, ("experts", "get"), "{}", CancellationToken.None)));
        Assert.Equal(ExitCode.NotFound, await FailAsync(() => Dashboard().AskAsync(_key, ("experts", "scale"), new Dictionary<string, string>(), CancellationToken.None)));
        Assert.Equal(ExitCode.Usage, await FailAsync(() => Dashboard().ChangeAsync(_key, ("experts", "scale"), "[]", CancellationToken.None)));
    }

    [Fact]
    public async Task A_wrong_key_shows_nothing()
    {
        Assert.Equal(ExitCode.NotAllowed, await FailAsync(() => Dashboard().SnapshotAsync(AdminKey.Generate(), CancellationToken.None)));
        Assert.Empty(_cluster.Requests);
        File.Delete(_folder.PathOf("admin-url"));
        Assert.Equal(ExitCode.Unreachable, await FailAsync(() => Dashboard().SnapshotAsync(_key, CancellationToken.None)));
    }

    private static async Task<ExitCode> FailAsync(Func<Task<string>> ask) => (await Assert.ThrowsAsync<InputException>(ask)).Exit;

    private ClusterDashboard Dashboard() => new(new ClusterFolder(_folder.Root));
}
