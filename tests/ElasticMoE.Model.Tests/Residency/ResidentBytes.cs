using System.Globalization;

namespace ElasticMoE.Model.Tests.Residency;

/// <summary>What the system says this process has in memory of files.</summary>
internal static class ResidentBytes
{
    /// <summary>Bytes in memory of the mappings of one file, from /proc/self/smaps.</summary>
    public static long Of(string path)
    {
        long kilobytes = 0;
        bool counts = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            // A mapping's line begins with its addresses in lower-case hex, a property's with a name.
            if (char.IsAsciiHexDigitLower(line[0]) || char.IsAsciiDigit(line[0]))
                counts = line.EndsWith(path, StringComparison.Ordinal);
            else if (counts && line.StartsWith("Rss:", StringComparison.Ordinal))
                kilobytes += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        return kilobytes << 10;
    }
}
