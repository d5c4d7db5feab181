using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ElasticMoE.Node.Chaos.Load;

/// <summary>Asks a server for streamed completions; whatever goes wrong is the answer's failure.</summary>
internal sealed class ChaosClient : IDisposable
{
    private const string Data = "data: ", Done = Data + "[DONE]", KeyVariable = "EMOE_API_KEY";

    private readonly HttpClient _http;
    private readonly RunClock _clock;

    public ChaosClient(Uri server, RunClock clock)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _clock = clock;
    }

    /// <summary>Asks, and reads to the end.</summary>
    public async Task<ChaosAnswer> AskAsync(int stream, (int Index, ChaosQuestion Question) asked, Action<ChaosAnswer> begun, CancellationToken cancelled)
    {
        var answer = new ChaosAnswer(stream, asked.Index, _clock.NowUs);
        begun(answer);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(asked.Question.Body, Encoding.UTF8, "application/json") };
            using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancelled).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                await ReadAsync(response, answer, cancelled).ConfigureAwait(false);
            else
                answer.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancelled).ConfigureAwait(false)}");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            answer.Fail(failed is OperationCanceledException ? "given up" : failed.Message);
        }
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task ReadAsync(HttpResponseMessage response, ChaosAnswer answer, CancellationToken cancelled)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancelled).ConfigureAwait(false));
        while (await lines.ReadLineAsync(cancelled).ConfigureAwait(false) is { } line)
        {
            if (line == Done)
                answer.Complete();
            else if (line.StartsWith(Data, StringComparison.Ordinal))
                Take(JsonElement.Parse(line.AsSpan(Data.Length)), answer);
        }
        if (!answer.IsComplete)
            answer.Fail("it was cut off");
    }

    private void Take(JsonElement chunk, ChaosAnswer answer)
    {
        if (chunk.TryGetProperty("error", out JsonElement error))
        {
            answer.Fail(error.GetRawText());
            return;
        }
        long nowUs = _clock.NowUs;
        foreach (JsonElement choice in chunk.GetProperty("choices").EnumerateArray())
        {
            if (!choice.TryGetProperty("logprobs", out JsonElement logprobs) || logprobs.ValueKind != JsonValueKind.Object)
                continue;
            JsonElement values = logprobs.GetProperty("token_logprobs");
            int place = 0;
            foreach (JsonElement token in logprobs.GetProperty("tokens").EnumerateArray())
                answer.Add($"{token.GetString()} {values[place++].GetRawText()}", nowUs);
        }
    }
}
