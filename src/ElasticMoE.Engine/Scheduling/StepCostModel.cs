namespace ElasticMoE.Engine.Scheduling;

/// <summary>
/// How long a step takes: a line milliseconds = fixed + slope · tokens, fitted by least squares to past steps, each step's weight falling
/// by a constant factor with every later one. Only the schedule depends on it, never a token.
/// </summary>
internal sealed class StepCostModel
{
    private const double Kept = 0.95;

    /// <summary>Assumed to fit while nothing was measured: enough to measure by, too little to hurt.</summary>
    private const int TokensBeforeFirst = 64;

    private double _weight, _tokens, _tokensSquared, _milliseconds, _product;

    public void Observe(int tokens, double milliseconds)
    {
        _weight = _weight * Kept + 1;
        _tokens = _tokens * Kept + tokens;
        _tokensSquared = _tokensSquared * Kept + (double)tokens * tokens;
        _milliseconds = _milliseconds * Kept + milliseconds;
        _product = _product * Kept + tokens * milliseconds;
    }

    /// <summary>Tokens of a step that takes the given time; 0 where the fixed part alone exceeds it.</summary>
    public int TokensWithin(double milliseconds)
    {
        if (_weight == 0)
            return TokensBeforeFirst;
        (double fixedMs, double slopeMs) = Fit();
        return (int)Math.Clamp((milliseconds - fixedMs) / slopeMs, 0, int.MaxValue);
    }

    /// <summary>Neither part may be negative, and steps of one size tell nothing of the fixed part; a line through the origin serves then.</summary>
    private (double FixedMs, double SlopeMs) Fit()
    {
        double spread = _weight * _tokensSquared - _tokens * _tokens;
        if (spread > 1e-6 * _weight * _tokensSquared)
        {
            double slope = (_weight * _product - _tokens * _milliseconds) / spread;
            double intercept = (_milliseconds - slope * _tokens) / _weight;
            if (slope > 0 && intercept >= 0)
                return (intercept, slope);
        }
        return (0, _milliseconds / _tokens);
    }
}
