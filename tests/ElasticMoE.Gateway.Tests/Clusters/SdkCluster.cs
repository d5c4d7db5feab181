using System.Globalization;
using ElasticMoE.Gateway.Tests.Servers;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>`emoe up` for the suites of published clients: two nodes, two routers, a gateway that asks for keys as <see cref="RunningServer"/> does, and a chat template that knows tools.</summary>
public sealed class SdkCluster : IDisposable
{
    /// <summary>Bytes that a gateway of a cluster takes of a request.</summary>
    public const int BodyBytesMax = 1 << 20;

    private const string Tools = "{% if tools %}{# calls: <tool_call> #}{% for t in tools %}{{ '<|system|>' + t['function']['name'] + '<|end|>' }}{% endfor %}{% endif %}";

    private readonly TemporaryFolder _folder = new();

    public SdkCluster()
    {
        string model = _folder.PathOf("emoe-mini");
        ModelFolder.Write(model, ModelFolder.Whole, template => Tools + template);
        string keys = _folder.PathOf("keys.txt");
        File.WriteAllLines(keys, ["test-key-1", "narrow-key concurrent=1", "slow-key-1 rpm=1", "slow-key-2 rpm=1"]);
        Members = new RunningCluster(
            _folder.PathOf("cluster"), _folder.PathOf("cache"), model, 2, "--routers", "2", "--api-keys", keys, "--body-max", BodyBytesMax.ToString(CultureInfo.InvariantCulture));
        Url = Members.Gateway.ToString().TrimEnd('/');
    }

    /// <summary>Where its gateway serves, also after it was started again.</summary>
    public string Url { get; }

    internal RunningCluster Members { get; }

    /// <summary>Waits until its gateway serves and has a router that takes requests.</summary>
    internal async Task ReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Url) };
        await Waits.UntilAsync(() => IsReady(client));
    }

    public void Dispose()
    {
        Members.Dispose();
        _folder.Dispose();
    }

    private static bool IsReady(HttpClient client)
    {
        try
        {
            using HttpResponseMessage answer = client.GetAsync("/health/ready").GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // A gateway that was just started doesn't listen yet.
            return false;
        }
    }
}
