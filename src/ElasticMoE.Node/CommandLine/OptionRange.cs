using ElasticMoE.Contracts;

namespace ElasticMoE.Node.CommandLine;

/// <summary>Numbers on the command line.</summary>
internal static class OptionRange
{
    /// <summary>The value, where it is within its bounds.</summary>
    /// <exception cref="InputException">It is outside (exit code: usage).</exception>
    public static int Check(string option, int value, int low, int high) =>
        value >= low && value <= high ? value : throw new InputException(option, $"{value} is outside {low}…{high}", ExitCode.Usage);
}
