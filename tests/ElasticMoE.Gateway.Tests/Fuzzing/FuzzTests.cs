using System.Net;
using System.Net.Sockets;
using System.Text;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Fuzzing;

/// <summary>Ten thousand malformed requests: every answer is a 4xx in the error format, the server stays up and its memory bounded.</summary>
public sealed class FuzzTests
{
    private const int Bodies = 9_500, Sockets = 500, Parallel = 16;
    private const long GrowthMax = 200L << 20;

    [Fact]
    public async Task Whatever_comes_the_answer_is_an_error_of_the_client()
    {
        var options = new GatewayOptions { BodyBytesMax = 50_000, SlowClientGrace = TimeSpan.FromSeconds(1.5) };
        await using TestGateway gateway = await TestGateway.SayAsync("Hello", options);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await System.Threading.Tasks.Parallel.ForAsync(0, Bodies, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, (seed, _) => BodyAsync(gateway, seed));
        await System.Threading.Tasks.Parallel.ForAsync(0, Sockets, new ParallelOptions { MaxDegreeOfParallelism = 4 * Parallel }, (seed, _) => SocketAsync(gateway, seed));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, GrowthMax);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(0, gateway.Server.OpenRequests);
        using HttpResponseMessage good = await gateway.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    private static async ValueTask BodyAsync(TestGateway gateway, int seed)
    {
        (string path, byte[] body) = MalformedRequest.New(new Random(seed));
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage response = await gateway.Client.PostAsync(path, content).Guard();
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"seed {seed}: {response.StatusCode} for {path} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(300, body.Length)))}: {text}");
        ErrorReply.Parse(response.StatusCode, text);
    }

    /// <summary>Bodies that stop short, come too slowly or are half closed: an error of the client, or no answer at all.</summary>
    private static async ValueTask SocketAsync(TestGateway gateway, int seed)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", gateway.Client.BaseAddress!.Port);
        NetworkStream stream = socket.GetStream();
        string head = $"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: {10 + seed % 100}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(seed % 3 == 2 ? head.Replace("Content-Length", "Transfer-Encoding: chunked\r\nX", StringComparison.Ordinal) + "zz\r\n" : head + "{"));
        if (seed % 3 == 0)
            socket.Client.Shutdown(SocketShutdown.Send);
        string answer = await ReadAsync(stream);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"seed {seed}: {answer}");
        if (answer.Contains("\r\n\r\n{", StringComparison.Ordinal))
            ErrorReply.Parse(HttpStatusCode.BadRequest, answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        try
        {
            return await reader.ReadToEndAsync().Guard();
        }
        catch (IOException)
        {
            // The server may reset a connection whose request never came whole.
            return "";
        }
    }
}
