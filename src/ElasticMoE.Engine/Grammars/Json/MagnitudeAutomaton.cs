using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>Writes numbers without sign between two bounds: keeps for each digit the order to both bounds, and drops what leads nowhere.</summary>
internal sealed class MagnitudeAutomaton
{
    private readonly BoundDigits _low;
    private readonly BoundDigits? _high;
    private readonly int _wholeMax, _fractionMax, _divisor;
    private readonly ByteAutomaton _bytes = new();
    private readonly Dictionary<MagnitudeState, int> _names = [];
    private readonly Queue<MagnitudeState> _open = new();

    private MagnitudeAutomaton(NumberBounds bounds)
    {
        _low = new BoundDigits(bounds.Low ?? 0, bounds.ExcludesLow);
        _high = bounds.High is { } high ? new BoundDigits(high, bounds.ExcludesHigh) : null;
        _wholeMax = _high?.WholeDigits ?? Math.Max(NumberBounds.DigitsMax, _low.WholeDigits + 1);
        (_fractionMax, _divisor) = (bounds.FractionDigits, Math.Max(1, bounds.Divisor));
    }

    /// <summary>The numbers within bounds of which none is negative.</summary>
    /// <exception cref="FormatException">They need too many states.</exception>
    public static ByteAutomaton Of(NumberBounds bounds)
    {
        var self = new MagnitudeAutomaton(bounds);
        self.Name(default(MagnitudeState) with { Fraction = -1 });
        while (self._open.TryDequeue(out MagnitudeState state))
            self.Expand(state);
        return self._bytes.Trimmed();
    }

    private int Name(MagnitudeState state)
    {
        if (!_names.TryGetValue(state, out int name))
        {
            if (_names.Count >= Limits.GrammarPatternStatesMax)
                throw new FormatException($"becomes more than {Limits.GrammarPatternStatesMax} states");
            _names[state] = name = _bytes.AddState(Accepts(state));
            _open.Enqueue(state);
        }
        return name;
    }

    private bool Accepts(MagnitudeState state)
    {
        if (state.Whole == 0 || state.Fraction == 0 || state.Rest != 0)
            return false;
        MagnitudeState whole = state.Fraction < 0 ? AtPoint(state) : state;
        return _low.IsAtLeast(_low.AtEnd(whole.ToLow, whole.Fraction)) && (_high is null || _high.IsAtMost(_high.AtEnd(whole.ToHigh, whole.Fraction)));
    }

    private void Expand(MagnitudeState state)
    {
        int from = _names[state];
        bool takesDigit = state.Fraction < 0 ? state.Whole < _wholeMax && !state.IsZero : state.Fraction < _fractionMax;
        for (int digit = 0; digit < 10 && takesDigit; digit++)
            _bytes.AddEdge(from, (byte)('0' + digit), (byte)('0' + digit), Name(state.Fraction < 0 ? Longer(state, digit) : Finer(state, digit)));
        if (state is { Fraction: < 0, Whole: > 0 } && _fractionMax > 0)
            _bytes.AddEdge(from, (byte)'.', (byte)'.', Name(AtPoint(state)));
    }

    private MagnitudeState Longer(MagnitudeState state, int digit) => new(
        state.Whole + 1,
        -1,
        _low.AfterWhole(state.ToLow, state.Whole, digit),
        _high?.AfterWhole(state.ToHigh, state.Whole, digit) ?? 0,
        (state.Rest * 10 + digit) % _divisor,
        state.Whole == 0 && digit == 0);

    private MagnitudeState Finer(MagnitudeState state, int digit) => state with
    {
        Fraction = state.Fraction + 1,
        ToLow = _low.AfterFraction(state.ToLow, state.Fraction, digit),
        ToHigh = _high?.AfterFraction(state.ToHigh, state.Fraction, digit) ?? 0,
    };

    private MagnitudeState AtPoint(MagnitudeState state) => state with
    {
        Whole = 1,
        Fraction = 0,
        ToLow = _low.AtPoint(state.ToLow, state.Whole),
        ToHigh = _high?.AtPoint(state.ToHigh, state.Whole) ?? 0,
    };
}
