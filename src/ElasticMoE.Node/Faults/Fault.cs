using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Faults;

/// <summary>One fault, as it is asked for.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Member">To whom: the name of the member's record, such as node-1; empty where it concerns no member.</param>
/// <param name="ForMs">How long it lasts at most; it ends earlier where whoever asked for it goes away.</param>
internal sealed record Fault(FaultKind Kind, string Member, int ForMs)
{
    /// <summary>How late each frame is, ms.</summary>
    public int DelayMs { get; init; }

    /// <summary>The row that kills, as <see cref="PoisonedHost.Variable"/> has it.</summary>
    public string? Row { get; init; }

    /// <summary>What takes back what was commanded.</summary>
    public IReadOnlyList<CommandPost>? Posts { get; init; }

    public string Write() => JsonSerializer.Serialize(this, FaultJson.Default.Fault);

    /// <exception cref="InputException">It is none, or lasts longer than any may.</exception>
    public static Fault Parse(string line)
    {
        try
        {
            Fault fault = JsonSerializer.Deserialize(line, FaultJson.Default.Fault) ?? throw new InputException("fault", "is null");
            return fault is { ForMs: >= 0 and <= Limits.FaultMsMax, DelayMs: >= 0 and <= Limits.FaultMsMax }
                ? fault
                : throw new InputException("fault", $"{fault.ForMs} ms are outside 0…{Limits.FaultMsMax}");
        }
        catch (JsonException wrong)
        {
            throw new InputException("fault", "is no fault", inner: wrong);
        }
    }
}
