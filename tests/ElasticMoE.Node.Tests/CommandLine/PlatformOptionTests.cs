using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Commands;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.CommandLine;

/// <summary>What a process of a platform takes from where the platform has put it.</summary>
public sealed class PlatformOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("emoe-node-0", 0)]
    [InlineData("emoe-node-17", 17)]
    [InlineData("node-3", 3)]
    public void A_pods_ordinal_is_its_number(string name, int number) => Assert.Equal(number, PlatformOptionSet.Ordinal(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("emoe-node-")]
    [InlineData("emoe-gateway-7c9f8d-x2x4z")]
    [InlineData("emoe-node--1x")]
    [InlineData("emoe-node-99999999999")]
    public void A_name_without_one_is_refused(string? name) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<InputException>(() => PlatformOptionSet.Ordinal(name)).Exit);

    [Fact]
    public void Mounted_files_are_read_where_they_are_and_never_written()
    {
        var files = new ClusterFiles(_folder.PathOf("cluster.json"), _folder.PathOf("secret"), _folder.PathOf("admin-key"));
        var folder = new ClusterFolder(_folder.PathOf("state"), files: files);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<InputException>(() => folder.Read()).Exit);
        Assert.Throws<InputException>(folder.ReadSecret);
        Assert.Equal(ExitCode.NotFound, Assert.Throws<InputException>(folder.ReadOrMakeAdminKey).Exit);
        Assert.False(File.Exists(files.AdminKey));
        File.WriteAllText(files.Description!, """{"model": "/models/m", "nodes": ["tcp:emoe-node-0.emoe-node:7070"], "gateways": [8080]}""");
        File.WriteAllText(files.Secret!, new string('a', 64) + "\n");
        File.WriteAllText(files.AdminKey!, new string('b', 64) + "\n");
        Assert.Equal(["tcp:emoe-node-0.emoe-node:7070"], folder.Read().Nodes);
        Assert.Null(folder.Read().Parent);
        Assert.Equal(32, folder.ReadSecret().Length);
        Assert.Equal(new string('b', 64), folder.ReadOrMakeAdminKey());
    }

    public void Dispose() => _folder.Dispose();
}
