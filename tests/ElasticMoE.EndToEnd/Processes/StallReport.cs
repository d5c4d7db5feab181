using System.Globalization;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Stalls after faults, for whoever measures them.</summary>
internal static class StallReport
{
    private const int FaultsDefault = 2;

    /// <summary>How many faults a test causes: EMOE_FAULTS, else a few.</summary>
    public static int Faults =>
        int.TryParse(Environment.GetEnvironmentVariable("EMOE_FAULTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int faults) ? faults : FaultsDefault;

    public static void Write(ITestOutputHelper output, string fault, int faults, List<double> stallsMs)
    {
        double[] sorted = [.. stallsMs.Order()];
        double At(double part) => sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{fault}: {faults} faults, {sorted.Length} streams, stall p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, max {At(1):0.0} ms"));
    }
}
