using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>A compiled pattern.</summary>
/// <param name="Instructions">The steps, from 0.</param>
/// <param name="Tables">The sets of code points that they name.</param>
/// <param name="Slots">How many positions it remembers.</param>
/// <param name="First">What a match starts with; null where it may take nothing.</param>
internal sealed record PatternProgram(
    PatternInstruction[] Instructions, CodePointTable[] Tables, int Slots, CodePointTable? First);
