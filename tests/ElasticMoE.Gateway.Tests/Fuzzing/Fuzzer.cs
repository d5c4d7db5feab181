using System.Net;
using System.Net.Sockets;
using System.Text;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Fuzzing;

/// <summary>Sends malformed requests to a server; every answer must be an error of the client, in the error format.</summary>
internal static class Fuzzer
{
    private const int Together = 16;

    /// <summary>Sends so many, one in twenty on a socket of its own: cut short, half closed, or no HTTP.</summary>
    public static async Task RunAsync(HttpClient client, int requests)
    {
        int sockets = requests / 20;
        await Parallel.ForAsync(0, requests - sockets, new ParallelOptions { MaxDegreeOfParallelism = Together }, (seed, _) => BodyAsync(client, seed));
        await Parallel.ForAsync(0, sockets, new ParallelOptions { MaxDegreeOfParallelism = 4 * Together }, (seed, _) => SocketAsync(client, seed));
    }

    private static async ValueTask BodyAsync(HttpClient client, int seed)
    {
        (string path, byte[] body) = MalformedRequest.New(new Random(seed));
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage response = await client.PostAsync(path, content).Guard();
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is >= 400 and < 500, $"seed {seed}: {response.StatusCode} for {path} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(300, body.Length)))}: {text}");
        ErrorReply.Parse(response.StatusCode, text);
    }

    /// <summary>Bodies that stop short, come too slowly or are half closed: an error of the client, or no answer at all.</summary>
    private static async ValueTask SocketAsync(HttpClient client, int seed)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", client.BaseAddress!.Port);
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
