using ElasticMoE.Engine.Grammars.Syntax;

namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>One operation of a grammar's program.</summary>
internal sealed record Operation(OperationKind Kind)
{
    /// <summary>Take: the bytes and where they lead.</summary>
    public ByteEdge[] Edges { get; init; } = [];

    /// <summary>Split: the targets, the first one preferred. Call: the rule. Loop: the body.</summary>
    public int[] Targets { get; init; } = [];

    /// <summary>Where it goes on.</summary>
    public int Next { get; init; } = -1;

    /// <summary>Loop: the fewest rounds.</summary>
    public int Min { get; init; }

    /// <summary>Loop: the most rounds, or -1.</summary>
    public int Max { get; init; }

    /// <summary>Guard, and Loop for rounds past the fewest: levels that must be left.</summary>
    public int Level { get; init; }

    /// <summary>TakeToken: its id.</summary>
    public int Token { get; init; }
}
