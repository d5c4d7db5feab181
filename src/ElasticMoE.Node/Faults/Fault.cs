using System.Text.Json;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Faults;

/// <summary>One fault, as it is asked for.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Member">To whom: the name of the member's record, such as node-1.</param>
/// <param name="ForMs">How long it lasts at most; it ends earlier where whoever asked for it goes away.</param>
internal sealed record Fault(FaultKind Kind, string Member, int ForMs)
{
    public string Write() => JsonSerializer.Serialize(this, FaultJson.Default.Fault);

    /// <exception cref="InputException">It is none, or lasts longer than any may.</exception>
    public static Fault Parse(string line)
    {
        try
        {
            Fault fault = JsonSerializer.Deserialize(line, FaultJson.Default.Fault) ?? throw new InputException("fault", "is null");
            return fault.ForMs is >= 0 and <= Limits.FaultMsMax
                ? fault
                : throw new InputException("fault", $"{fault.ForMs} ms is outside 0…{Limits.FaultMsMax}");
        }
        catch (JsonException wrong)
        {
            throw new InputException("fault", "is no fault", inner: wrong);
        }
    }
}
