using System.Globalization;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Machine;

/// <summary>How many compute threads a process uses: `EMOE_THREADS`, else one a core.</summary>
internal static class ComputeThreads
{
    private const string Variable = "EMOE_THREADS";

    public static int Count() => Parse(Environment.GetEnvironmentVariable(Variable), Environment.ProcessorCount);

    /// <summary>Reads the variable's value; where it is empty, the number of cores.</summary>
    public static int Parse(string? value, int cores)
    {
        if (string.IsNullOrEmpty(value))
            return cores;
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads);
        return isNumber && threads is >= 1 and <= Limits.ComputeThreadsMax
            ? threads
            : throw new InputException(Variable, $"'{value}' is no number of threads between 1 and {Limits.ComputeThreadsMax}", ExitCode.Usage);
    }
}
