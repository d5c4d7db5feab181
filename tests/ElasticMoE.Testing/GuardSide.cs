namespace ElasticMoE.Testing;

/// <summary>Which end of the data touches memory that can't be accessed.</summary>
public enum GuardSide
{
    /// <summary>A read or write one element past the end faults.</summary>
    End,

    /// <summary>A read or write one element before the start faults.</summary>
    Start,
}
