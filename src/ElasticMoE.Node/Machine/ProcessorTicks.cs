using System.Globalization;

namespace ElasticMoE.Node.Machine;

/// <summary>What became of the machine's processor time since it was started, as Linux counts it, in ticks.</summary>
/// <param name="Busy">In which something ran.</param>
/// <param name="Stolen">In which something would have run, and whoever runs this machine ran something else. Not every one tells.</param>
internal readonly record struct ProcessorTicks(long Busy, long Stolen)
{
    private const string File = "/proc/stat";

    // "cpu", then user, nice, system, idle, waiting for input and output, interrupts, soft interrupts, stolen.
    private const int Idle = 4, Waiting = 5, StolenAt = 8;

    /// <summary>So far; null where the system doesn't tell.</summary>
    public static ProcessorTicks? TryRead() => System.IO.File.Exists(File) ? TryParse(System.IO.File.ReadLines(File).First()) : null;

    /// <summary>Reads the line that is about all processors; null where it says something else.</summary>
    public static ProcessorTicks? TryParse(string line)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length <= StolenAt || fields[0] != "cpu")
            return null;
        long[] ticks = [.. fields.Skip(1).Take(StolenAt).Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0)];
        long stolen = ticks[StolenAt - 1];
        return new(ticks.Sum() - ticks[Idle - 1] - ticks[Waiting - 1] - stolen, stolen);
    }

    /// <summary>How many times as long as its processor time something took that never waited for another of this machine, since an earlier reading.</summary>
    public double StretchSince(ProcessorTicks earlier) => Busy > earlier.Busy && Stolen > earlier.Stolen ? 1 + (Stolen - earlier.Stolen) / (double)(Busy - earlier.Busy) : 1;
}
