using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Servers;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Dashboard;

/// <summary>The dashboard's files, and what it asks for. That the page works is for a browser to show.</summary>
public sealed class DashboardTests
{
    private readonly ScriptedDashboard _cluster = new();

    [Fact]
    public async Task The_page_and_its_files_come_from_here_and_may_load_nothing_else()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        string page = await gateway.Client.GetStringAsync("/dashboard");
        string[] files = [.. Regex.Matches(page, "(?:href|src)=\"(/[^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(["/dashboard/style.css", "/dashboard/app.js"], files);
        foreach (string file in (string[])["/dashboard", .. files])
        {
            using HttpResponseMessage answer = await gateway.Client.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("default-src 'none'; script-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotMatch("https?://|//[a-z]+\\.", Regex.Replace(await answer.Content.ReadAsStringAsync(), "^\\s*//.*$", "", RegexOptions.Multiline));
        }
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync("/dashboard/elsewhere.js")).StatusCode);
    }

    [Fact]
    public async Task It_is_live_until_the_client_leaves_and_tells_trouble_in_between()
    {
        var clock = new VirtualTime();
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Dashboard = _cluster, Time = clock });
        using HttpResponseMessage live = await gateway.Client.SendAsync(Ask("GET", "/dashboard/live", ScriptedDashboard.Key), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", live.Content.Headers.ContentType!.MediaType);
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync());
        Assert.Equal("data: {\"snapshot\":1}", await NextAsync(lines, clock));
        Assert.Equal("data: {\"snapshot\":2}", await NextAsync(lines, clock));
        _cluster.Fails = ExitCode.Unreachable;
        Assert.Equal("data: {\"trouble\":\"cluster: it is \\u0022so\\u0022\"}", await NextAsync(lines, clock, skipped: "snapshot"));
        _cluster.Fails = null;
        Assert.StartsWith("data: {\"snapshot\":", await NextAsync(lines, clock, skipped: "trouble"));
        Assert.DoesNotContain("/dashboard", await gateway.Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Questions_and_changes_go_to_the_cluster_under_the_presented_key()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Dashboard = _cluster });
        Assert.Equal("[]", await (await gateway.Client.SendAsync(Ask("GET", "/dashboard/autoscale/explain?expert=3%2F7", ScriptedDashboard.Key))).Content.ReadAsStringAsync());
        Assert.Equal("""{"exit":0}""", await (await gateway.Client.SendAsync(Ask("POST", "/dashboard/experts/scale", ScriptedDashboard.Key, """{"expert":"3/7","replicas":2}"""))).Content.ReadAsStringAsync());
        Assert.Equal(["autoscale explain expert=3/7", """experts scale {"expert":"3/7","replicas":2}"""], _cluster.Asked);
    }

    [Theory]
    [InlineData("GET", "/dashboard/live")]
    [InlineData("GET", "/dashboard/placement/plan")]
    [InlineData("POST", "/dashboard/experts/sleep")]
    public async Task Without_the_right_key_nothing_is_shown_or_done(string method, string path)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", new GatewayOptions { Dashboard = _cluster });
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Client.SendAsync(Ask(method, path, key: null, "{}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.Client.SendAsync(Ask(method, path, "wrong", "{}"))).StatusCode);
        Assert.Equal((0, 0), (_cluster.Snapshots, _cluster.Asked.Count));
        _cluster.Fails = ExitCode.Unreachable;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await gateway.Client.SendAsync(Ask(method, path, ScriptedDashboard.Key, "{}"))).StatusCode);
        await using TestGateway alone = await TestGateway.SayAsync("Hello");
        Assert.Equal(HttpStatusCode.NotImplemented, (await alone.Client.SendAsync(Ask(method, path, "any", "{}"))).StatusCode);
    }

    private static HttpRequestMessage Ask(string method, string path, string? key, string? body = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        if (body is not null && method == "POST")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>The next event without a word, for one that has it may be under way; the clock moves on whenever the server waits.</summary>
    private static async Task<string> NextAsync(StreamReader lines, VirtualTime clock, string skipped)
    {
        string text;
        do
            text = await NextAsync(lines, clock);
        while (text.Contains(skipped, StringComparison.Ordinal));
        return text;
    }

    private static async Task<string> NextAsync(StreamReader lines, VirtualTime clock)
    {
        Task<string?> line = lines.ReadLineAsync();
        while (!line.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        string text = (await line)!;
        Assert.Equal("", await lines.ReadLineAsync());
        return text;
    }
}
