using System.CommandLine;
using System.Net;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Serving;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Serving;

/// <summary>What HTTP servers are told, by options, by a cluster's description, and by nobody.</summary>
public sealed class HttpOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Interrupts _interrupts = new();

    [Fact]
    public void A_clusters_gateway_and_a_server_of_one_process_have_the_same_options()
    {
        var host = new CommandHost(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null });
        var alone = new Command("alone");
        new HttpOptionSet().AddTo(alone);
        Assert.NotEmpty(alone.Options);
        foreach (string name in (string[])["serve", "up"])
        {
            string[] has = [.. CommandTree.Create(host, [name]).Subcommands.Single(command => command.Name == name).Options.Select(option => option.Name)];
            Assert.DoesNotContain(alone.Options, option => !has.Contains(option.Name));
            Assert.Contains("--prefix-cache", has);
        }
    }

    [Fact]
    public void What_is_said_reaches_the_gateway_through_the_clusters_description()
    {
        string keys = _folder.PathOf("keys");
        File.WriteAllText(keys, "key-number-one\nkey-number-two rpm=3\n");
        HttpSettings said = Read("--address", "0.0.0.0", "--api-keys", keys, "--body-max", "1000", "--choices-max", "2", "--queue-tokens", "300", "--log-prompts", "--vllm-metrics", "on");
        var folder = new ClusterFolder(_folder.PathOf("cluster"));
        using IDisposable held = folder.Lock();
        folder.Create(new ClusterFile { Model = _folder.Root, Nodes = ["unix:/nowhere/0"], Gateways = [81], Http = said, PrefixCache = false }, mapFile: null);

        ClusterFile read = folder.Read();

        Assert.Equal((said, false), (read.Http, read.PrefixCache));
        var url = new Uri(read.AddressOf(new(ClusterRole.Gateway, 0)));
        Assert.Equal((IPAddress.Loopback.ToString(), 81), (url.Host, url.Port));
        GatewayOptions options = HttpServing.Options(said, said.EndPoint(81), cacheBlocks: 4, Context());
        Assert.Equal((IPAddress.Any, 81, 1000, 2, 300L), (options.Address, options.Port, options.BodyBytesMax, options.ChoicesMax, options.WaitingTokensMax));
        Assert.True(options.Keys.AreRequired && options.LogsPrompts && options.VllmMetrics);
    }

    [Fact]
    public void What_nobody_says_is_as_it_was()
    {
        var plain = new GatewayOptions();
        GatewayOptions options = HttpServing.Options(new(), new HttpSettings().EndPoint(82), cacheBlocks: 4, Context());
        Assert.Equal((IPAddress.Loopback, plain.BodyBytesMax, plain.ChoicesMax, plain.WaitingTokensMax, false), (options.Address, options.BodyBytesMax, options.ChoicesMax, options.WaitingTokensMax, options.LogsPrompts));
        Assert.Equal("[::1]", new Uri(new HttpSettings { Address = "::1" }.UrlOf(82)).Host);
    }

    [Theory]
    [InlineData("--address", "somewhere")]
    [InlineData("--body-max", "0")]
    [InlineData("--choices-max", "1000")]
    [InlineData("--queue-tokens", "-1")]
    public void What_is_out_of_range_is_refused_by_name(string option, string value)
    {
        var refused = Assert.Throws<InputException>(() => Read(option, value));
        Assert.Equal(ExitCode.Usage, refused.Exit);
        Assert.StartsWith(option, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_not_there_end_the_start() =>
        Assert.Equal(ExitCode.NotFound, Assert.Throws<InputException>(() => Read("--api-keys", _folder.PathOf("none"))).Exit);

    public void Dispose()
    {
        _interrupts.Dispose();
        _folder.Dispose();
    }

    private static HttpSettings Read(params string[] arguments)
    {
        var command = new RootCommand();
        var options = new HttpOptionSet();
        options.AddTo(command);
        return options.Read(command.Parse(arguments));
    }

    private CommandContext Context() => new(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, _interrupts);
}
