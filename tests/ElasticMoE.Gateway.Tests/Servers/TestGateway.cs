using System.Text;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Scripts;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Testing;

namespace ElasticMoE.Gateway.Tests.Servers;

/// <summary>A gateway with a scripted service, listening on a port of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private static readonly Lazy<ChatFormat> s_format = new(() => ChatFormat.Load(Repository.PathOf("models", "emoe-mini")));

    private TestGateway(GatewayServer server, ScriptedTokenService service, List<string> log)
    {
        (Server, Service, Log) = (server, service, log);
        Client = new HttpClient { BaseAddress = new Uri(server.Url) };
    }

    public static ChatFormat Format => s_format.Value;

    public GatewayServer Server { get; }

    public ScriptedTokenService Service { get; }

    public HttpClient Client { get; }

    public List<string> Log { get; }

    /// <summary>The ids of a text.</summary>
    public static int[] Ids(string text) => Format.Tokenizer.Encode(text, addSpecial: false);

    /// <summary>A small model that a script answers for.</summary>
    public static ServedModel ModelOf(ITokenService service, ChatFormat? format = null) => new()
    {
        Id = "tiny",
        Format = format ?? Format,
        Defaults = new GenerationDefaults { EosIds = [1] },
        ContextLength = 256,
        VocabularySize = 2048,
        Service = service,
        Fingerprint = "fp_0",
        Created = 1_700_000_000,
    };

    public static Task<TestGateway> SayAsync(string text, GatewayOptions? options = null) => StartAsync(_ => Script.Of(Ids(text)), options);

    public static async Task<TestGateway> StartAsync(Func<TokenRequest, Script> write, GatewayOptions? options = null, ChatFormat? format = null)
    {
        var service = new ScriptedTokenService(write);
        ServedModel model = ModelOf(service, format);
        var log = new List<string>();
        GatewayServer server = await GatewayServer.StartAsync(model, options ?? new GatewayOptions(), line =>
        {
            lock (log)
                log.Add(line);
        });
        return new TestGateway(server, service, log);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancelled = default) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), cancelled);

    public async Task<string> TextAsync(string path, string json)
    {
        using HttpResponseMessage response = await PostAsync(path, json);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>A response whose headers have come and whose body comes.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, string json, CancellationToken cancelled = default) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") },
        HttpCompletionOption.ResponseHeadersRead,
        cancelled);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
