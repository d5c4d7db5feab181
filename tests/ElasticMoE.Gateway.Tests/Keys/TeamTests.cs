using System.Net;
using System.Net.Http.Headers;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Keys;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Keys;

/// <summary>A request prefers its team's experts, else its key's, in whatever interface it comes.</summary>
public sealed class TeamTests
{
    private const string Chat = "/v1/chat/completions", Messages = """{"messages":[{"role":"user","content":"hi"}],"max_tokens":1""";

    private static readonly Dictionary<string, ExpertTeam> s_teams = new()
    {
        ["sql"] = ExpertTeam.Of("sql", [new(1, 3), new(2, 7)]), ["risk"] = new("risk", [new(new ExpertId(0, 1), 2.5f)]),
    };

    private static GatewayOptions Options => new()
    {
        Teams = s_teams.GetValueOrDefault,
        Keys = ApiKeys.Parse("first-key-1234 team=risk\nsecond-key-1234\nthird-key-12345 team=green", "keys"),
    };

    [Theory]
    [InlineData("second-key-1234", "", "")]
    [InlineData("second-key-1234", ""","team":"sql" """, "1/3=1 2/7=1")]
    [InlineData("first-key-1234", "", "0/1=2.5")]
    [InlineData("first-key-1234", ""","team":"sql" """, "1/3=1 2/7=1")]
    public async Task ItsBiasesAreTheRequests(string key, string more, string biases)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", Options);
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        (string, string)[] all =
        [
            (Chat, Messages), ("/v1/completions", """{"prompt":"hi","max_tokens":1"""), ("/v1/responses", """{"input":"hi","max_output_tokens":1"""), ("/v1/messages", Messages),
        ];
        foreach ((string path, string json) in all)
        {
            using HttpResponseMessage response = await gateway.PostAsync(path, json + more + "}");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Equal(all.Length, gateway.Service.Requests.Count);
        foreach (TokenRequest request in gateway.Service.Requests)
            Assert.Equal(biases, string.Join(' ', request.Gate.Biases.Select(bias => FormattableString.Invariant($"{bias.Expert}={bias.Bias}"))));
    }

    [Theory]
    [InlineData("second-key-1234", ""","team":"blue"}""", "team: there is no team 'blue'")]
    [InlineData("third-key-12345", "}", "team: there is no team 'green', which the key has by default")]
    public async Task OneThatIsNotThereIsRefused(string key, string more, string message)
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", Options);
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await gateway.PostAsync(Chat, Messages + more);
        ErrorReply error = await ErrorReply.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "team", "invalid_value", message), (error.Status, error.Param, error.Code, error.Message));
        Assert.Empty(gateway.Service.Requests);
    }
}
