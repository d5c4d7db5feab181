namespace ElasticMoE.Testing;

/// <summary>The special values that <see cref="SeededFloats"/> mixes in among ordinary ones.</summary>
[Flags]
public enum FloatKinds
{
    /// <summary>Ordinary values only, mostly between -4 and 4.</summary>
    Ordinary = 0,

    /// <summary>Zeros of both signs.</summary>
    Zeros = 1,

    /// <summary>Values too small for a normal float.</summary>
    Subnormals = 2,

    /// <summary>Magnitudes up to 1e30, large enough to swallow all others but too small to overflow a short sum.</summary>
    Large = 4,

    /// <summary>Everything finite.</summary>
    Finite = Zeros | Subnormals | Large,

    /// <summary>NaN and both infinities.</summary>
    NotFinite = 8,
}
