namespace ElasticMoE.Kernels.SelfTest;

/// <summary>
/// Fixed values for self-test cases, the same on every machine and in every version of .NET: a linear congruential sequence of floats between
/// -1 and 1.
/// </summary>
internal struct SelfTestValues(uint seed)
{
    private const uint Multiplier = 1664525;
    private const uint Increment = 1013904223;
    private const float Unit = 1f / (1 << 23);

    private uint _state = seed;

    public float Next()
    {
        _state = (_state * Multiplier) + Increment;
        return (((int)(_state >> 8)) - (1 << 23)) * Unit;
    }

    public float[] Take(int length)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
            values[i] = Next();
        return values;
    }
}
