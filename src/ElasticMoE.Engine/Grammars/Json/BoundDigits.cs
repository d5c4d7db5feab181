using System.Globalization;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>A bound's digits, compared with those of a number as they come. Neither is negative.</summary>
internal sealed class BoundDigits
{
    private readonly string _whole;
    private readonly string _fraction;
    private readonly bool _excluded;

    public BoundDigits(decimal bound, bool excluded)
    {
        string[] parts = bound.ToString(CultureInfo.InvariantCulture).Split('.');
        (_whole, _fraction, _excluded) = (parts[0], parts.Length > 1 ? parts[1].TrimEnd('0') : "", excluded);
    }

    public int WholeDigits => _whole.Length;

    /// <summary>The order of the digits before the point, so far, and the bound's: their first ones.</summary>
    public int AfterWhole(int order, int count, int digit) =>
        order != 0 || count >= _whole.Length ? order : digit.CompareTo(_whole[count] - '0');

    /// <summary>The order once the digits before the point are complete: a longer number is larger.</summary>
    public int AtPoint(int order, int count) => count != _whole.Length ? count.CompareTo(_whole.Length) : order;

    /// <summary>The order after a digit behind the point.</summary>
    public int AfterFraction(int order, int count, int digit) =>
        order != 0 ? order : digit.CompareTo(count < _fraction.Length ? _fraction[count] - '0' : 0);

    /// <summary>The order of the complete number and the bound.</summary>
    public int AtEnd(int order, int fractionCount) => order == 0 && fractionCount < _fraction.Length ? -1 : order;

    /// <summary>Whether a number in this order to it is on its upper side.</summary>
    public bool IsAtLeast(int order) => _excluded ? order > 0 : order >= 0;

    /// <summary>Whether a number in this order to it is on its lower side.</summary>
    public bool IsAtMost(int order) => _excluded ? order < 0 : order <= 0;
}
