using System.Text.Json;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Wire;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_lists_the_paths_that_are_answered_but_the_dashboards_own()
    {
        await using TestGateway gateway = await TestGateway.SayAsync("Hello");
        using JsonDocument document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/openapi.json"));
        Assert.Equal(
            gateway.Server.Paths.Where(path => !path.StartsWith("/dashboard", StringComparison.Ordinal)).Select(path => path.Replace("**", "", StringComparison.Ordinal)).Order(),
            document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order());
    }
}
