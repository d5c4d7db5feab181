using System.Net;
using ElasticMoE.Gateway.Metrics;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.Probes;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>What a platform is told of a process over its life, by HTTP and by `emoe probe`.</summary>
public sealed class ProbeServerTests : IDisposable
{
    private const int Ok = 0, Usage = 2, Unreachable = 6, Unhealthy = 8;

    private readonly ProcessState _state = new();
    private readonly ProbeServer _server;
    private readonly StringWriter _out = new();

    public ProbeServerTests() => _server = ProbeServer.Start(new IPEndPoint(IPAddress.Loopback, 0), _state);

    [Fact]
    public void A_process_lives_then_starts_then_takes_work_until_it_is_asked_to_end()
    {
        var role = new ScriptedRole();
        Assert.Equal((Ok, Unhealthy, Unhealthy), Probes());
        _state.Serve([role]);
        Assert.Equal((Ok, Ok, Ok), Probes());
        role.Fault = "no router";
        Assert.Equal((Ok, Ok, Unhealthy), Probes());
        Assert.Contains("no router\n", _out.ToString());
        role.Fault = null;
        _state.Drain();
        Assert.Equal((Ok, Ok, Unhealthy), Probes());
        Assert.EndsWith("draining\n", _out.ToString());
    }

    [Fact]
    public void Metrics_are_those_of_every_role_once_it_has_started()
    {
        Assert.Equal(Ok, Probe("metrics"));
        Assert.Contains("# TYPE emoe_ready gauge\nemoe_ready 0\n", _out.ToString());
        Assert.DoesNotContain("scripted", _out.ToString());
        _state.Serve([new ScriptedRole(), new ScriptedRole()]);
        Assert.Equal(Ok, Probe("metrics"));
        Assert.Contains("emoe_ready 1\n", _out.ToString());
        Assert.Equal(3, _out.ToString().Split("scripted_rows_total{layer=\"a\\\"b\\\\c\\n\"} 1.5\n").Length);
    }

    [Fact]
    public void What_isnt_there_is_said()
    {
        Assert.Equal(Unhealthy, Probe("health"));
        Assert.Equal(Usage, Execute("probe", "localhost"));
        Uri address = _server.Address;
        _server.Dispose();
        Assert.Equal(Unreachable, Execute("probe", $"{address}health/live"));
    }

    public void Dispose() => _server.Dispose();

    private (int Live, int Started, int Ready) Probes() => (Probe("health/live"), Probe("health/started"), Probe("health/ready"));

    private int Probe(string path) => Execute("probe", $"{_server.Address}{path}");

    private int Execute(params string[] arguments)
    {
        var host = new CommandHost(new CommandConsole { Out = _out, Error = TextWriter.Null, In = Stream.Null });
        return host.Execute(CommandTree.Create(host, arguments), arguments);
    }

    private sealed class ScriptedRole : IClusterHost
    {
        public Task Running { get; } = new TaskCompletionSource().Task;

        public string? Fault { get; set; }

        public Task DrainAsync(bool isEverybody) => Task.CompletedTask;

        public void Measure(MetricsPage page) => page.Counters("scripted_rows_total", "Rows.", [new(1.5, new MetricLabel("layer", "a\"b\\c\n"))]);

        public void Dispose()
        {
        }
    }
}
