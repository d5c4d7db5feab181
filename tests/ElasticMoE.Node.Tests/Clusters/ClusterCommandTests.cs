using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Node.Tests.Clusters;

public sealed class ClusterCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private const int Ok = 0, NotFound = 3, Conflict = 4;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_running_cluster_answers_is_found_by_a_second_up_and_ends_by_down()
    {
        string folder = _folder.PathOf("cluster"), mini = Repository.PathOf("models/emoe-mini");
        using var cluster = new RunningCluster(folder, cache.Folder, mini, 2);

        Assert.Equal(Conflict, cache.Run("up", "--cluster", folder, "--model", mini).ExitCode);
        Assert.Equal(Ok, cache.Run("status", "--cluster", folder).ExitCode);
        Assert.Equal("40 + 64 = 104", cache.Run("generate", "--cluster", folder, "--chat", "Add 40 and 64.").Out.TrimEnd());
        EmoeResult chat = cache.RunWith("Add 40 and 64.\n", "chat", "--cluster", folder);
        Assert.Equal(Ok, chat.ExitCode);
        Assert.Contains("40 + 64 = 104", chat.Out, StringComparison.Ordinal);

        Assert.Equal(Ok, cache.Run("down", "--cluster", folder).ExitCode);
        Assert.Equal(NotFound, cache.Run("status", "--cluster", folder).ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
