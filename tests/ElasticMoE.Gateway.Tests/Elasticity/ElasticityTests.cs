using System.Net;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Elasticity;

/// <summary>Sleeping, waking and scaling by the names of another server.</summary>
public sealed class ElasticityTests
{
    private readonly ScriptedCluster _cluster = new();

    [Fact]
    public async Task A_cluster_sleeps_wakes_and_scales_under_the_admin_key()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Elasticity = _cluster });
        Assert.Equal("""{"is_sleeping":false}""", await TextAsync(gateway, "GET", "/is_sleeping"));
        Assert.Equal("{}", await TextAsync(gateway, "POST", "/sleep?level=1"));
        Assert.Equal("""{"is_sleeping":true}""", await TextAsync(gateway, "GET", "/is_sleeping"));
        Assert.Equal("{}", await TextAsync(gateway, "POST", "/wake_up"));
        Assert.False(_cluster.Sleeps);
        Assert.Equal("""{"is_scaling_elastic_ep":false}""", await TextAsync(gateway, "POST", "/is_scaling_elastic_ep"));
        Assert.Contains("3 awake replicas", await TextAsync(gateway, "POST", "/scale_elastic_ep", """{"new_data_parallel_size":3,"drain_timeout":10}"""));
        Assert.Equal(3, _cluster.Replicas);
    }

    [Theory]
    [InlineData(null, "/sleep", "", 401, "invalid_api_key")]
    [InlineData("wrong", "/wake_up", "", 401, "invalid_api_key")]
    [InlineData(ScriptedCluster.Key, "/sleep?level=2", "", 400, "unsupported_value")]
    [InlineData(ScriptedCluster.Key, "/wake_up?tags=weights", "", 400, "unsupported_value")]
    [InlineData(ScriptedCluster.Key, "/scale_elastic_ep", "{}", 400, "missing_required_parameter")]
    [InlineData(ScriptedCluster.Key, "/scale_elastic_ep", """{"new_data_parallel_size":0}""", 400, "invalid_value")]
    public async Task Others_are_refused(string? key, string path, string body, int status, string code)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Elasticity = _cluster });
        ErrorReply error = await FailAsync(gateway, path, key, body);
        Assert.Equal(((HttpStatusCode)status, code), (error.Status, error.Code));
        Assert.Equal((false, 1), (_cluster.Sleeps, _cluster.Replicas));
    }

    [Theory]
    [InlineData(ExitCode.Conflict, 409)]
    [InlineData(ExitCode.Unreachable, 503)]
    [InlineData(ExitCode.Timeout, 503)]
    public async Task What_the_cluster_refuses_is_told(object exit, int status)
    {
        _cluster.Fails = (ExitCode)exit;
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Elasticity = _cluster });
        ErrorReply error = await FailAsync(gateway, "/sleep", ScriptedCluster.Key, "");
        Assert.Equal((HttpStatusCode)status, error.Status);
        Assert.Contains("it is so", error.Message);
    }

    [Fact]
    public async Task One_process_says_that_it_has_no_cluster()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        ErrorReply error = await FailAsync(gateway, "/sleep", "any", "");
        Assert.Equal((HttpStatusCode.NotImplemented, "not_supported"), (error.Status, error.Code));
        Assert.Contains("emoe up", error.Message);
    }

    private static async Task<string> TextAsync(TestGateway gateway, string method, string path, string body = "")
    {
        using HttpResponseMessage response = await gateway.Client.SendAsync(Request(method, path, ScriptedCluster.Key, body));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private static async Task<ErrorReply> FailAsync(TestGateway gateway, string path, string? key, string body)
    {
        using HttpResponseMessage response = await gateway.Client.SendAsync(Request("POST", path, key, body));
        return await ErrorReply.ReadAsync(response);
    }

    private static HttpRequestMessage Request(string method, string path, string? key, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return request;
    }
}
