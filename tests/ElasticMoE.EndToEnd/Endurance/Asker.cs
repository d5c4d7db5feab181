using System.Globalization;
using System.Text;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>A client of a server of the OpenAI interface.</summary>
/// <param name="server">The server.</param>
/// <param name="heard">Called for every piece of an answer.</param>
internal sealed class Asker(Uri server, Action? heard = null) : IDisposable
{
    private const string Data = "data: ";

    private readonly HttpClient _client = new() { BaseAddress = server, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Asks and reads the answer to its end.</summary>
    /// <exception cref="InvalidOperationException">It is an error.</exception>
    public async Task<string> AskAsync(Question question)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, question.Path) { Content = new StringContent(question.Body, Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        var answer = new AnswerText();
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            await StreamAsync(response, answer);
        else
        {
            answer.Take(await response.Content.ReadAsStringAsync());
            answer.Complete();
            heard?.Invoke();
        }
        return answer.ToString();
    }

    /// <summary>A figure of its metrics.</summary>
    public async Task<double> MetricAsync(string name)
    {
        string page = await _client.GetStringAsync("/metrics");
        string line = page.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    public void Dispose() => _client.Dispose();

    private async Task StreamAsync(HttpResponseMessage response, AnswerText answer)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
        {
            if (line == Data + "[DONE]")
                answer.Complete();
            else if (line.StartsWith(Data, StringComparison.Ordinal))
                answer.Take(line[Data.Length..]);
            heard?.Invoke();
        }
    }
}
