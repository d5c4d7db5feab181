namespace ElasticMoE.Contracts.Experts;

/// <summary>What people call the wire formats.</summary>
public static class WireFormatNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<WireFormat>().Select(Name)];

    /// <summary>The name of one.</summary>
    public static string Name(WireFormat format) => format switch
    {
        WireFormat.F32 => "f32",
        WireFormat.Bf16 => "bf16",
        WireFormat.Fp8 => "fp8",
        WireFormat.Quantized => "q8row",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The one of a name; f32 where there is none.</summary>
    /// <exception cref="InputException">The name is none of theirs.</exception>
    public static WireFormat Parse(string? name) => name is null ? WireFormat.F32
        : Enum.GetValues<WireFormat>().Where(format => Name(format) == name).Select(format => (WireFormat?)format).SingleOrDefault()
            ?? throw new InputException($"wire format '{name}'", $"is none of {string.Join(", ", All)}", ExitCode.Usage);
}
