using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Faults;

/// <summary>Which faults a history has.</summary>
internal static class FaultPlan
{
    /// <summary>Requests come, and faults begin, before this.</summary>
    public const long BusyUs = 250_000;

    private const int FaultsMax = 12;
    private const long ForMinUs = 200, ForMaxUs = 1_200_000;

    private static readonly FaultKind[] s_kinds = Enum.GetValues<FaultKind>();

    /// <summary>Draws up to twelve faults; one history in sixteen has none.</summary>
    public static Fault[] Draw(SeededRandom random)
    {
        int count = random.Chance(62) ? 0 : 1 + random.Below(FaultsMax);
        var faults = new Fault[count];
        for (int number = 0; number < count; number++)
        {
            FaultKind kind = s_kinds[random.Below(s_kinds.Length)];
            // Short faults and long ones are equally likely, by order of magnitude.
            long forUs = ForMinUs << random.Below(13);
            faults[number] = new(number, kind, random.Between(0, BusyUs), Math.Min(ForMaxUs, forUs + random.Between(0, forUs)), random.Bits());
        }
        return faults;
    }
}
