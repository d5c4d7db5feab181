using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ElasticMoE.Node.Tests.Chaos;

/// <summary>A server on loopback that answers each request as a script says. One request a connection.</summary>
internal sealed class ScriptedApi : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, (int Status, string Body)> _script;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="script">Says what is answered to "METHOD PATH".</param>
    public ScriptedApi(Func<string, (int Status, string Body)> script)
    {
        _script = script;
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Requests, "METHOD PATH", in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What requests bore.</summary>
    public ConcurrentQueue<string> Tokens { get; } = new();

    public void Dispose()
    {
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await using NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream);
        string request = string.Join(' ', (await reader.ReadLineAsync())!.Split(' ')[..2]);
        Asked.Enqueue(request);
        int length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Authorization: ", StringComparison.Ordinal))
                Tokens.Enqueue(header["Authorization: ".Length..]);
            if (header.StartsWith("Content-Length: ", StringComparison.Ordinal))
                length = int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        }
        // A connection that is closed before all was read is reset, and its answer may be lost.
        if (length > 0)
            await reader.ReadBlockAsync(new char[length]);
        (int status, string body) = _script(request);
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(bytes);
    }
}
