using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe probe`: asks a process what its platform asks it, for images that have no other client.</summary>
internal sealed class ProbeCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly Argument<string> _url = new("URL") { Description = "What to ask: http://HOST:PORT/health/live, /health/started, /health/ready or /metrics." };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new ProbeCommand();
        command.Arguments.Add(self._url);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        string url = parsed.GetValue(_url)!;
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InputException("URL", $"'{url}' is no address like http://HOST:PORT/PATH", ExitCode.Usage);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_limit, MaxResponseContentBufferSize = Limits.AdminAnswerBytesMax };
        try
        {
            using HttpResponseMessage answer = http.Send(new HttpRequestMessage(HttpMethod.Get, address), context.Cancelled);
            using var body = new StreamReader(answer.Content.ReadAsStream(context.Cancelled));
            context.Console.Out.Write(body.ReadToEnd());
            return answer.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Unhealthy;
        }
        catch (HttpRequestException failed)
        {
            throw new InputException(url, $"can't be reached: {failed.Message}", ExitCode.Unreachable, failed);
        }
        catch (TaskCanceledException late) when (!context.Cancelled.IsCancellationRequested)
        {
            throw new InputException(url, $"doesn't answer within {s_limit.TotalSeconds:0} s", ExitCode.Timeout, late);
        }
    }
}
