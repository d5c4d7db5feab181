namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>How far a number without sign has come.</summary>
/// <param name="Whole">Digits before the point.</param>
/// <param name="Fraction">Digits behind it; -1 before the point.</param>
/// <param name="ToLow">Its order to the lower bound.</param>
/// <param name="ToHigh">Its order to the upper bound.</param>
/// <param name="Rest">Its rest by the divisor.</param>
/// <param name="IsZero">Whether it began with 0, behind which only a point may follow.</param>
internal readonly record struct MagnitudeState(int Whole, int Fraction, int ToLow, int ToHigh, int Rest, bool IsZero);
