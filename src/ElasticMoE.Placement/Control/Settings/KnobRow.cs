namespace ElasticMoE.Placement.Control.Settings;

/// <summary>A knob.</summary>
/// <param name="Name">By which it is set.</param>
/// <param name="Unit">Of its value.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">Sets it.</param>
public sealed record KnobRow(string Name, string Unit, double Min, double Max, Func<MindSettings, double> Get, Func<MindSettings, double, MindSettings> Set)
{
    /// <summary>Whether it takes whole numbers alone.</summary>
    public bool IsWhole { get; init; }
}
