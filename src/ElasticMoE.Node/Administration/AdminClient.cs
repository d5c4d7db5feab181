using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Administration;

/// <summary>Asks a cluster's admin interface. Each member throws <see cref="InputException"/> with the exit code that a failure means.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly AdminEndpoint _endpoint;
    private readonly HttpClient _http;
    private readonly CancellationToken _cancelled;
    private int _asked;

    /// <param name="endpoint">Whom to ask.</param>
    /// <param name="cancelled">Ends a request.</param>
    public AdminClient(AdminEndpoint endpoint, CancellationToken cancelled)
    {
        (_endpoint, _cancelled) = (endpoint, cancelled);
        // A proxy would be told the key.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            MaxResponseContentBufferSize = Limits.AdminAnswerBytesMax,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", endpoint.Key);
    }

    /// <summary>Asks.</summary>
    public JsonElement Get(string path, JsonObject fields, TimeSpan limit)
    {
        string query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value!.ToString())}"));
        return Send(() => new HttpRequestMessage(HttpMethod.Get, query.Length == 0 ? path : $"{path}?{query}"), limit, refusalsAreAnswers: false);
    }

    /// <summary>Asks for a change; a refused one is an answer too.</summary>
    public JsonElement Post(string path, JsonObject fields, TimeSpan limit) => Send(
        () => new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(fields.ToJsonString(), Encoding.UTF8, "application/json") }, limit, refusalsAreAnswers: true);

    /// <summary>Lets some time pass, or is cancelled.</summary>
    public void Pause(TimeSpan time)
    {
        _cancelled.WaitHandle.WaitOne(time);
        _cancelled.ThrowIfCancellationRequested();
    }

    /// <summary>Puts bytes under a path.</summary>
    public void Put(string path, ReadOnlySpan<byte> bytes, TimeSpan limit)
    {
        byte[] content = bytes.ToArray();
        Send(() => new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(content) }, limit, refusalsAreAnswers: false);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Turns to the supervisor at the next address.</summary>
    /// <returns>False where that is the first again.</returns>
    public bool TryNext()
    {
        _asked = (_asked + 1) % _endpoint.Urls.Count;
        return _asked != 0;
    }

    /// <summary>Asks the supervisor that was asked last, then the others: one that can't be reached or doesn't lead has done nothing.</summary>
    private JsonElement Send(Func<HttpRequestMessage> make, TimeSpan limit, bool refusalsAreAnswers)
    {
        int first = _asked;
        for (int tried = 1; ; tried++)
        {
            try
            {
                JsonElement answer = SendOnce(make(), limit, refusalsAreAnswers);
                if (tried == _endpoint.Urls.Count || !IsElsewhere(answer, refusalsAreAnswers))
                    return answer;
            }
            catch (InputException elsewhere) when (elsewhere.Exit == ExitCode.Unreachable && tried < _endpoint.Urls.Count)
            {
                // The last one that was tried is the one that is complained of.
                _asked = (first + tried) % _endpoint.Urls.Count;
                continue;
            }
            _asked = (first + tried) % _endpoint.Urls.Count;
        }
    }

    private static bool IsElsewhere(JsonElement answer, bool isChange) =>
        isChange && answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("exit", out JsonElement exit) && exit.GetInt32() == (int)ExitCode.Unreachable;

    private JsonElement SendOnce(HttpRequestMessage request, TimeSpan limit, bool refusalsAreAnswers)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        ends.CancelAfter(limit);
        Uri url = _endpoint.Urls[_asked];
        request.RequestUri = new Uri(url, request.RequestUri!);
        try
        {
            using HttpResponseMessage response = _http.Send(request, ends.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                throw new InputException($"{url}", "the admin key is wrong", ExitCode.NotAllowed);
            using Stream body = response.Content.ReadAsStream(ends.Token);
            JsonElement answer = JsonDocument.Parse(body).RootElement;
            return response.IsSuccessStatusCode || refusalsAreAnswers ? answer : throw Refusal(answer);
        }
        catch (OperationCanceledException) when (!_cancelled.IsCancellationRequested)
        {
            throw new InputException($"{url}", $"doesn't answer within {limit.TotalSeconds:0.#} s", ExitCode.Timeout);
        }
        catch (HttpRequestException failed)
        {
            throw new InputException($"{url}", $"can't be reached: {failed.Message}", ExitCode.Unreachable, failed);
        }
        catch (JsonException wrong)
        {
            throw new InputException($"{url}", "doesn't answer as an admin interface does", inner: wrong);
        }
    }

    private static InputException Refusal(JsonElement answer)
    {
        string message = answer.GetProperty("message").GetString()!;
        int colon = message.IndexOf(": ", StringComparison.Ordinal);
        var exit = (ExitCode)answer.GetProperty("exit").GetInt32();
        return colon < 0 ? new("supervisor", message, exit) : new(message[..colon], message[(colon + 2)..], exit);
    }
}
