using System.Collections.Concurrent;
using System.Text.Json;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>Many clients that ask without a pause, each one question after another, and compare every answer with what a single process says.</summary>
/// <param name="asker">Asks the server under test.</param>
/// <param name="expected">Questions and the single process's answers.</param>
/// <param name="settings">How many clients.</param>
/// <param name="seconds">The time, for failures.</param>
internal sealed class Crowd(Asker asker, (Question Question, string Answer)[] expected, EnduranceSettings settings, Func<double> seconds)
{
    private int _answers;

    /// <summary>Answers that came whole and equal.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>What went wrong, one line each.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>Asks until told to end; then lets every answer under way finish.</summary>
    public Task RunAsync(CancellationToken ended) => Task.WhenAll(Enumerable.Range(0, settings.Streams).Select(client => RunAsync(client, ended)));

    private async Task RunAsync(int client, CancellationToken ended)
    {
        var random = new Random(settings.Seed * 1000 + client);
        while (!ended.IsCancellationRequested)
        {
            (Question question, string answer) = expected[random.Next(expected.Length)];
            if (await DifferenceAsync(question, answer) is { } difference)
                Failures.Enqueue($"{seconds():0.00} s: {question.Kind}: {difference}; asked {question.Body}");
            else
                Interlocked.Increment(ref _answers);
        }
    }

    private async Task<string?> DifferenceAsync(Question question, string answer)
    {
        try
        {
            string got = await asker.AskAsync(question);
            return got == answer ? null : $"'{got}' instead of '{answer}'";
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or InvalidOperationException or OperationCanceledException or JsonException)
        {
            return failed.Message;
        }
    }
}
