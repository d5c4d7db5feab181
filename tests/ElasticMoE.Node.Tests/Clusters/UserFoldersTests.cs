using ElasticMoE.Node.Clusters;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Clusters;

/// <summary>Where a cluster lies that nobody gave a folder: what was decided outlives a restart of the machine.</summary>
public sealed class UserFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_decided_is_state_and_sockets_are_not()
    {
        string state = _folder.PathOf("state"), runtime = _folder.PathOf("run");
        ClusterFolder cluster = new UserFolders(state, runtime, _folder.PathOf("local")).Cluster();
        Assert.Equal(Path.Combine(state, "emoe"), cluster.Root);
        string socket = Assert.Single(cluster.Sockets(ClusterRole.Router, 1));
        Assert.StartsWith($"unix:{Path.Combine(runtime, "emoe-")}", socket, StringComparison.Ordinal);
        using (cluster.Lock())
            Assert.True(Directory.Exists(Path.GetDirectoryName(socket["unix:".Length..])));
        Assert.NotEqual(socket, Assert.Single(new UserFolders(null, runtime, _folder.PathOf("local")).Cluster().Sockets(ClusterRole.Router, 1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not/absolute")]
    public void Without_the_variables_all_is_in_the_user_s_own_folder(string? variable)
    {
        ClusterFolder cluster = new UserFolders(variable, variable, _folder.Root).Cluster();
        Assert.Equal(_folder.PathOf("emoe"), cluster.Root);
        Assert.Equal([$"unix:{Path.Combine(cluster.Root, "router-0.sock")}"], cluster.Sockets(ClusterRole.Router, 1));
    }

    public void Dispose() => _folder.Dispose();
}
