using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Remote;

/// <summary>A server of the OpenAI interface, as commands that stream text use it.</summary>
internal sealed class RemoteServer : IDisposable
{
    private const string DataPrefix = "data: ", Done = "[DONE]";

    private readonly HttpClient _client;
    private readonly string _url;
    private string? _model;

    public RemoteServer(Uri url, string? key)
    {
        _url = url.ToString();
        _client = new HttpClient { BaseAddress = new Uri($"{_url.TrimEnd('/')}/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        if (!string.IsNullOrEmpty(key))
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Asks and returns the whole text, writing it as it comes.</summary>
    /// <param name="path">The interface, such as `completions`.</param>
    /// <param name="request">Its fields, without model and stream.</param>
    /// <param name="write">Takes text as it comes.</param>
    /// <param name="cancelled">Ends the answer; what came so far is returned.</param>
    /// <exception cref="InputException">The server can't be reached, refuses, or fails under way.</exception>
    public string Ask(string path, JsonObject request, Action<string> write, CancellationToken cancelled)
    {
        var text = new StringBuilder();
        try
        {
            AskAsync(path, request, piece => write(text.Append(piece).ToString(text.Length - piece.Length, piece.Length)), cancelled).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return text.ToString();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new InputException(_url, text.Length == 0 ? $"can't be reached: {lost.Message}" : $"the answer was cut off: {lost.Message}", ExitCode.Unreachable, lost);
        }
        return text.ToString();
    }

    public void Dispose() => _client.Dispose();

    private async Task AskAsync(string path, JsonObject request, Action<string> write, CancellationToken cancelled)
    {
        _model ??= await FindModelAsync(cancelled);
        request["model"] = _model;
        request["stream"] = true;
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancelled);
        await CheckAsync(response, cancelled);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancelled), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancelled) is { } line)
        {
            if (line == DataPrefix + Done)
                return;
            if (line.StartsWith(DataPrefix, StringComparison.Ordinal))
                write(TextOf(line[DataPrefix.Length..]));
        }
        throw new InputException(_url, "the answer was cut off");
    }

    private async Task<string> FindModelAsync(CancellationToken cancelled)
    {
        using HttpResponseMessage response = await _client.GetAsync("models", cancelled);
        await CheckAsync(response, cancelled);
        return (string?)Parse(await response.Content.ReadAsStringAsync(cancelled))?["data"]?[0]?["id"] ?? throw new InputException(_url, "serves no model", ExitCode.NotFound);
    }

    /// <summary>The text that a frame adds.</summary>
    private string TextOf(string frame)
    {
        JsonNode? node = Parse(frame);
        if (node?["error"] is { } error)
            throw new InputException(_url, (string?)error["message"] ?? "the answer failed");
        JsonNode? choice = node?["choices"] is JsonArray { Count: > 0 } choices ? choices[0] : null;
        return (string?)(choice?["delta"]?["content"] ?? choice?["text"]) ?? "";
    }

    private async Task CheckAsync(HttpResponseMessage response, CancellationToken cancelled)
    {
        if (response.IsSuccessStatusCode)
            return;
        string body = await response.Content.ReadAsStringAsync(cancelled);
        string cause = (string?)Parse(body)?["error"]?["message"] ?? $"answers {(int)response.StatusCode}";
        throw new InputException(_url, cause, response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExitCode.NotAllowed,
            HttpStatusCode.NotFound => ExitCode.NotFound,
            HttpStatusCode.TooManyRequests => ExitCode.Conflict,
            HttpStatusCode.ServiceUnavailable => ExitCode.Unhealthy,
            _ => ExitCode.Failure,
        });
    }

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
