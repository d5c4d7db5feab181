using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Admin;

namespace ElasticMoE.ControlPlane.Tests.Admin;

/// <summary>The admin interface over real HTTP.</summary>
public sealed class AdminServerTests : IAsyncLifetime
{
    private readonly string _key = AdminKey.Generate();
    private readonly ScriptedCluster _cluster = new();
    private readonly List<string> _log = [];
    private AdminServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AdminServer.StartAsync(new AdminServerOptions { Key = new AdminKey(_key), Log = line => _log.Add(line) }, _cluster, _cluster);
        _client = new HttpClient { BaseAddress = _server.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/admin/v1/status")]
    [InlineData("/admin/v1/openapi.json")]
    [InlineData("/admin/v1/nowhere")]
    [InlineData("/")]
    public async Task Without_the_key_it_answers_nothing(string path)
    {
        string[] wrong = ["", "Bearer", $"Bearer {_key[..^1]}", $"Bearer {_key}x", $"bearer {_key}", $"Basic {_key}", $"Bearer {new string('0', _key.Length)}"];
        foreach (string authorization in wrong)
        {
            using var client = new HttpClient { BaseAddress = _server.Address };
            if (authorization.Length > 0)
                client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
            foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Options])
            {
                HttpResponseMessage response = await client.SendAsync(new HttpRequestMessage(method, path));
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Empty(await response.Content.ReadAsStringAsync());
            }
        }
        Assert.Empty(_cluster.Requests);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData("nodes/cordon", """{"node":2}""", "Cordon { Node = 2 }")]
    [InlineData("experts/scale", """{"expert":"3/7","replicas":2}""", "Scale { Expert = 3/7, Replicas = 2 }")]
    [InlineData("experts/pin", """{"expert":"3/7","node":1,"awake":true}""", "Pin { Expert = 3/7, Node = 1, Awake = True }")]
    [InlineData("experts/move", """{"expert":"3/7","from":0,"to":1}""", "Move { Expert = 3/7, From = 0, To = 1 }")]
    [InlineData("experts/rollback", """{"expert":"3/7","limitMs":5000}""", "Rollback { Expert = 3/7, LimitMs = 5000 }")]
    [InlineData("placement/undo", "{}", "PlacementUndo { }")]
    [InlineData("autoscale/pause", "{}", "AutoscalePause { }")]
    [InlineData("autoscale/season", """{"season":"x","team":"sql","factor":"2.5","from":"2026-12-01","days":"mon,sat","begin":"08:30"}""",
        "SeasonSet { Rule = SeasonRule { Name = x, Team = sql, Factor = 2.5, From = 12/01/2026, To = , Days = 66, BeginMinute = 510, EndMinute = 0 } }")]
    public async Task Changes_become_commands(string path, string body, string command)
    {
        (HttpStatusCode status, JsonElement answer) = await PostAsync(path, body);
        Assert.Equal((HttpStatusCode.OK, "done", 0), (status, answer.GetProperty("code").GetString(), answer.GetProperty("exit").GetInt32()));
        AdminRequest request = Assert.Single(_cluster.Requests);
        Assert.Equal(command, request.Command.ToString());
        Assert.False(request.DryRun);
    }

    [Fact]
    public async Task Lists_weights_and_plans_are_read()
    {
        string digest = new('a', 64);
        await PostAsync("experts/sleep", """{"experts":["0/1","3/7"]}""");
        await PostAsync("experts/update", $$"""{"expert":"3/7","weights":{"digest":"{{digest}}","bytes":12,"source":"new.safetensors"} }""");
        await PostAsync("autoscale/set", """{"knobs":{"sleepAfterMs":30000}}""");
        await PostAsync("teams/set", """{"team":"sql","experts":["3/7"]}""");
        await PostAsync("placement/apply", """{"plan":{"cause":"by hand","changes":[{"expert":"3/7","version":0,"awake":[1],"standbys":[0,2]}],"counts":[{"expert":"3/7","replicas":1}],"explanation":["it was full"]}}""");
        Assert.Equal([new ExpertId(0, 1), new ExpertId(3, 7)], Assert.IsType<AdminCommand.Sleep>(_cluster.Requests[0].Command).Experts);
        Assert.Equal(new AdminCommand.Update(new(3, 7), ContentDigest.Parse(digest), 12, "new.safetensors", 0), _cluster.Requests[1].Command);
        Assert.Equal([new Knob("sleepAfterMs", 30000)], Assert.IsType<AdminCommand.AutoscaleSet>(_cluster.Requests[2].Command).Knobs);
        Assert.Equal("sql", Assert.IsType<AdminCommand.TeamsSet>(_cluster.Requests[3].Command).Name);
        AdminCommand.PlacementApply plan = Assert.IsType<AdminCommand.PlacementApply>(_cluster.Requests[4].Command);
        Assert.Equal([new WantedReplicas(new(new(3, 7), 0), [new NodeId(1)], [new NodeId(0), new NodeId(2)])], plan.Changes);
        Assert.Equal([new ReplicaCount(new(3, 7), 1)], plan.Counts);
    }

    [Fact]
    public async Task A_retry_bears_the_same_id_and_a_dry_run_says_so()
    {
        string id = "00000000000000010000000000000002";
        await PostAsync("nodes/drain", $$"""{"node":1,"id":"{{id}}","dryRun":true}""");
        await PostAsync("nodes/drain", """{"node":1}""");
        Assert.Equal((new EventId(1, 2), true), (_cluster.Requests[0].Id, _cluster.Requests[0].DryRun));
        Assert.NotEqual(default, _cluster.Requests[1].Id);
    }

    [Theory]
    [InlineData("experts/scale", """{"expert":"3/7"}""", "field 'replicas'")]
    [InlineData("experts/scale", """{"expert":"3.7","replicas":1}""", "field 'expert'")]
    [InlineData("experts/scale", """{"expert":"3/7","replicas":-1}""", "field 'replicas'")]
    [InlineData("experts/scale", """{"expert":"3/7","replicas":1,"force":true}""", "field 'force'")]
    [InlineData("experts/sleep", """{"experts":["0/1","0/1"]}""", "field 'experts'")]
    [InlineData("experts/sleep", """{"experts":[]}""", "field 'experts'")]
    [InlineData("nodes/drain", """{"node":"x"}""", "field 'node'")]
    [InlineData("autoscale/season", """{"season":"x","team":"sql","factor":"-1"}""", "field 'factor'")]
    [InlineData("autoscale/season", """{"season":"x","team":"sql","days":"mon,someday"}""", "field 'days'")]
    [InlineData("autoscale/season", """{"season":"x","team":"sql","begin":"25:00"}""", "field 'begin'")]
    [InlineData("nodes/drain", """{"node":1,"id":"12"}""", "field 'id'")]
    [InlineData("nodes/drain", """{"node":1,"dryRun":"yes"}""", "field 'dryRun'")]
    [InlineData("nodes/drain", "[]", "request")]
    [InlineData("nodes/drain", "{", "request")]
    [InlineData("placement/apply", """{"plan":{"cause":"x","changes":[{"expert":"3/7","version":0,"awake":["1"],"standbys":[]}]}}""", "field 'awake'")]
    public async Task What_is_wrong_is_named(string path, string body, string subject)
    {
        (HttpStatusCode status, JsonElement answer) = await PostAsync(path, body);
        Assert.Equal((HttpStatusCode.BadRequest, (int)ExitCode.Usage), (status, answer.GetProperty("exit").GetInt32()));
        Assert.StartsWith(subject, answer.GetProperty("message").GetString());
        Assert.Empty(_cluster.Requests);
    }

    [Theory]
    [InlineData(OutcomeCode.Accepted, HttpStatusCode.OK, 0)]
    [InlineData(OutcomeCode.UnknownNode, HttpStatusCode.NotFound, 3)]
    [InlineData(OutcomeCode.NoRoom, HttpStatusCode.Conflict, 4)]
    [InlineData(OutcomeCode.NoLeader, HttpStatusCode.ServiceUnavailable, 6)]
    [InlineData(OutcomeCode.TimedOut, HttpStatusCode.GatewayTimeout, 7)]
    public async Task Outcomes_have_a_status_and_an_exit_code(OutcomeCode code, HttpStatusCode expected, int exit)
    {
        _cluster.Answer = _ => new(code, "as it is", new OperationId(17), [new(new(new(3, 7), 2), [new NodeId(1)], [])]);
        (HttpStatusCode status, JsonElement answer) = await PostAsync("nodes/drain", """{"node":1}""");
        Assert.Equal((expected, exit, 17), (status, answer.GetProperty("exit").GetInt32(), answer.GetProperty("operation").GetInt32()));
        Assert.Equal("""[{"expert":"3/7","version":2,"awake":[1],"standbys":[]}]""", answer.GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task Queries_are_answered()
    {
        Assert.Equal("degraded", (await GetAsync("status")).GetProperty("health").GetString());
        Assert.Equal(2, (await GetAsync("nodes/get")).GetArrayLength());
        Assert.Equal("4/7", (await GetAsync("experts/get?layer=4"))[0].GetProperty("expert").GetString());
        Assert.Equal("3/7", (await GetAsync("autoscale/explain?expert=3/7"))[0].GetProperty("expert").GetString());
        JsonElement news = (await GetAsync("events?since=41&max=7&waitMs=100"))[0];
        Assert.Equal((42, "at most 7, within 100 ms"), (news.GetProperty("index").GetInt32(), news.GetProperty("text").GetString()));
        Assert.Equal("failed", (await GetAsync("operations/await?operation=5")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("nodes/describe?node=7", HttpStatusCode.NotFound)]
    [InlineData("nodes/describe", HttpStatusCode.BadRequest)]
    [InlineData("nodes/describe?node=1&node=2", HttpStatusCode.BadRequest)]
    [InlineData("events?waitMs=30001", HttpStatusCode.BadRequest)]
    [InlineData("nowhere", HttpStatusCode.NotFound)]
    public async Task What_cant_be_asked_is_refused(string path, HttpStatusCode expected)
    {
        HttpResponseMessage response = await _client.GetAsync($"/admin/v1/{path}");
        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_failure_inside_is_logged_and_not_told()
    {
        HttpResponseMessage response = await _client.GetAsync("/admin/v1/experts/describe?expert=3/7");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secrets", await response.Content.ReadAsStringAsync());
        Assert.Contains("secrets of the inside", Assert.Single(_log));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        using var large = new ByteArrayContent(new byte[Limits.AdminBodyBytesMax + 1]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/admin/v1/nodes/drain") { Content = large };
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = _client.DefaultRequestHeaders.Authorization;
        // The body is held back until the server has said that it wants it, which it never does.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan }) { BaseAddress = _server.Address };
        HttpResponseMessage response = await patient.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public async Task The_document_describes_every_row()
    {
        JsonElement paths = JsonDocument.Parse(await _client.GetStringAsync(AdminServer.DocumentPath)).RootElement.GetProperty("paths");
        foreach (AdminVerb verb in AdminTable.Verbs)
        {
            JsonElement schema = paths.GetProperty(verb.Path).GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Assert.All(verb.Parameters, parameter => Assert.NotEqual(default, schema.GetProperty("properties").GetProperty(parameter.Name)));
        }
        foreach (AdminQuery query in AdminTable.Queries)
        {
            JsonElement get = paths.GetProperty(query.Path).GetProperty("get");
            Assert.Equal(query.Description, get.GetProperty("summary").GetString());
            Assert.Equal(JsonValueKind.Object, get.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").ValueKind);
        }
    }

    [Fact]
    public void Short_keys_are_refused_and_not_quoted() =>
        Assert.DoesNotContain("hunter2", Assert.Throws<InputException>(() => new AdminKey("hunter2")).Message);

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string path, string body)
    {
        HttpResponseMessage response = await _client.PostAsync($"/admin/v1/{path}", new StringContent(body, Encoding.UTF8, "application/json"));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _client.GetStringAsync($"/admin/v1/{path}")).RootElement;
}
