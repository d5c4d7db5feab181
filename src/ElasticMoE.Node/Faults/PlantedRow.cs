using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Exchange;

namespace ElasticMoE.Node.Faults;

/// <summary>A row that goes wrong with an expert.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Key">The row's <see cref="RowKey"/>.</param>
/// <param name="DiesAfterMs">How long its process takes to die of it; null where the expert throws.</param>
internal sealed record PlantedRow(ExpertId Expert, ulong Key, int? DiesAfterMs)
{
    private const string Throws = "throws";

    /// <summary>LAYER/EXPERT/KEY/HOW, with the key as hexadecimal digits, and how as the milliseconds that dying takes, or "throws".</summary>
    /// <exception cref="InputException">It is something else.</exception>
    public static PlantedRow Parse(string name, string text)
    {
        string[] parts = text.Split('/');
        int diesAfterMs = 0;
        if (parts.Length != 4 || !int.TryParse(parts[0], out int layer) || !int.TryParse(parts[1], out int expert)
            || !ulong.TryParse(parts[2], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong key)
            || (parts[3] != Throws && !int.TryParse(parts[3], out diesAfterMs)))
            throw new InputException(name, $"'{text}' is not LAYER/EXPERT/KEY/HOW", ExitCode.Usage);
        return new(new(layer, expert), key, parts[3] == Throws ? null : diesAfterMs);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Expert.Layer}/{Expert.Index}/{Key:x}/{(DiesAfterMs is { } afterMs ? $"{afterMs}" : Throws)}");
}
