using System.Globalization;

namespace ElasticMoE.EndToEnd.Endurance;

/// <summary>How long and how wide a run is.</summary>
/// <param name="Seconds">How long streams run; EMOE_ENDURANCE_SECONDS.</param>
/// <param name="Streams">How many at once; EMOE_ENDURANCE_STREAMS.</param>
/// <param name="Seed">What is asked, and in which order; EMOE_ENDURANCE_SEED.</param>
internal sealed record EnduranceSettings(int Seconds, int Streams, int Seed)
{
    /// <summary>A short run, unless the environment asks for another.</summary>
    public static EnduranceSettings Read() => new(Number("EMOE_ENDURANCE_SECONDS", 20), Number("EMOE_ENDURANCE_STREAMS", 16), Number("EMOE_ENDURANCE_SEED", 1));

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
