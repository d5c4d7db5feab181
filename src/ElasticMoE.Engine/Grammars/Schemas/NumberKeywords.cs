using System.Text.Json;
using ElasticMoE.Engine.Grammars.Json;

namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>The keywords that bound numbers, of several schemas together.</summary>
internal sealed class NumberKeywords
{
    private const int DivisorMax = 1000;
    private decimal? _low, _high;
    private bool _excludesLow, _excludesHigh;
    private decimal _step;

    private NumberKeywords()
    {
    }

    /// <exception cref="SchemaException">A bound is no number, or a multiple isn't supported.</exception>
    public static NumberKeywords Read(IReadOnlyList<SchemaPart> parts)
    {
        var all = new NumberKeywords();
        foreach (SchemaPart part in parts)
            all.Add(part);
        return all;
    }

    public NumberBounds Bounds(bool integers)
    {
        bool whole = integers || (_step > 0 && _step == decimal.Truncate(_step));
        return new NumberBounds
        {
            Low = _low,
            ExcludesLow = _excludesLow,
            High = _high,
            ExcludesHigh = _excludesHigh,
            Divisor = whole && _step >= 1 ? (int)_step : 1,
            FractionDigits = whole ? 0 : _step > 0 ? Digits(_step) : NumberBounds.DigitsMax,
        };
    }

    public bool Allows(decimal number) =>
        (_low is not { } low || (_excludesLow ? number > low : number >= low))
        && (_high is not { } high || (_excludesHigh ? number < high : number <= high))
        && (_step == 0 || number % _step == 0);

    private void Add(SchemaPart part)
    {
        // The first drafts had a flag that makes minimum exclusive.
        bool lowFlag = part.Find("exclusiveMinimum") is { ValueKind: JsonValueKind.True }, highFlag = part.Find("exclusiveMaximum") is { ValueKind: JsonValueKind.True };
        AddLow(Number(part, "minimum"), lowFlag);
        AddHigh(Number(part, "maximum"), highFlag);
        AddLow(Number(part, "exclusiveMinimum"), excluded: true);
        AddHigh(Number(part, "exclusiveMaximum"), excluded: true);
        if (Number(part, "multipleOf") is { } step)
            AddStep(part, step);
    }

    private void AddLow(decimal? bound, bool excluded)
    {
        if (bound is { } low && (_low is null || low > _low || (low == _low && excluded)))
            (_low, _excludesLow) = (low, excluded);
    }

    private void AddHigh(decimal? bound, bool excluded)
    {
        if (bound is { } high && (_high is null || high < _high || (high == _high && excluded)))
            (_high, _excludesHigh) = (high, excluded);
    }

    private void AddStep(SchemaPart part, decimal step)
    {
        bool whole = step >= 1 && step <= DivisorMax && step == decimal.Truncate(step);
        bool power = step is > 0 and < 1 && Digits(step) <= NumberBounds.DigitsMax && step == Power(Digits(step));
        if (!whole && !power)
            throw part.Refuse("multipleOf", $"is supported for 1 to {DivisorMax} and for 0.1, 0.01 and so on");
        if (_step != 0 && _step != step)
            throw part.Refuse("multipleOf", "stands beside another one");
        _step = step;
    }

    private static int Digits(decimal step) => step < 1 ? (step / 1.000000000000000000000000000000m).Scale : 0;

    private static decimal Power(int digits)
    {
        decimal power = 1;
        for (int i = 0; i < digits; i++)
            power /= 10;
        return power;
    }

    /// <summary>Bounds beyond what is written anyway, such as the largest double, don't bind.</summary>
    private static decimal? Number(SchemaPart part, string keyword)
    {
        if (part.Find(keyword) is not { } value || (keyword.StartsWith("exclusive", StringComparison.Ordinal) && value.ValueKind is JsonValueKind.True or JsonValueKind.False))
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw part.Refuse(keyword, "is no number");
        if (value.TryGetDecimal(out decimal number))
            return number;
        bool isFar = value.GetDouble() < 0 == keyword.EndsWith("inimum", StringComparison.Ordinal);
        return isFar ? null : throw part.Refuse(keyword, "is beyond the numbers that are written");
    }
}
