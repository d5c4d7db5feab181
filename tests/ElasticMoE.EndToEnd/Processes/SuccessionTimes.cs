namespace ElasticMoE.EndToEnd.Processes;

/// <summary>How long a cluster was without a leader, fault by fault; `EMOE_SUCCESSIONS` says how many faults of each kind (1 by default).</summary>
internal sealed class SuccessionTimes(ITestOutputHelper output)
{
    /// <summary>One that is halted takes a question and never answers it.</summary>
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<string, List<double>> _seconds = [];

    /// <summary>Faults of each kind.</summary>
    public static int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("EMOE_SUCCESSIONS"), out int rounds) ? rounds : 1;

    /// <summary>Begins a measurement: from now until somebody leads under a higher number.</summary>
    public Task BeginAsync(string fault, string folder, long lease)
    {
        long began = TimeProvider.System.GetTimestamp();
        return EndAsync();

        async Task EndAsync()
        {
            using var admin = new AdminSession(folder, s_answer);
            await admin.UntilAsync("status", status => (long)status["lease"]! > lease);
            if (!_seconds.TryGetValue(fault, out List<double>? known))
                _seconds[fault] = known = [];
            known.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Writes the figures.</summary>
    public void Write()
    {
        foreach ((string fault, List<double> seconds) in _seconds)
        {
            seconds.Sort();
            output.WriteLine($"{fault}: another leads after {seconds[seconds.Count / 2]:0.0} s (p50), {seconds[^1]:0.0} s (max of {seconds.Count})");
        }
    }
}
