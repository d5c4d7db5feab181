namespace ElasticMoE.Engine.Grammars.Schemas;

/// <summary>Sets of the types of JSON values.</summary>
[Flags]
internal enum JsonTypes
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary>null.</summary>
    Null = 1,

    /// <summary>true and false.</summary>
    Boolean = 2,

    /// <summary>Numbers without fraction.</summary>
    Integer = 4,

    /// <summary>Numbers with fraction; with Integer, all numbers.</summary>
    Fraction = 8,

    /// <summary>Strings.</summary>
    String = 16,

    /// <summary>Arrays.</summary>
    Array = 32,

    /// <summary>Objects.</summary>
    Object = 64,

    /// <summary>Every type.</summary>
    All = 127,
}
