using System.Net;
using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.ControlPlane.Tests.Admin;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Admin;

/// <summary>The commands about a cluster's wanted state, against a real admin interface.</summary>
public sealed class AdminCommandTests : IAsyncLifetime
{
    private const int Ok = 0, Failure = 1, Usage = 2, NotFound = 3, Conflict = 4, NotAllowed = 5, Unreachable = 6, Timeout = 7, Unhealthy = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedCluster _cluster = new();
    private StringWriter _out = new(), _error = new();
    private AdminServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        string key = AdminKey.Generate();
        File.WriteAllText(_folder.PathOf("admin-key"), key + "\n");
        _server = await AdminServer.StartAsync(new AdminServerOptions { Key = new AdminKey(key) }, _cluster, _cluster);
        File.WriteAllText(_folder.PathOf("admin-url"), _server.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nodes cordon 2", "Cordon { Node = 2 }")]
    [InlineData("experts scale 3/7 --replicas 2", "Scale { Expert = 3/7, Replicas = 2 }")]
    [InlineData("experts pin 3/7 --node 1 --awake", "Pin { Expert = 3/7, Node = 1, Awake = True }")]
    [InlineData("experts unpin 3/7 --node 1", "Unpin { Expert = 3/7, Node = 1 }")]
    [InlineData("experts move 3/7 --from 0 --to 1", "Move { Expert = 3/7, From = 0, To = 1 }")]
    [InlineData("experts rollback 3/7 --limit 2m", "Rollback { Expert = 3/7, LimitMs = 120000 }")]
    [InlineData("placement undo", "PlacementUndo { }")]
    [InlineData("autoscale resume", "AutoscaleResume { }")]
    public void A_command_becomes_what_it_says(string line, string command)
    {
        Assert.Equal(Ok, Run(line));
        Assert.Equal(command, Assert.Single(_cluster.Requests).Command.ToString());
        Assert.Equal("done", _out.ToString().Trim());
    }

    [Fact]
    public void Lists_and_knobs_are_given_as_people_write_them()
    {
        Run("experts sleep 0/1 3/7");
        Run("autoscale set sleepAfterMs=30000 upShare=0.5");
        Assert.Equal([new ExpertId(0, 1), new ExpertId(3, 7)], Assert.IsType<AdminCommand.Sleep>(_cluster.Requests[0].Command).Experts);
        Assert.Equal([new Knob("sleepAfterMs", 30000), new Knob("upShare", 0.5)], Assert.IsType<AdminCommand.AutoscaleSet>(_cluster.Requests[1].Command).Knobs);
    }

    [Fact]
    public void What_the_planner_wants_can_be_looked_at_and_applied()
    {
        Assert.Equal(Ok, Run("placement plan -o json"));
        File.WriteAllText(_folder.PathOf("plan.json"), _out.ToString());
        Assert.Equal(Failure, Run("placement diff"));
        Assert.Equal(Ok, Run($"placement apply {_folder.PathOf("plan.json")} --dry-run"));
        AdminRequest request = Assert.Single(_cluster.Requests);
        Assert.True(request.DryRun);
        Assert.Equal("planner", Assert.IsType<AdminCommand.PlacementApply>(request.Command).Cause);
    }

    [Fact]
    public void Waiting_ends_with_what_became_of_the_operation()
    {
        _cluster.Answer = _ => new(OutcomeCode.Accepted, "node 2 is drained", new OperationId(17), []);
        Assert.Equal(Ok, Run("nodes drain 2"));
        Assert.Contains("(operation 17)", _out.ToString());
        Assert.Equal(Failure, Run("nodes drain 2 --wait"));
        Assert.Contains("no room on node 0", _out.ToString());
        Assert.Equal(Failure, Run("wait 17"));
        Assert.Equal(2, _cluster.Requests.Select(request => request.Id).Distinct().Count());
    }

    [Fact]
    public void A_refusal_is_one_line_on_standard_error_and_its_exit_code()
    {
        _cluster.Answer = _ => new(OutcomeCode.NoRoom, "node 1: 12 bytes are missing");
        Assert.Equal(Conflict, Run("experts scale 3/7 --replicas 2"));
        Assert.Equal(("emoe: node 1: 12 bytes are missing", ""), (_error.ToString().Trim(), _out.ToString()));
        Assert.Equal(Conflict, Run("experts scale 3/7 --replicas 2 -o json"));
        Assert.Equal("noRoom", JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("experts scale 3/7", Usage)]
    [InlineData("experts scale 37 --replicas 1", Usage)]
    [InlineData("autoscale set fast", Usage)]
    [InlineData("nodes drain 2 --timeout soon", Usage)]
    [InlineData("nodes describe 7", NotFound)]
    [InlineData("placement apply nowhere.json", NotFound)]
    [InlineData("nodes get --server ftp://x", Usage)]
    public void What_is_wrong_is_told_in_one_line(string line, int exit)
    {
        Assert.Equal(exit, Run(line));
        Assert.StartsWith("emoe: ", _error.ToString());
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public void A_wrong_key_and_a_server_that_is_gone_have_their_exit_codes()
    {
        File.WriteAllText(_folder.PathOf("other-key"), AdminKey.Generate());
        Assert.Equal(NotAllowed, Run($"nodes get --key-file {_folder.PathOf("other-key")}"));
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int free = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Equal(Unreachable, Run($"nodes get --server http://127.0.0.1:{free}"));
        File.Delete(_folder.PathOf("admin-url"));
        Assert.Equal(Unreachable, Run("nodes get"));
    }

    [Fact]
    public async Task Of_several_supervisors_the_one_that_leads_carries_out_a_change()
    {
        string key = File.ReadAllText(_folder.PathOf("admin-key")).Trim();
        var standby = new ScriptedCluster { Answer = _ => new(OutcomeCode.NoLeader, "this one doesn't lead") };
        AdminServer gone = await AdminServer.StartAsync(new AdminServerOptions { Key = new AdminKey(key) }, standby, standby);
        Uri nowhere = gone.Address;
        await gone.DisposeAsync();
        await using AdminServer other = await AdminServer.StartAsync(new AdminServerOptions { Key = new AdminKey(key) }, standby, standby);
        Assert.Equal(Ok, Run($"nodes cordon 2 --server {nowhere},{other.Address},{_server.Address}"));
        Assert.Single(standby.Requests);
        Assert.Equal(standby.Requests[0].Id, Assert.Single(_cluster.Requests).Id);
        Assert.Equal(Unreachable, Run($"nodes cordon 2 --server {nowhere},{other.Address}"));
        Assert.Equal(Ok, Run($"nodes get --server {nowhere},{_server.Address}"));
        Assert.Equal(Usage, Run($"nodes get --server {_server.Address},elsewhere"));
    }

    [Fact]
    public void Who_waits_for_a_healthy_cluster_is_told_why_it_isnt()
    {
        Assert.Equal(Timeout, Run("status --wait-healthy --timeout 1ms"));
        Assert.Contains("degraded: node 2 is lost", _error.ToString());
    }

    [Fact]
    public void Reports_are_drawn_for_people_and_written_for_programs()
    {
        Run("nodes get");
        string[] lines = _out.ToString().Split('\n');
        Assert.StartsWith("NODE  STATE", lines[0]);
        Assert.Contains("512 MiB", lines[1]);
        Run("nodes get -o yaml");
        Assert.Contains("residentBytes: 536870912", _out.ToString());
        Run("nodes describe 1");
        Assert.Contains("REPLICAS", _out.ToString());
        Run("experts get");
        Assert.Contains("25.0 %", _out.ToString());
        Assert.Equal(Ok, Run("events --since 41"));
        Assert.Contains("42", _out.ToString());
    }

    [Fact]
    public void Status_is_the_supervisors_and_unhealthy_where_it_says_so()
    {
        Assert.Equal(Unhealthy, Run("status"));
        Assert.Contains("node 2 is lost", _out.ToString());
        Assert.Equal(Unhealthy, Run("status -v -o json"));
        Assert.Equal(2, JsonDocument.Parse(_out.ToString()).RootElement.GetProperty("nodes").GetArrayLength());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Shells_are_given_a_script_that_asks_emoe(string shell)
    {
        Assert.Equal(Ok, Run($"completion {shell}"));
        Assert.Contains("[suggest:", _out.ToString());
        Execute(["[suggest:13]", "emoe experts "]);
        Assert.Contains("rollback", _out.ToString());
    }

    [Fact]
    public void Every_row_of_the_table_is_a_command()
    {
        foreach ((string noun, string verb) in AdminTable.Verbs.Select(row => (row.Noun, row.Name)).Concat(AdminTable.Queries.Where(row => row.Name.Length > 0).Select(row => (row.Noun, row.Name))))
        {
            Assert.Equal(Ok, Execute([noun, verb, "--help"]));
            Assert.Contains("--timeout", _out.ToString());
        }
    }

    private int Run(string line)
    {
        string[] arguments = line.Split(' ');
        return Execute(arguments[0] == "completion" ? arguments : [.. arguments, "--cluster", _folder.Root]);
    }

    private int Execute(string[] arguments)
    {
        (_out, _error) = (new() { NewLine = "\n" }, new() { NewLine = "\n" });
        var host = new CommandHost(new CommandConsole { Out = _out, Error = _error, In = Stream.Null });
        return host.Execute(CommandTree.Create(host, arguments), arguments);
    }
}
